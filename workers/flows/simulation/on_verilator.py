"""The plan of a simulation with Verilator."""

from services.sources import DesignSources
from services.sources.languages import Language
from services.verilog import is_verilog
from services.views import TESTBENCH
from workers.flow import Plan
from workers.flows.simulation.bench import Bench, refuse_language
from workers.flows.simulation.on_icarus import refuse_unwritable
from workers.flows.simulation.waves import Waves, waves_of, write_control
from workers.step import OUT_FROM_PROJECT
from workers.tools import verilator
from workers.workspace import Workspace

CONTROL_MODULE = '__a6_dump'
SCOPES_FILE = 'a6_scopes.vlt'
LANGUAGES = {
    '1995': '1364-1995',
    '2001': '1364-2001',
    '2005': '1364-2005',
    'sv2005': '1800-2005',
    'sv2009': '1800-2009',
    'sv2012': '1800-2012',
}


def plan(bench: Bench) -> Plan:
    """Return what Verilator, the compiler and the program are given."""
    refuse_language(bench.sources, Language.VHDL, 'Verilator')
    refuse_unwritable(bench.sources.files)
    waves = waves_of(bench, scoped=False)
    options = bench.options
    control = write_control(
        bench, waves, CONTROL_MODULE, f'bind {bench.sources.top} {CONTROL_MODULE} {CONTROL_MODULE}();'
    )
    return Plan(
        files={TESTBENCH: (*scopes_of(bench), *bench.sources.files, *control)},
        options={
            **compile_options(bench),
            'waves': options.waves,
            'random_assignments': options.initial_values == 'random',
            'seed': options.seed,
            'sources': named_sources(bench.workspace, bench.sources),
            'initial': options.initial_values,
            'plusargs': (*bench.plusargs, *waves.plusargs),
            'time_limit_s': options.time_limit_s,
        },
        assumptions=(*waves.assumptions, *_limits_of_the_tool(bench, waves)),
        steps=(verilator.Compile, verilator.Simulate),
    )


def compile_options(bench: Bench) -> dict[str, object]:
    """Return what decides how the sources are read."""
    return {
        'top': bench.sources.top,
        'include_dirs': bench.sources.include_dirs,
        'defines': dict(bench.sources.defines),
        'parameters': dict(bench.sources.parameters),
        'verilator_language': LANGUAGES.get(bench.options.language, ''),
        'timescale': bench.options.timescale.replace(' ', ''),
    }


def named_sources(workspace: Workspace, sources: DesignSources) -> tuple[str, ...]:
    """Return the files that messages of a running program may mean, the compiled ones first."""
    return tuple(dict.fromkeys((*sources.files, *filter(is_verilog, workspace.inputs))))


def scopes_of(bench: Bench) -> tuple[str, ...]:
    """Write the file that switches the recording of other scopes off, if only some are wanted; return its name."""
    wanted = [scope.partition(':') for scope in bench.options.wave_scopes]
    if not wanted or not bench.options.waves:
        return ()
    lines = ['`verilator_config', f'tracing_off -scope "{bench.sources.top}"']
    lines += [f'tracing_on -scope "{scope}" -levels {depth or 0}' for scope, _, depth in wanted]
    (bench.workspace.out / SCOPES_FILE).write_text('\n'.join([*lines, '']), encoding='utf-8')
    return (f'{OUT_FROM_PROJECT}/{SCOPES_FILE}',)


def _limits_of_the_tool(bench: Bench, waves: Waves) -> tuple[str, ...]:
    options = bench.options
    notes = ['Verilator knows no x: what Icarus shows as x is 0 here, or what initial_values says']
    if options.specify or options.delays != 'typ':
        notes.append('specify and delays have no effect: Verilator leaves specify blocks out')
    return tuple(notes)
