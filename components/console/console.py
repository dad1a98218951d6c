"""The console: follows the log of a run over HTTP, with colours, links into sources and a search."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component

SHORTCUTS = (
    ('Ctrl+F', 'Search the console'),
    ('Enter, Shift+Enter', 'Next, previous match'),
    ('End', 'Jump to the end and follow'),
    ('Tab, Enter', 'Go to the arrow of a step, fold or unfold it'),
)
"""What the console does by itself: keys and what they do."""


@dataclass(kw_only=True, slots=True, frozen=True)
class StepLine:
    """One step of the run in the head of the console; `detail` such as a duration, `started_at` an ISO time."""

    title: str
    state: str
    detail: str = ''
    started_at: str | None = None


@dataclass(kw_only=True, slots=True, frozen=True)
class Usage:
    """What a running tool uses, and the limits that it has; a limit of 0 is none."""

    wall_s: float
    memory_bytes: int
    waves_bytes: int = 0
    processes: int = 0
    limit_wall_s: float = 0
    limit_memory_bytes: int = 0
    limit_disk_bytes: int = 0
    limit_processes: int = 0


@dataclass(kw_only=True, slots=True)
class LinkEventArguments(UiEventArguments):
    """A place in a file that a message names."""

    file: str
    line: int
    column: int | None


@dataclass(kw_only=True, slots=True)
class EndEventArguments(UiEventArguments):
    """The log is complete."""


@dataclass(kw_only=True, slots=True)
class FailedEventArguments(UiEventArguments):
    """The log cannot be read."""

    message: str


class Console(Component):
    """Shows a log of any length; the browser fetches it by itself and goes on after a broken connection."""

    def __init__(self, *, empty: str = 'Nothing has run yet.', wrap: bool = False) -> None:
        """Create an empty console.

        :param empty: what to read there before anything has run
        :param wrap: wrap long lines at the start
        """
        super().__init__()
        self._props['options'] = {'empty': empty, 'wrap': wrap}
        self._link = self.listen('link', LinkEventArguments)
        self._end = self.listen('end', EndEventArguments)
        self._failed = self.listen('failed', FailedEventArguments)

    def attach(self, log_url: str) -> None:
        """Show the log at this address from its start and follow it."""
        self.run_method('attach', log_url)

    def detach(self) -> None:
        """Stop following; what is shown stays."""
        self.run_method('detach')

    def write(self, text: str) -> None:
        """Add a short text at the end."""
        self.run_method('write', text)

    def clear_log(self) -> None:
        """Empty the view."""
        self.run_method('clear')

    def set_steps(self, steps: Iterable[StepLine]) -> None:
        """Show the steps of the run with their states."""
        self.run_method('setSteps', [asdict(step) for step in steps])

    def set_usage(self, usage: Usage | None) -> None:
        """Show what the running tool uses."""
        self.run_method('setUsage', asdict(usage) if usage else None)

    def focus(self) -> None:
        """Give the keyboard to the log."""
        self.run_method('focus')

    def on_link(self, callback: Handler[LinkEventArguments]) -> Self:
        """Add a callback for a clicked place in a file."""
        self._link.append(callback)
        return self

    def on_end(self, callback: Handler[EndEventArguments]) -> Self:
        """Add a callback for the end of the log."""
        self._end.append(callback)
        return self

    def on_failed(self, callback: Handler[FailedEventArguments]) -> Self:
        """Add a callback for a log that cannot be read."""
        self._failed.append(callback)
        return self
