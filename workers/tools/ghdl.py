"""GHDL: analyse VHDL, elaborate the testbench, run it."""

import posixpath
import re
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from services.diagnostics import Diagnostic, Severity
from services.views import SIM, TESTBENCH, View
from workers.sandbox import Command
from workers.step import Files, Step, StepOptions
from workers.tools.icarus import as_argument
from workers.tools.simulating import RunDesign, RunOptions
from workers.workspace import Workspace

LANGUAGE = ('--std=08', '-fsynopsys', '-frelaxed')
"""VHDL-2008, with the packages that older designs use."""
WORK = 'work'

ANALYSED = re.compile(
    r'(?P<file>[^:\s][^:]*):(?P<line>\d+):(?P<column>\d+):(?P<kind>\w+:)? ?(?P<message>(?![(]found).+)'
)
RULE = re.compile(r' \[-W(?P<rule>[\w-]+)\]$')
TOLD = re.compile(
    r'(?P<file>[^:\s][^:]*):(?P<line>\d+):(?P<column>\d+):@(?P<time>\w+):'
    r'\((?P<what>assertion|report) (?P<kind>\w+)\): (?P<message>.*)'
)
PLACED = re.compile(r'(?P<file>[^:\s][^:]*):(?P<line>\d+):(?P<column>\d+):@\w+:(?P<kind>\w+): (?P<message>.*)')
GENERAL = re.compile(r'\S*ghdl\S*: ?(?:error: )(?P<message>.+)|\S*ghdl\S*: (?P<plain>cannot .+)')
AFTERMATH = ('assertion failed', 'simulation failed', 'error during elaboration', 'bound check failure')
SEVERITIES = {'note': Severity.INFO, 'warning': Severity.WARNING, 'error': Severity.ERROR, 'failure': Severity.ERROR}
HINTS = (
    (re.compile(r'cannot find (?:entity|in top entity)'), 'check top and parameters in a6hub.toml or in the run bar'),
    (re.compile(r'is not bound|unit "\w+" not found'), 'add the file that defines it to the project'),
    (re.compile(r'expected'), 'look at this line and at the end of the one before it'),
)


class AnalyseOptions(StepOptions):
    """What is elaborated, and the libraries of files that are not of `work`."""

    top: str = ''
    libraries: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it


class Analyse(Step):
    """Analyse the files in their order and elaborate the testbench."""

    id = 'ghdl.analyse'
    title = 'Compile (GHDL)'
    inputs = (TESTBENCH,)
    outputs = (SIM,)
    tools = ('ghdl',)
    reads_comments = False
    Options = AnalyseOptions
    options: AnalyseOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        folder = (f'--workdir={out}', f'-P{out}')
        analyses = [
            Command(('ghdl', '-a', *LANGUAGE, f'--work={library}', *folder, *map(as_argument, paths)))
            for library, paths in groupby(files[TESTBENCH], self._library)
        ]
        return [*analyses, Command(('ghdl', '-e', *LANGUAGE, *folder, self.options.top))]

    def _library(self, path: str) -> str:
        return self.options.libraries.get(path, WORK)

    def parse_line(self, line: str) -> Diagnostic | None:
        if match := ANALYSED.match(line):
            kind = (match['kind'] or 'error:').removesuffix(':')
            rule = RULE.search(match['message'])
            message = RULE.sub('', match['message'])
            return diagnostic(match, message, SEVERITIES.get(kind, Severity.ERROR), rule['rule'] if rule else '')
        return in_general(line)

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return sorted(workspace.out.glob('work-obj*.cf'))


class SimulateOptions(RunOptions):
    """How the elaborated design runs."""

    top: str = ''
    parameters: dict[str, str] = {}  # noqa: RUF012
    stop_time: str = ''
    wave_file: str = ''
    wave_list: str = ''


class Simulate(RunDesign):
    """Run the testbench; the waveform is what GHDL records of it."""

    id = 'ghdl.simulate'
    title = 'Simulate (GHDL)'
    tools = ('ghdl',)
    reads_comments = False
    Options = SimulateOptions
    options: SimulateOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        options = self.options
        return [
            Command(
                (
                    *('ghdl', '-r', *LANGUAGE, f'--workdir={out}', f'-P{out}', options.top),
                    *(f'-g{name}={value}' for name, value in options.parameters.items()),
                    *((f'--vcd={options.wave_file}',) if options.waves else ()),
                    *((f'--read-wave-opt={out}/{options.wave_list}',) if options.waves and options.wave_list else ()),
                    *((f'--stop-time={options.stop_time}',) if options.stop_time else ()),
                )
            )
        ]

    def parse_line(self, line: str) -> Diagnostic | None:
        if match := TOLD.match(line):
            message = f'{match["message"]} (at {match["time"]})'
            return diagnostic(match, message, SEVERITIES.get(match['kind'], Severity.ERROR))
        if match := PLACED.match(line):
            return diagnostic(match, match['message'], SEVERITIES.get(match['kind'], Severity.ERROR))
        return in_general(line)


def in_general(line: str) -> Diagnostic | None:
    """Return what GHDL says without a place, unless it only follows from what was said before."""
    match = GENERAL.match(line)
    message = (match['message'] or match['plain']) if match else ''
    if not message or message.startswith(AFTERMATH):
        return None
    return Diagnostic(Severity.ERROR, message, source='ghdl', hint=hint_of(message))


def hint_of(message: str) -> str:
    """Return what to do next where that is known."""
    return next((text for pattern, text in HINTS if pattern.search(message)), '')


def diagnostic(match: re.Match[str], message: str, severity: Severity, rule: str = '') -> Diagnostic:
    """Return the diagnostic of a matched line."""
    groups: Mapping[str, str] = match.groupdict()
    place = posixpath.normpath(groups['file']), int(groups['line']), int(groups['column'])
    return Diagnostic(severity, message, *place, rule=rule, source='ghdl', hint=hint_of(message))
