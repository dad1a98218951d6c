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

    `rule` names the check and `source` the tool that spoke; `hint` says what to do next.
    """

    severity: Severity
    message: str
    file: str = ''
    line: int = 0
    column: int = 0
    rule: str = ''
    source: str = ''
    hint: str = ''
