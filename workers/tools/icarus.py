"""Icarus Verilog: compile a testbench, simulate it, dump a VCD."""

import posixpath
import re
from dataclasses import replace

from services.diagnostics import Diagnostic, Severity
from services.views import RTL, SIM, TESTBENCH
from workers.sandbox import Command, Limits
from workers.step import Files, Step, StepOptions
from workers.tools.simulating import RunDesign, RunOptions

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
TIMESCALE_FILE = 'a6_timescale.cf'
"""A command file: the default timescale can be told in no other way."""

PASSED_OVER = re.compile(r' - ignored\.$|Unterminated comment in define$')
"""What the preprocessor of Icarus says without a word of severity, and goes on."""

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
    switches: tuple[str, ...] = ()
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
                    *('-S' if switch == 'S' else f'-g{switch}' for switch in options.switches),
                    *(('-gspecify',) if options.specify else ()),
                    *((f'-T{options.delays}',) if options.delays != 'typ' else ()),
                    *(('-c', f'{out}/{TIMESCALE_FILE}') if options.timescale else ()),
                    *(f'-s{top}' for top in options.tops),
                    *(f'-I{folder}' for folder in options.include_dirs),
                    *(f'-D{name}={value}' if value else f'-D{name}' for name, value in options.defines.items()),
                    *(
                        f'-P{options.tops[0]}.{name}={value}'
                        for name, value in options.parameters.items()
                        if options.tops
                    ),
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
        if not match['kind'] and PASSED_OVER.search(match['message']):
            return diagnostic(match, Severity.WARNING)
        return diagnostic(match, SEVERITIES.get(match['kind'] or '', Severity.ERROR))


class Simulate(RunDesign):
    """Run the vvp program; its `$dumpfile` is the VCD."""

    id = 'icarus.simulate'
    title = 'Simulate (Icarus)'
    tools = ('vvp',)
    reads_comments = False
    options: RunOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        waves = () if self.options.waves else ('-none',)
        plusargs = (f'+{plusarg}' for plusarg in self.options.plusargs)
        # -N: $stop ends the run and fails it, instead of waiting for a person.
        return [Command(('vvp', '-N', files[SIM][0], *waves, *plusargs))]

    def parse_line(self, line: str) -> Diagnostic | None:
        match = SIMULATED.match(line)
        if match is None:
            return None
        return diagnostic(match, SEVERITIES.get(match['kind'], Severity.ERROR))


def as_argument(path: str) -> str:
    """Return a path that no tool takes for an option."""
    return f'./{path}' if path[:1] in ('-', '+') else path


def diagnostic(match: re.Match[str], severity: Severity) -> Diagnostic:
    """Return the diagnostic of a matched line, with what to do next where that is known."""
    message = match['message'].strip() or {'ERROR': 'Assertion failed', 'FATAL': '$fatal'}.get(match['kind'] or '', '')
    hint = next((text for pattern, text in HINTS if pattern.search(message)), '')
    file = posixpath.normpath(match['file']) if match['file'] else ''
    return Diagnostic(severity, message, file, int(match['line']), source='icarus', hint=hint)
