"""The plan of a simulation with GHDL."""

import re

from services.sources.languages import Language
from services.views import TESTBENCH
from workers.flow import Plan
from workers.flows.simulation.bench import Bench, refuse_language
from workers.tools import ghdl

WAVE_LIST = 'a6_waves.opt'
SEED_GENERIC = re.compile(r'\bgeneric\s*\([^;)]*(?:;[^;)]*)*\bseed\s*:', re.IGNORECASE)


def plan(bench: Bench) -> Plan:
    """Return what ghdl is given."""
    sources, options = bench.sources, bench.options
    refuse_language(sources, Language.VERILOG, 'GHDL')
    refuse_language(sources, Language.SYSTEM_VERILOG, 'GHDL')
    return Plan(
        files={TESTBENCH: sources.files},
        options={
            'top': sources.top,
            'libraries': dict(sources.libraries),
            'parameters': {**_seed(bench), **sources.parameters},
            'stop_time': options.stop_time.replace(' ', ''),
            'waves': options.waves,
            'wave_file': f'{sources.top}.vcd',
            'wave_list': _write_list(bench),
            'time_limit_s': options.time_limit_s,
        },
        assumptions=_limits_of_the_tool(bench),
        steps=(ghdl.Analyse, ghdl.Simulate),
    )


def _seed(bench: Bench) -> dict[str, str]:
    """Return the seed as a generic, where the testbench has one for it."""
    top = bench.sources.top_unit
    text = bench.workspace.source_text(top.path) or '' if top else ''
    return {'seed': str(bench.options.seed)} if bench.options.seed and SEED_GENERIC.search(text) else {}


def _write_list(bench: Bench) -> str:
    """Write which signals are recorded, if not all of them; return the file's name."""
    if not bench.options.wave_scopes:
        return ''
    lines = ['$ version 1.1']
    for scope in bench.options.wave_scopes:
        path, _, depth = scope.partition(':')
        lines.append(f'/{path.lower().replace(".", "/")}/{"*" if depth == "1" else "**"}')
    (bench.workspace.out / WAVE_LIST).write_text('\n'.join([*lines, '']), encoding='utf-8')
    return WAVE_LIST


def _limits_of_the_tool(bench: Bench) -> tuple[str, ...]:
    options = bench.options
    notes: list[str] = []
    if options.plusargs or bench.sources.plusargs:
        notes.append('plusargs have no effect: VHDL has none, use generics (parameters)')
    if bench.sources.defines:
        notes.append('defines have no effect: VHDL has no macros')
    if options.seed and not _seed(bench):
        notes.append('seed has no effect: the testbench has no generic named seed')
    deep = [scope for scope in options.wave_scopes if scope.partition(':')[2] not in ('', '0', '1')]
    if deep:
        notes.append(f'{deep[0]}: GHDL records one level or all, here all')
    return tuple(notes)
