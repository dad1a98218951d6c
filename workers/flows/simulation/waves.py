"""Sees to it that a run in Verilog leaves a waveform, and of which scopes."""

import re
from dataclasses import dataclass
from pathlib import Path

from services.verilog import Dump
from workers.flows.simulation.bench import Bench
from workers.step import OUT_FROM_PROJECT

CONTROL_FILE = 'a6_dump.sv'
PLAIN = re.compile(r'[A-Za-z_]\w*')
RECORDING = re.compile(r'\$dump(?:file|vars)\b[ \t]*(?:\((?:[^()"]|"(?:\\.|[^"\\\n])*"|\([^()]*\))*\))?')
UNITS = re.compile(r'(\d+)\s*(\w+)')


@dataclass(frozen=True, slots=True)
class Waves:
    """What has to be added so that the run leaves a waveform."""

    text: str = ''
    """Statements for a module of ours."""
    plusargs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


def waves_of(bench: Bench, scoped: bool = True) -> Waves:
    """Record what is wanted where the testbench does not, without touching the project's files.

    Where not `scoped`, everything is asked for, since the simulator is told the scopes in another way.
    """
    if not bench.options.waves:
        return Waves()
    dumps = [dump for unit in bench.sources.units for dump in unit.dumps]
    if bench.options.wave_scopes:
        scopes = bench.options.wave_scopes if scoped else (bench.sources.top,)
        return Waves(text=_statements(bench, scopes), assumptions=_silence(bench))
    if any(not dump.plusarg for dump in dumps):
        return Waves()
    if dumps:
        return _with_plusarg(dumps[0], bench.plusargs)
    if not PLAIN.fullmatch(bench.sources.top):
        return Waves()
    said = f'the testbench has no $dumpvars: all of it is recorded to {bench.sources.top}.vcd'
    return Waves(text=_statements(bench, (bench.sources.top,)), assumptions=(said,))


def write_control(bench: Bench, waves: Waves, module: str, *after: str) -> tuple[str, ...]:
    """Write the module that records and ends the run, if it has anything to do; return its file; `after` follows it."""
    lines = [line for line in (waves.text, _ending(bench)) if line]
    if not lines:
        return ()
    head = _timescale(bench)
    text = '\n'.join([*head, f'module {module};', *lines, 'endmodule', *after, ''])
    (bench.workspace.out / CONTROL_FILE).write_text(text, encoding='utf-8')
    return (f'{OUT_FROM_PROJECT}/{CONTROL_FILE}',)


def _statements(bench: Bench, scopes: tuple[str, ...]) -> str:
    parts = [scope.partition(':') for scope in scopes]
    recorded = ' '.join(f'$dumpvars({depth or 0}, {scope});' for scope, _, depth in parts)
    return f'  initial begin $dumpfile("{_file_name(bench.sources.top)}.vcd"); {recorded} end'


def _file_name(top: str) -> str:
    return top if PLAIN.fullmatch(top) else 'waves'


def _ending(bench: Bench) -> str:
    match = UNITS.fullmatch(bench.options.stop_time)
    return f'  initial #{match[1]} $finish;' if match else ''


def _timescale(bench: Bench) -> list[str]:
    """Return the directive by which the time of the end counts; it is no finer than it must be."""
    match = UNITS.fullmatch(bench.options.stop_time)
    return [f'`timescale 1{match[2]}/1{match[2]}'] if match else []


def _silence(bench: Bench) -> tuple[str, ...]:
    """Take the testbench's own recording out of the run's copy of its files, since only one file can be written."""
    notes: list[str] = []
    for unit in bench.sources.units:
        for dump in unit.dumps:
            notes.append(f'wave_scopes replace the recording of the testbench ({unit.path}:{dump.line})')
            _blank(bench.workspace.project / unit.path)
            bench.workspace.know_again(unit.path)
    return tuple(dict.fromkeys(notes))


def _blank(file: Path) -> None:
    data = file.read_bytes().decode('latin-1')
    blanked = RECORDING.sub(lambda match: re.sub(r'[^\n]', ' ', match[0]), data)
    file.write_bytes(blanked.encode('latin-1'))


def _with_plusarg(dump: Dump, given: tuple[str, ...]) -> Waves:
    name, _, form = dump.plusarg.partition('=')
    if any(other.partition('=')[0] == name for other in given):
        return Waves()
    value = {'': '', '%s': f'={name}.vcd', '%0s': f'={name}.vcd'}.get(form, '=1')
    assumption = f'+{name}{value} is given, since $dumpvars waits for it'
    return Waves(plusargs=(f'{name}{value}',), assumptions=(assumption,))
