"""The list of diagnostics, grouped by file."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Problem:
    """One message of a tool; `severity` is error, warning or info, lines and columns count from 1.

    `source` is the tool that spoke and `code` its own name of the check; `kind` names the mistake, `cause` says what
    likely led to it, `hint` what to do, and `raw` is the tool's own line.
    """

    severity: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    source: str = ''
    code: str = ''
    kind: str = ''
    cause: str = ''
    hint: str = ''
    raw: str = ''


@dataclass(kw_only=True, slots=True)
class GotoEventArguments(UiEventArguments):
    """The place of the chosen diagnostic."""

    file: str
    line: int
    column: int | None


class Problems(Component):
    """Shows diagnostics with filter and keyboard, and announces their number."""

    def __init__(self) -> None:
        """Create an empty list."""
        super().__init__()
        self._goto = self.listen('goto', GotoEventArguments)

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """Replace the list."""
        self.run_method('setProblems', [asdict(problem) for problem in problems])

    def focus(self) -> None:
        """Give the keyboard to the list."""
        self.run_method('focus')

    def on_goto(self, callback: Handler[GotoEventArguments]) -> Self:
        """Add a callback for a chosen diagnostic."""
        self._goto.append(callback)
        return self
