"""Yosys: elaborate RTL as for synthesis and check what that gives."""

import posixpath
import re

from services.diagnostics import Diagnostic, Severity
from services.views import RTL
from workers.linting.topics import hint_of, topic_of
from workers.sandbox import Command
from workers.step import Files, Step

SCRIPT = 'yosys/lint.py'
JOB = 'yosys/lint.json'
MESSAGE = re.compile(
    r'(?P<file>[^:]*):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning): (?P<message>.+) '
    r'\[(?P<parse>parse:)?(?P<rule>[\w-]+)\]'
)
OWN_TOPICS = frozenset({'latch', 'multidriven', 'undriven', 'loop'})


class Check(Step):
    """Report latches, signals with several drivers or none, and combinational loops."""

    id = 'yosys.check'
    title = 'Check (Yosys)'
    inputs = (RTL,)
    tools = ('pyosys',)
    ends_flow = False

    def commands(self, files: Files, out: str) -> list[Command]:
        return [Command(('pyosys', f'{out}/{SCRIPT}', f'{out}/{JOB}'))]

    def parse_line(self, line: str) -> Diagnostic | None:
        match = MESSAGE.fullmatch(line)
        if match is None:
            return None
        rule = '' if match['rule'] == 'reader' else match['rule']
        topic = topic_of(rule, match['message'], is_parse_error=bool(match['parse']))
        return Diagnostic(
            Severity(match['severity']),
            match['message'],
            posixpath.normpath(match['file']) if match['file'] else '',
            int(match['line']),
            int(match['column']),
            rule=rule,
            source='yosys',
            hint=hint_of(topic),
            kind=topic or 'elaboration',
        )
