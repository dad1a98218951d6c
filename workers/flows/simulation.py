"""The flow `simulate`: finds the testbench and its sources, compiles, runs, and always gives a waveform."""

import re
from dataclasses import dataclass

from services.flows import FlowOptions, SimulateOptions
from services.sources import DesignSources, Purpose, mistake
from services.verilog import Dump
from services.views import TESTBENCH
from workers.flow import DesignError, Flow, Plan
from workers.flows.sources import design_sources, merged
from workers.step import OUT_FROM_PROJECT
from workers.tools import icarus
from workers.workspace import Workspace

DUMP_MODULE = '__a6_dump'
DUMP_FILE = 'a6_dump.v'
DUMP_TEXT = """// Records every signal of the testbench, which does not do so itself.
module {module};
  initial begin
    $dumpfile("{name}.vcd");
    $dumpvars(0, {top});
  end
endmodule
"""
PLAIN = re.compile(r'[A-Za-z_]\w*')
UNWRITABLE = re.compile(r'["\\\x00-\x1f\x7f]')


def prepare(workspace: Workspace, options: FlowOptions) -> Plan:
    """Read `a6hub.toml` and the sources, choose the top, and see to it that waves are recorded."""
    if not isinstance(options, SimulateOptions):
        raise TypeError(f'{type(options).__name__} are not the options of simulate')
    chosen = merged(workspace, options)
    sources = design_sources(workspace, chosen, Purpose.SIMULATE)
    refuse_unwritable(sources.files)
    waves = waves_of(sources, chosen, workspace)
    return Plan(
        files={TESTBENCH: (*sources.files, *waves.files)},
        options={
            'tops': (sources.top, *waves.tops),
            'include_dirs': sources.include_dirs,
            'defines': dict(sources.defines),
            'parameters': dict(sources.parameters),
            'plusargs': (*sources.plusargs, *chosen.plusargs, *waves.plusargs),
            'waves': chosen.waves,
            'time_limit_s': chosen.time_limit_s,
        },
        top=sources.top,
        assumptions=(*sources.assumptions, *waves.assumptions),
        diagnostics=sources.diagnostics,
    )


@dataclass(slots=True)
class Waves:
    """What has to be added so that the run leaves a waveform."""

    files: tuple[str, ...] = ()
    tops: tuple[str, ...] = ()
    plusargs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


def waves_of(sources: DesignSources, chosen: SimulateOptions, workspace: Workspace) -> Waves:
    """Record a waveform where the testbench does not, without touching its files."""
    if not chosen.waves:
        return Waves()
    dumps = [dump for unit in sources.units for dump in unit.dumps]
    if any(not dump.plusarg for dump in dumps):
        return Waves()
    if dumps:
        return _with_plusarg(dumps[0], chosen)
    if not PLAIN.fullmatch(sources.top):
        return Waves()
    text = DUMP_TEXT.format(module=DUMP_MODULE, name=sources.top, top=sources.top)
    (workspace.out / DUMP_FILE).write_text(text, encoding='utf-8')
    return Waves(
        files=(f'{OUT_FROM_PROJECT}/{DUMP_FILE}',),
        tops=(DUMP_MODULE,),
        assumptions=(f'the testbench has no $dumpvars: all of it is recorded to {sources.top}.vcd',),
    )


def _with_plusarg(dump: Dump, chosen: SimulateOptions) -> Waves:
    name, _, form = dump.plusarg.partition('=')
    if any(given.partition('=')[0] == name for given in chosen.plusargs):
        return Waves()
    value = {'': '', '%s': f'={name}.vcd', '%0s': f'={name}.vcd'}.get(form, '=1')
    assumption = f'+{name}{value} is given, since $dumpvars waits for it'
    return Waves(plusargs=(f'{name}{value}',), assumptions=(assumption,))


def refuse_unwritable(files: tuple[str, ...]) -> None:
    """Refuse names that would end a string in the compiled program, into which Icarus copies them."""
    for path in files:
        if UNWRITABLE.search(path):
            raise DesignError(
                mistake(f'Icarus cannot take a file named {path!r}: rename it without quotes or backslashes')
            )


SIMULATE = Flow('simulate', 'Simulate', (icarus.Compile, icarus.Simulate), SimulateOptions, prepare)
