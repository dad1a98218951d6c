"""The plan of a simulation with Icarus."""

import re

from services.sources import mistake
from services.sources.languages import Language
from services.verilog import UnitKind
from services.views import TESTBENCH
from workers.flow import DesignError, Plan
from workers.flows.simulation.bench import Bench, refuse_language
from workers.flows.simulation.waves import waves_of, write_control
from workers.tools import icarus

CONTROL_MODULE = '__a6_dump'
UNWRITABLE = re.compile(r'["\\\x00-\x1f\x7f]')
LANGUAGES = {'auto': '2012', 'sv2005': '2005-sv', 'sv2009': '2009', 'sv2012': '2012'}


def plan(bench: Bench) -> Plan:
    """Return what iverilog and vvp are given."""
    refuse_language(bench.sources, Language.VHDL, 'Icarus')
    refuse_unwritable(bench.sources.files)
    waves = waves_of(bench)
    control = write_control(bench, waves, CONTROL_MODULE)
    roots, notes = roots_of(bench)
    options = bench.options
    timescale = options.timescale.replace(' ', '')
    if timescale:
        (bench.workspace.out / icarus.TIMESCALE_FILE).write_text(f'+timescale+{timescale}\n', encoding='utf-8')
    return Plan(
        files={TESTBENCH: (*bench.sources.files, *control)},
        options={
            # Without any the tool takes every module that no other one uses.
            'tops': (bench.sources.top, *roots, *((CONTROL_MODULE,) if control else ())) if bench.sources.top else (),
            'include_dirs': bench.sources.include_dirs,
            'defines': dict(bench.sources.defines),
            'parameters': dict(bench.sources.parameters),
            'language': LANGUAGES.get(options.language, options.language),
            'switches': options.icarus_switches,
            'specify': options.specify,
            'delays': options.delays,
            'timescale': timescale,
            'plusargs': (*bench.plusargs, *waves.plusargs),
            'waves': options.waves,
            'time_limit_s': options.time_limit_s,
        },
        assumptions=(*waves.assumptions, *notes, *_limits_of_the_tool(bench)),
        steps=(icarus.Compile, icarus.Simulate),
    )


def roots_of(bench: Bench) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return further modules that nobody uses in the file of a testbench that nobody named: Icarus runs them too."""
    top = bench.sources.top_unit
    if top is None or bench.options.top:
        return (), ()
    text = bench.workspace.source_text(top.path) or ''
    units = bench.units_of(top.path, text)
    used = {instance.module for unit in (*units, *bench.sources.units) for instance in unit.instances}
    roots = tuple(
        unit.name for unit in units if unit.kind is UnitKind.MODULE and unit.name not in used and unit.name != top.name
    )
    said = f'{", ".join(roots)} of {top.path}, which no other module uses, run{"s" * (len(roots) == 1)} as well'
    return roots, (said,) if roots else ()


def _limits_of_the_tool(bench: Bench) -> tuple[str, ...]:
    notes = []
    if bench.options.seed:
        notes.append(
            f'Icarus takes no seed itself: +seed={bench.options.seed} reaches $value$plusargs, '
            '$random and $urandom without a seed argument give what they always give'
        )
    if bench.options.initial_values != 'default':
        notes.append('initial_values has no effect: in Icarus variables begin as x')
    return tuple(notes)


def refuse_unwritable(files: tuple[str, ...]) -> None:
    """Refuse names that would end a string in the compiled program, into which Icarus copies them."""
    for path in files:
        if UNWRITABLE.search(path):
            raise DesignError(
                mistake(f'Icarus cannot take a file named {path!r}: rename it without quotes or backslashes')
            )
