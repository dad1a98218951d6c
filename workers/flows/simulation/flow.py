"""The flow `simulate` as a whole: reads what is wanted, chooses the simulator, and lets its module make the plan."""

from collections.abc import Callable
from dataclasses import replace

from services.flows import FlowOptions, SimulateOptions
from services.simulators import Choice, Question, Simulator, choose_simulator, find_constructs
from services.sources import DesignSources, ProjectFiles, Purpose
from services.sources.languages import Language, language_of
from services.verilog import is_verilog
from workers.flow import DesignError, Flow, Plan
from workers.flows.memories import lay_out_memories
from workers.flows.simulation import on_cocotb, on_ghdl, on_icarus, on_verilator
from workers.flows.simulation.bench import Bench
from workers.flows.sources import design_sources, merged, project_config
from workers.tools import cocotb, cocotb_verilator, ghdl, icarus, verilator
from workers.workspace import Workspace

PLANS: dict[Simulator, Callable[[Bench], Plan]] = {
    Simulator.ICARUS: on_icarus.plan,
    Simulator.VERILATOR: on_verilator.plan,
    Simulator.GHDL: on_ghdl.plan,
}


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Read `a6hub.toml` and the sources, choose the top and the simulator, and see to it that waves are recorded."""
    if not isinstance(options, SimulateOptions):
        raise TypeError(f'{type(options).__name__} are not the options of simulate')
    chosen = merged(workspace, options)
    sources = sources_of(workspace, chosen, options)
    bench = Bench(workspace, chosen, sources)
    if sources.purpose is Purpose.TESTS:
        return complete(bench, on_cocotb.plan(bench))
    choice = simulator_of(bench)
    memories = lay_out_memories(workspace, sources)
    plan = PLANS[choice.simulator](bench)
    said = () if not choice.reason else (f'simulated with {choice.simulator.shown}: {choice.reason}',)
    return complete(bench, replace(plan, assumptions=(*said, *memories, *plan.assumptions)))


def sources_of(workspace: Workspace, chosen: SimulateOptions, given: SimulateOptions) -> DesignSources:
    """Return the sources of the testbench, or of the tests in Python where these drive the design."""
    if chosen.framework == 'cocotb':
        # Top and sources of [simulate] are those of the testbench, unless that table is about the tests itself.
        own = chosen if project_config(workspace).simulate.framework == 'cocotb' else given
        wanted = chosen.model_copy(update={'top': own.top, 'sources': own.sources})
        return design_sources(workspace, wanted, Purpose.TESTS)
    try:
        found = design_sources(workspace, chosen, Purpose.SIMULATE)
    except DesignError:
        if (named := named_files(workspace, chosen)) is None:
            raise
        return named
    if found.purpose is Purpose.TESTS and chosen.framework == 'verilog':
        return design_sources(workspace, chosen.model_copy(update={'top': found.top}), Purpose.SIMULATE)
    return found


def named_files(workspace: Workspace, chosen: SimulateOptions) -> DesignSources | None:
    """Return the files that the person named, for Icarus to find what runs, where no module is a testbench."""
    if not chosen.sources or chosen.top or chosen.simulator not in ('auto', 'icarus'):
        return None
    project = ProjectFiles(workspace.inputs, workspace.source_text)
    files = tuple(dict.fromkeys(path for pattern in chosen.sources for path in project.matching(pattern)))
    if not files or not all(is_verilog(path) for path in files):
        return None
    general = project_config(workspace).project
    return DesignSources(
        purpose=Purpose.SIMULATE,
        design=files,
        files=files,
        include_dirs=(*chosen.include_dirs, *general.include_dirs, '.'),
        defines={**general.defines, **chosen.defines},
        languages={path: language_of(path) or Language.VERILOG for path in files},
        assumptions=('no module of the named sources is a testbench: Icarus runs those that no other one uses',),
    )


def complete(bench: Bench, plan: Plan) -> Plan:
    """Return the plan with what the finder of sources says."""
    sources = bench.sources
    return replace(
        plan,
        top=sources.top,
        assumptions=(*sources.assumptions, *plan.assumptions),
        diagnostics=(*sources.diagnostics, *plan.diagnostics),
    )


def simulator_of(bench: Bench) -> Choice:
    """Return the simulator that was named, or the one that fits best."""
    if bench.options.simulator != 'auto':
        return Choice(Simulator(bench.options.simulator), '')
    if not bench.sources.top:
        return Choice(Simulator.ICARUS, 'it alone finds by itself what to run')
    return choose_simulator(question_of(bench))


def question_of(bench: Bench) -> Question:
    """Return what the choice depends on."""
    texts = {path: bench.workspace.source_text(path) or '' for path in bench.sources.files}
    return Question(
        languages=frozenset(bench.sources.languages.values()) or frozenset({Language.VERILOG}),
        constructs=find_constructs(texts, bench.sources.defines),
        time_limit_s=bench.options.time_limit_s,
        last_run=bench.workspace.last_run(bench.sources.top),
        wants_initial_values=bench.options.initial_values != 'default',
    )


STEPS = (
    icarus.Compile,
    icarus.Simulate,
    verilator.Compile,
    verilator.Simulate,
    ghdl.Analyse,
    ghdl.Simulate,
    cocotb_verilator.CompileForTests,
    cocotb.RunTests,
)
SIMULATE = Flow('simulate', 'Simulate', STEPS, SimulateOptions, prepare)
