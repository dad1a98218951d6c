"""Icarus Verilog: compile a testbench, simulate it, dump a VCD."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from services.diagnostics import Diagnostic, Severity
from services.metrics import WAVES_SIZE
from services.views import RTL, SIM, TESTBENCH, VCD, View
from workers.sandbox import Command, Limits, Outcome, Reason
from workers.step import Files, Step, StepOptions, StepResult
from workers.workspace import Workspace

COMPILE_TIME_S = 120.0
COMPILED = re.compile(
    r'(?P<file>[^:]*):(?P<line>\d+): (?:(?:vvp\.tgt )?(?P<kind>error|warning|sorry|internal error): ?)?(?P<message>.+)'
)
SIMULATED = re.compile(r'(?P<kind>ERROR|FATAL|WARNING|INFO): (?P<file>[^:]+):(?P<line>\d+): ?(?P<message>.*)')
NOT_FOUND = re.compile(r'error: Unable to find the root module \"(?P<top>.*)\" in the Verilog source')
# Icarus is sorry about what it leaves out and goes on; where it cannot, its exit code says so.
SEVERITIES = {
    'warning': Severity.WARNING,
    'sorry': Severity.WARNING,
    'WARNING': Severity.WARNING,
    'INFO': Severity.INFO,
}
VCD_HEAD = re.compile(rb'\s*\$(date|version|timescale|comment|scope)\b')
MOST_WAVES = 16
TIMESCALE_FILE = 'a6_timescale.cf'
"""A command file: the default timescale can be told in no other way."""

HINTS = (
    (re.compile(r'Unknown module type: (\S+)'), 'add the file that defines it, or list it in sources of a6hub.toml'),
    (re.compile(r'Include file (\S+) not found'), 'add its folder to include_dirs of a6hub.toml'),
    (re.compile(r'\$readmem[hb]: Unable to open'), "the path counts from the project's root, not from the source file"),
    (re.compile(r'syntax error'), 'look at this line and at the end of the one before it'),
)


class CompileOptions(StepOptions):
    """How iverilog elaborates."""

    tops: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    defines: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    parameters: dict[str, str] = {}  # noqa: RUF012
    language: str = '2012'
    specify: bool = False
    delays: str = 'typ'
    timescale: str = ''


class Compile(Step):
    """Elaborate RTL and testbench into a vvp program."""

    id = 'icarus.compile'
    title = 'Compile (Icarus)'
    inputs = (TESTBENCH,)
    outputs = (SIM,)
    tools = ('iverilog',)
    reads_comments = False
    Options = CompileOptions
    options: CompileOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        options = self.options
        return [
            Command(
                (
                    *('iverilog', f'-g{options.language}', '-Wall', '-Wno-timescale'),
                    *('-o', f'{out}/design{SIM.suffix}'),
                    *(('-gspecify',) if options.specify else ()),
                    *((f'-T{options.delays}',) if options.delays != 'typ' else ()),
                    *(('-c', f'{out}/{TIMESCALE_FILE}') if options.timescale else ()),
                    *(f'-s{top}' for top in options.tops),
                    *(f'-I{folder}' for folder in options.include_dirs),
                    *(f'-D{name}={value}' if value else f'-D{name}' for name, value in options.defines.items()),
                    *(f'-P{options.tops[0]}.{name}={value}' for name, value in options.parameters.items()),
                    *(as_argument(path) for view in (RTL, TESTBENCH) for path in files.get(view, ())),
                )
            )
        ]

    def limits(self, given: Limits) -> Limits:
        return replace(given, wall_s=min(given.wall_s, COMPILE_TIME_S))

    def parse_line(self, line: str) -> Diagnostic | None:
        if match := NOT_FOUND.match(line):
            message = f'There is no module {match["top"]} in the sources'
            return Diagnostic(
                Severity.ERROR, message, source='icarus', hint='check top in a6hub.toml or in the run bar'
            )
        match = COMPILED.match(line)
        # A message that goes on in a second line repeats the place, with a colon where the kind would be.
        if match is None or not match['message'].strip() or match['message'].lstrip().startswith(':'):
            return None
        return diagnostic(match, SEVERITIES.get(match['kind'] or '', Severity.ERROR))


class SimulateOptions(StepOptions):
    """How vvp runs."""

    plusargs: tuple[str, ...] = ()
    waves: bool = True
    time_limit_s: float = 0


class Simulate(Step):
    """Run the vvp program; its `$dumpfile` is the VCD."""

    id = 'icarus.simulate'
    title = 'Simulate (Icarus)'
    inputs = (SIM,)
    outputs = (VCD,)
    tools = ('vvp',)
    reads_comments = False
    metrics = (WAVES_SIZE.id,)
    Options = SimulateOptions
    options: SimulateOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        waves = () if self.options.waves else ('-none',)
        plusargs = (f'+{plusarg}' for plusarg in self.options.plusargs)
        # -N: $stop ends the run and fails it, instead of waiting for a person.
        return [Command(('vvp', '-N', files[SIM][0], *waves, *plusargs))]

    def limits(self, given: Limits) -> Limits:
        return replace(given, wall_s=min(given.wall_s, self.options.time_limit_s or given.wall_s))

    def parse_line(self, line: str) -> Diagnostic | None:
        match = SIMULATED.match(line)
        if match is None:
            return None
        return diagnostic(match, SEVERITIES.get(match['kind'], Severity.ERROR))

    def explain(self, outcome: Outcome, limits: Limits) -> str:
        if outcome.reason is Reason.WALL:
            return (
                'Most likely nothing calls $finish while a clock runs on, or a loop has no delay: '
                'end the testbench with $finish, or raise time_limit_s.'
            )
        if outcome.reason is Reason.DISK:
            return (
                'Most likely nothing calls $finish; otherwise record less: '
                '$dumpvars(1, top) takes one level only, $dumpoff pauses.'
            )
        if outcome.reason is Reason.OUTPUT:
            return 'Print less often, or only while something goes wrong.'
        return 'A memory or an array of the design is very large.' if outcome.reason is Reason.MEMORY else ''

    def required(self, view: View) -> bool:
        return False

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return [file for file in workspace.written() if is_vcd(file)][:MOST_WAVES]

    def collect_metrics(self, workspace: Workspace, result: StepResult) -> Mapping[str, float]:
        waves = result.files.get(VCD, ())
        return {WAVES_SIZE.id: float(sum(file.stat().st_size for file in waves))} if waves else {}


def as_argument(path: str) -> str:
    """Return a path that no tool takes for an option."""
    return f'./{path}' if path[:1] in ('-', '+') else path


def is_vcd(file: Path) -> bool:
    """Say whether a file begins as a VCD does; its name does not matter."""
    with file.open('rb') as content:
        return bool(VCD_HEAD.match(content.read(64)))


def diagnostic(match: re.Match[str], severity: Severity) -> Diagnostic:
    """Return the diagnostic of a matched line, with what to do next where that is known."""
    message = match['message'].strip() or {'ERROR': 'Assertion failed', 'FATAL': '$fatal'}.get(match['kind'] or '', '')
    hint = next((text for pattern, text in HINTS if pattern.search(message)), '')
    file = posixpath.normpath(match['file']) if match['file'] else ''
    return Diagnostic(severity, message, file, int(match['line']), source='icarus', hint=hint)
