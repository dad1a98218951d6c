"""The Python scripts that drive Yosys, put beside a job: their names are fixed, what they are to do is in a file."""

import json
import posixpath
import re
from collections.abc import Mapping

from services.diagnostics import Diagnostic, Severity
from workers.linting.topics import hint_of, topic_of
from workers.tools.scripts import place_scripts
from workers.workspace import Workspace

FOLDER = 'yosys'
MESSAGE = re.compile(
    r'(?P<file>[^:]*):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|info): (?P<message>.+) '
    r'\[(?P<parse>parse:)?(?P<rule>[\w-]+)\]'
)


def give_scripts(workspace: Workspace, name: str, job: Mapping[str, object]) -> None:
    """Put the scripts into the job's folder of outputs, and beside them what the one called `name` is to do."""
    folder = place_scripts(workspace, FOLDER)
    (folder / f'{name}.json').write_text(json.dumps(job, indent=1), encoding='utf-8')


def diagnostic_in(line: str) -> Diagnostic | None:
    """Return the finding of a script in a line of its log."""
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
        kind=topic or rule or 'elaboration',
    )
