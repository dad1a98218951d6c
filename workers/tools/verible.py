"""Verible: check how RTL is written."""

import posixpath
import re

from services.diagnostics import Diagnostic, Severity
from services.views import RTL, TESTBENCH
from workers.linting.topics import hint_of, topic_of
from workers.sandbox import Command
from workers.step import Files, Step, StepOptions
from workers.tools.icarus import as_argument

MESSAGE = re.compile(
    r'(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+)[-\d:]*: '
    r'(?P<message>.+?)(?: \[Style: [^\]]*\])?(?: \[(?P<rule>[\w-]+)\])?$'
)
SYNTAX = re.compile(r'(syntax error|.*rejected token|.*lexical error)', re.IGNORECASE)
MEANT = """
always-comb-blocking always-ff-non-blocking case-missing-default explicit-function-lifetime explicit-task-lifetime
forbid-defparam forbid-line-continuations forbid-negative-array-dim invalid-system-task-function
macro-string-concatenation mismatched-labels module-begin-block module-parameter module-port
packed-dimensions-range-ordering suggest-parentheses suspicious-semicolon truncated-numeric-literal typedef-enums
v2001-generate-begin void-cast
"""
"""Rules that find what may be wrong or misread; those of names and blanks are for teams that agreed on them."""
OTHERS = """
always-comb banned-declared-name-patterns constraint-name-style create-object-name-match dff-name-style
disable-statement endif-comment enum-name-style explicit-begin explicit-parameter-storage-type forbidden-macro
generate-label generate-label-prefix instance-shadowing interface-name-style legacy-generate-region
legacy-genvar-declaration line-length macro-name-style module-filename no-tabs no-trailing-spaces
numeric-format-string-style one-module-per-file package-filename parameter-name-style parameter-type-name-style
plusarg-assignment port-name-suffix positive-meaning-parameter-name posix-eof proper-parameter-declaration
signal-name-style struct-union-name-style typedef-structs-unions undersized-binary-literal
unpacked-dimensions-range-ordering uvm-macro-semicolon
"""
SYSTEM_VERILOG_ONLY = frozenset(
    {'explicit-function-lifetime', 'explicit-task-lifetime', 'typedef-enums', 'always-comb', 'void-cast'}
)


class LintOptions(StepOptions):
    """Which rules are checked."""

    has_rules_file: bool = False
    systemverilog: bool = False
    enable: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    verible_waivers: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    """Rules that the waiver files name; Verible refuses a waiver of a rule that it does not check."""


class Lint(Step):
    """Report what breaks the rules of style."""

    id = 'verible.lint'
    title = 'Style (Verible)'
    inputs = (RTL,)
    tools = ('verible-verilog-lint',)
    ends_flow = False
    searches = True
    Options = LintOptions
    options: LintOptions

    def commands(self, files: Files, out: str) -> list[Command]:
        waivers = ','.join(self.options.verible_waivers)
        return [
            Command(
                (
                    *('verible-verilog-lint', '--lint_fatal=false', '--parse_fatal=false'),
                    *self._rules(),
                    *((f'--waiver_files={waivers}',) if waivers else ()),
                    *(as_argument(path) for view in (RTL, TESTBENCH) for path in files.get(view, ())),
                )
            )
        ]

    def _rules(self) -> tuple[str, ...]:
        """Let the project's file of rules decide; without one, take those that nobody has to agree on first."""
        known = {*MEANT.split(), *OTHERS.split()}
        added = [rule for rule in (*self.options.enable, *self.options.waived) if rule in known]
        removed = [f'-{rule}' for rule in self.options.disable if rule in known - set(self.options.waived)]
        if self.options.has_rules_file:
            rules = ','.join([*added, *removed])
            return ('--rules_config_search', *((f'--rules={rules}',) if rules else ()))
        meant = [rule for rule in MEANT.split() if self.options.systemverilog or rule not in SYSTEM_VERILOG_ONLY]
        return ('--ruleset=none', f'--rules={",".join([*meant, *added, *removed])}')

    def _only_waived(self) -> set[str]:
        """Return the rules that are checked for nothing but their waivers."""
        options = self.options
        return set() if options.has_rules_file else {*options.waived} - {*options.enable, *MEANT.split()}

    def parse_line(self, line: str) -> Diagnostic | None:
        match = MESSAGE.match(line)
        if match is None:
            return None
        place = posixpath.normpath(match['file']), int(match['line']), int(match['column'])
        if match['rule'] is None:
            if not SYNTAX.match(match['message']):
                return None
            hint = hint_of('syntax')
            return Diagnostic(
                Severity.ERROR, match['message'], *place, 'syntax-error', 'verible', hint=hint, kind='syntax'
            )
        if match['rule'] in self._only_waived():
            return None
        topic = topic_of(match['rule'], match['message'])
        return Diagnostic(
            Severity.WARNING,
            match['message'],
            *place,
            rule=match['rule'],
            source='verible',
            hint=hint_of(topic),
            kind=topic or 'style',
        )
