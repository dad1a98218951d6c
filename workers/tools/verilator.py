"""Verilator: translate a testbench to C++, compile that, and run the program it becomes."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from services.diagnostics import Diagnostic, Severity
from services.verilog import is_verilog
from services.views import RTL, SIM, TESTBENCH, View
from workers.builds import digest_of, is_plain
from workers.sandbox import Command, Limits
from workers.step import Files, Step, StepContext, StepOptions
from workers.tools.icarus import as_argument
from workers.tools.simulating import RunDesign, RunOptions
from workers.tools.verilator_objects import CACHE, first_objects, lay_out, make_arguments
from workers.workspace import Workspace

PROGRAM = 'simulation'
FOLDER = 'verilated'
BUILD_PROCESSES = 8
"""Two compilers at a time, each with its driver and its cache."""
LARGEST_LIST = 1 << 20
INCLUDE = re.compile(r'`include\s*(?:"([^"\n]+)"|(\S))')

COMPILED = re.compile(
    r'%(?P<kind>Error|Warning)(?:-(?P<rule>[A-Z0-9_]+))?: '
    r'(?:(?P<file>[^:\s][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)? )?(?P<message>.+)'
)
CLOSING = re.compile(r'Exiting due to|Cannot continue|Command Failed|Too many errors')
COMPILER = re.compile(
    r'(?:[^:\s]+:\d+:(?:\d+:)? (?:fatal )?error: (?P<error>.+))|.*(?P<link>undefined reference to .+)'
)
RUN = re.compile(
    r'(?:\[(?P<time>[^\]]+)\] )?(?:%(?P<kind>Error|Fatal|Warning)|-Info): '
    r'(?P<file>[^:\s][^:]*):(?P<line>\d+): (?P<message>.+)'
)
STOPPED = 'Verilog $stop'
NOT_FOUND = re.compile(r"Specified --top-module '(?P<top>[^']+)' was not found")
HINTS = (
    (re.compile(r'Cannot find file containing (?:module|interface)'), 'add the file that defines it to the project'),
    (re.compile(r'Cannot find include file'), 'add its folder to include_dirs of a6hub.toml'),
    (re.compile(r'Unsupported'), 'set simulator to icarus, or write it in another way'),
    (re.compile(r'syntax error'), 'look at this line and at the end of the one before it'),
    (NOT_FOUND, 'check top in a6hub.toml or in the run bar'),
    (re.compile(r'undefined reference'), 'a function imported by DPI has no body here: take the import away'),
)


class CompileOptions(StepOptions):
    """How Verilator elaborates and what it builds in."""

    top: str = ''
    include_dirs: tuple[str, ...] = ()
    defines: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    parameters: dict[str, str] = {}  # noqa: RUF012
    verilator_language: str = ''
    timescale: str = ''
    waves: bool = True
    random_assignments: bool = False
    coverage: bool = False
    folder: str = FOLDER
    program: str = PROGRAM


class Compile(Step):
    """Build a program of RTL and testbench; an unchanged one is not built again."""

    id = 'verilator.compile'
    title = 'Compile (Verilator)'
    inputs = (TESTBENCH,)
    outputs = (SIM,)
    tools: ClassVar[tuple[str, ...]] = ('verilator_bin', 'g++')
    Options = CompileOptions
    options: CompileOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        return [
            Command(self._translate(files, out)),
            Command(make_arguments(f'{out}/{self.options.folder}'), make_environment()),
        ]

    def _translate(self, files: Files, out: str) -> tuple[str, ...]:
        options = self.options
        return (
            *('verilator_bin', '--cc', '--exe', '--main', '--timing', '--assert', '-Wno-fatal', '-Wno-TIMESCALEMOD'),
            *('-CFLAGS', '-std=gnu++20 -fcoroutines', '--quiet-stats'),
            *(
                '--Mdir',
                f'{out}/{options.folder}',
                '--prefix',
                'Vtop',
                '-o',
                f'../{options.program}',
                '--top-module',
                options.top,
            ),
            *(('--trace-vcd',) if options.waves else ()),
            *(('--x-assign', 'unique') if options.random_assignments else ()),
            *(('--coverage-line', '--coverage-toggle', '--coverage-underscore') if options.coverage else ()),
            *(('--language', options.verilator_language, '+1800-2023ext+sv') if options.verilator_language else ()),
            *(('--timescale', options.timescale) if options.timescale else ()),
            *(f'-I{folder}' for folder in options.include_dirs),
            *(f'-D{name}={value}' if value else f'-D{name}' for name, value in options.defines.items()),
            *(f'-G{name}={value}' for name, value in options.parameters.items()),
            *(as_argument(path) for view in (RTL, TESTBENCH) for path in files.get(view, ())),
        )

    def limits(self, given: Limits) -> Limits:
        return replace(given.for_build, processes=max(given.processes, BUILD_PROCESSES))

    def parse_line(self, line: str) -> Diagnostic | None:
        if match := COMPILED.match(line):
            return None if CLOSING.match(match['message']) else diagnostic(match, _kind(match))
        if match := COMPILER.match(line):
            message = match['error'] or match['link']
            return Diagnostic(
                Severity.ERROR, f'The C++ that the design became: {message}', source='verilator', hint=hint_of(message)
            )
        return None

    def output_files(self, view: View, workspace: Workspace) -> list[Path]:
        return [file for file in (workspace.out / PROGRAM,) if is_plain(file)]

    def restore(self, files: Files, context: StepContext) -> list[str] | None:
        builds = context.workspace.builds
        if builds is None:
            return None
        found = builds.find(self._key(files, context))
        if found is None:
            self.lend(context)
            return None
        program, record = found
        lay_out_program(program, context.workspace.out / PROGRAM)
        for path in record['opened']:
            # An equal run depends on what was opened when this was built.
            (context.workspace.project / path).read_bytes()
        return [*record['lines'], '- the same was built before and is used again']

    def store(self, files: Files, context: StepContext, lines: list[str]) -> None:
        workspace, builds = context.workspace, context.workspace.builds
        if builds is None:
            return
        opened = sorted(opened_files(workspace))
        said = [line for line in lines if self.parse_line(line) is not None]
        builds.keep(self._key(files, context), workspace.out / PROGRAM, {'lines': said, 'opened': opened})
        self.take(context)

    def lend(self, context: StepContext) -> None:
        """Lay out the objects of earlier builds for ccache."""
        builds = context.workspace.builds
        if builds is not None:
            builds.lend_objects(context.workspace.folder / CACHE, first_objects(context))
            lay_out(context.workspace.folder / CACHE, context.sandbox.uid)

    def take(self, context: StepContext) -> None:
        """Keep the objects for later builds."""
        if context.workspace.builds is not None:
            context.workspace.builds.take_objects(context.workspace.folder / CACHE)

    def _key(self, files: Files, context: StepContext) -> str:
        workspace = context.workspace
        versions = [f'{name} {context.tools.version(name)}' for name in self.tools]
        prepared = [path for path in files[TESTBENCH] if path not in workspace.inputs]
        named = [(path, workspace.project / path) for path in (*possible_sources(workspace), *prepared)]
        return digest_of([*self._translate(files, ''), *versions], named)


class Simulate(RunDesign):
    """Run the program."""

    id = 'verilator.simulate'
    title = 'Simulate (Verilator)'
    tools = ('verilator_bin',)

    class Options(RunOptions):
        """How the program begins."""

        seed: int = 0
        initial: str = 'default'
        sources: tuple[str, ...] = ()
        """The files by which the program names places; it knows only their last names."""

    options: Options

    def __init__(self, options: StepOptions) -> None:
        super().__init__(options)
        self._failed_at = ''

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command((files[SIM][0], *runtime_arguments(self.options.seed, self.options.initial), *self._plusargs))]

    @property
    def _plusargs(self) -> Iterator[str]:
        return (f'+{plusarg}' for plusarg in self.options.plusargs)

    def parse_line(self, line: str) -> Diagnostic | None:
        match = RUN.match(line)
        if match is None:
            return None
        # An assertion is told with the last name of its file, $stop with the whole.
        place = f'{posixpath.basename(match["file"])}:{match["line"]}'
        if match['message'] == STOPPED and place == self._failed_at:
            return None  # it ends the run because of the assertion that was told just before
        self._failed_at = place
        found = diagnostic(match, RUN_SEVERITIES[match['kind']])
        return replace(found, file=whole_path(found.file, self.options.sources))


def whole_path(name: str, sources: tuple[str, ...]) -> str:
    """Return the path of the source that has this last name; the name itself where there is none."""
    return next((path for path in sources if posixpath.basename(path) == name), name)


RUN_SEVERITIES = {'Error': Severity.ERROR, 'Fatal': Severity.ERROR, 'Warning': Severity.WARNING, None: Severity.INFO}
INITIAL = {'zero': 0, 'one': 1, 'random': 2}


def runtime_arguments(seed: int, initial: str) -> tuple[str, ...]:
    """Return the plusargs that Verilator's own library reads."""
    return (
        *((f'+verilator+seed+{seed}',) if seed else ()),
        *((f'+verilator+rand+reset+{INITIAL[initial]}',) if initial in INITIAL else ()),
    )


