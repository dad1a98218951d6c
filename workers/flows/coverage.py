"""The flow `coverage`: what testbenches reach of the design, line by line, branch by branch, bit by bit."""

from services.flows import CoverageOptions, FlowOptions
from services.sources import DesignSources, Purpose
from services.sources.languages import Language
from services.views import TESTBENCH
from workers.flow import Flow, Plan
from workers.flows.memories import lay_out_memories
from workers.flows.simulation.bench import plusargs_of, refuse_language
from workers.flows.simulation.on_icarus import refuse_unwritable
from workers.flows.simulation.on_verilator import named_sources
from workers.flows.sources import design_sources, merged
from workers.tools import verilator_coverage
from workers.workspace import Workspace


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Find every testbench that is wanted, with its files."""
    if not isinstance(options, CoverageOptions):
        raise TypeError(f'{type(options).__name__} are not the options of coverage')
    chosen = merged(workspace, options)
    tops = chosen.testbenches or (chosen.top,)
    benches = [_sources(workspace, chosen, top) for top in tops]
    for sources in benches:
        refuse_language(sources, Language.VHDL, 'Verilator')
        refuse_unwritable(sources.files)
    first = benches[0]
    design = dict.fromkeys(path for sources in benches for path in sources.design)
    # Where design and testbench share their files, all of it counts.
    counted = tuple(design) or first.files
    memories = dict.fromkeys(note for sources in benches for note in lay_out_memories(workspace, sources))
    said = dict.fromkeys(note for sources in benches for note in sources.assumptions)
    return Plan(
        files={TESTBENCH: tuple(dict.fromkeys(path for sources in benches for path in sources.files))},
        options={
            'benches': [{'top': one.top, 'files': one.files, 'plusargs': plusargs_of(chosen, one)} for one in benches],
            'design': counted,
            'include_dirs': tuple(dict.fromkeys(folder for one in benches for folder in one.include_dirs)),
            'defines': dict(first.defines),
            'parameters': dict(first.parameters),
            'timescale': chosen.timescale.replace(' ', ''),
            'seed': chosen.seed,
            'sources': tuple(dict.fromkeys(path for one in benches for path in named_sources(workspace, one))),
            'time_limit_s': chosen.time_limit_s,
        },
        top=first.top,
        assumptions=(*said, *memories),
        diagnostics=tuple(dict.fromkeys(found for sources in benches for found in sources.diagnostics)),
    )


def _sources(workspace: Workspace, chosen: CoverageOptions, top: str) -> DesignSources:
    wanted = chosen.model_copy(update={'top': top})
    found = design_sources(workspace, wanted, Purpose.SIMULATE)
    if found.purpose is Purpose.TESTS:  # tests in Python drive the design; coverage asks for a testbench
        return design_sources(workspace, wanted.model_copy(update={'top': found.top}), Purpose.SIMULATE)
    return found


COVERAGE = Flow(
    'coverage', 'Coverage', (verilator_coverage.Compile, verilator_coverage.Simulate), CoverageOptions, prepare
)
