"""Verilator: check RTL for mistakes without building a simulator."""

import posixpath
import re

from services.diagnostics import Diagnostic, Severity
from services.views import RTL, TESTBENCH
from workers.linting.topics import SILENT, hint_of, topic_of
from workers.sandbox import Command
from workers.step import Files, Step, StepOptions
from workers.tools.icarus import as_argument

MESSAGE = re.compile(
    r'%(?P<kind>Error|Warning)(?:-(?P<rule>[A-Z0-9_]+))?: '
    r'(?:(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): )?(?P<message>.+)'
)
CLOSING = re.compile(r'Exiting due to|Cannot continue|Command Failed')
INCLUDED = re.compile(r'\.\.\. ')
MOST_ERRORS = 200


class LintOptions(StepOptions):
    """How Verilator elaborates."""

    lint_top: str = ''
    bench_top: str = ''
    include_dirs: tuple[str, ...] = ()
    defines: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    parameters: dict[str, str] = {}  # noqa: RUF012
    enable: tuple[str, ...] = ()
    verilator_waivers: tuple[str, ...] = ()


class Lint(Step):
    """Report what is wrong with the design, and errors of the testbench."""

    id = 'verilator.lint'
    title = 'Lint (Verilator)'
    inputs = (RTL,)
    tools = ('verilator_bin',)
    ends_flow = False
    searches = True
    Options = LintOptions
    options: LintOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        options, design = self.options, files[RTL]
        parameters = tuple(f'-G{name}={value}' for name, value in options.parameters.items())
        found = [self._command(design, options.lint_top, parameters, out)]
        if options.bench_top and files.get(TESTBENCH):
            found.append(self._command((*design, *files[TESTBENCH]), options.bench_top, (), out))
        return found

    def _command(self, files: tuple[str, ...], top: str, parameters: tuple[str, ...], out: str) -> Command:
        options = self.options
        silent = sorted(SILENT - set(options.enable))
        return Command(
            (
                *('verilator_bin', '--lint-only', '-Wall', '-Wno-fatal', '--timing', '--Mdir', f'{out}/lint'),
                *('--error-limit', str(MOST_ERRORS)),
                *(f'-Wno-{rule}' for rule in silent),
                *(f'-Wwarn-{rule}' for rule in options.enable if rule.isupper()),
                *(('--top-module', top) if top else ()),
                *(f'-I{folder}' for folder in options.include_dirs),
                *(f'-D{name}={value}' if value else f'-D{name}' for name, value in options.defines.items()),
                *parameters,
                *(as_argument(path) for path in (*options.verilator_waivers, *files)),
            )
        )

    def parse_line(self, line: str) -> Diagnostic | None:
        match = MESSAGE.match(line)
        if match is None or CLOSING.match(match['message']):
            return None
        severity = Severity.ERROR if match['kind'] == 'Error' else Severity.WARNING
        rule, message = match['rule'] or '', match['message']
        topic = topic_of(rule, message)
        place = ('', 0, 0)
        if match['file']:
            place = posixpath.normpath(match['file']), int(match['line']), int(match['column'])
        return Diagnostic(
            severity, message, *place, rule=rule, source='verilator', hint=hint_of(topic), kind=topic or rule.lower()
        )