def make_environment() -> tuple[tuple[str, str], ...]:
    """Return what keeps the cache of objects useful in every job's folder."""
    return (('CCACHE_NOHASHDIR', '1'), ('CCACHE_MAXSIZE', '150M'), ('CCACHE_SLOPPINESS', 'pch_defines,time_macros'))


def possible_sources(workspace: Workspace) -> Iterator[str]:
    """Return every file of the project that a translation could read."""
    texts = {path: workspace.source_text(path) or '' for path in workspace.inputs if is_verilog(path)}
    included = [match for text in texts.values() for match in INCLUDE.finditer(text)]
    names = {posixpath.basename(match[1]) for match in included if match[1]}
    if any(not match[1] for match in included):  # its name is made by a macro
        return iter(sorted(workspace.inputs))
    return iter(sorted(path for path in workspace.inputs if path in texts or posixpath.basename(path) in names))


def opened_files(workspace: Workspace) -> set[str]:
    """Return the files of the project that Verilator says it read; all that it could read where it does not say."""
    told = workspace.out / FOLDER / 'Vtop__ver.d'
    if not is_plain(told) or told.stat().st_size > LARGEST_LIST or any(' ' in path for path in workspace.inputs):
        return set(possible_sources(workspace))
    words = told.read_text(encoding='utf-8', errors='replace').split()
    return {path for word in words if (path := posixpath.normpath(word)) in workspace.inputs}


def lay_out_program(program: Path, target: Path) -> None:
    """Copy a program that was built before to where the next step runs it."""
    target.write_bytes(program.read_bytes())
    target.chmod(0o755)


def _kind(match: re.Match[str]) -> Severity:
    return Severity.ERROR if match['kind'] == 'Error' else Severity.WARNING


def hint_of(message: str) -> str:
    """Return what to do next where that is known."""
    return next((text for pattern, text in HINTS if pattern.search(message)), '')


def diagnostic(match: re.Match[str], severity: Severity) -> Diagnostic:
    """Return the diagnostic of a matched line."""
    groups: Mapping[str, str | None] = match.groupdict()
    file = posixpath.normpath(match['file']) if match['file'] else ''
    place = int(match['line'] or 0), int(groups.get('column') or 0)
    rule = groups.get('rule') or ''
    return Diagnostic(severity, match['message'], file, *place, rule, 'verilator', hint_of(match['message']))
