"""What a tool says about a line of source."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Ordered from worst to mildest."""

    ERROR = 'error'
    WARNING = 'warning'
    INFO = 'info'


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message, tied to a place in the source where it names one; `line` and `column` count from 1, 0 is unknown.

    `rule` names the tool's check and `source` the tool that spoke; `kind` is our stable name of the mistake,
    whichever tool found it; `cause` says what likely led to it, `hint` the one thing to do next, and `raw` is the
    tool's own line.
    """

    severity: Severity
    message: str
    file: str = ''
    line: int = 0
    column: int = 0
    rule: str = ''
    source: str = ''
    hint: str = ''
    kind: str = ''
    cause: str = ''
    raw: str = ''
