"""The list of a project's runs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Run:
    """One run: `progress` goes from 0 to 1, `started_at` is an ISO time, `detail` the reason of a failure."""

    id: str
    number: int
    flow: str
    state: str
    detail: str = ''
    progress: float | None = None
    duration_s: float | None = None
    started_at: str | None = None


@dataclass(kw_only=True, slots=True)
class RunEventArguments(UiEventArguments):
    """The run that is meant."""

    id: str


class Runs(Component):
    """Shows runs, newest first, with their state; each can be shown, cancelled or repeated."""

    def __init__(self, *, empty: str = 'Nothing has run yet. Press Ctrl Enter to simulate.') -> None:
        """Create an empty list.

        :param empty: what to read there before anything has run
        """
        super().__init__()
        self._props['options'] = {'empty': empty}
        self._open = self.listen('open', RunEventArguments)
        self._cancel = self.listen('cancel', RunEventArguments)
        self._rerun = self.listen('rerun', RunEventArguments)
        self._download = self.listen('download', RunEventArguments)

    def set_runs(self, runs: Iterable[Run]) -> None:
        """Replace the list."""
        self.run_method('setRuns', [asdict(run) for run in runs])

    def upsert(self, run: Run) -> None:
        """Add a run or show its new state."""
        self.run_method('upsert', asdict(run))

    def set_current(self, run_id: str | None) -> None:
        """Mark the run that is shown."""
        self.run_method('setCurrent', run_id)

    def focus(self) -> None:
        """Give the keyboard to the list."""
        self.run_method('focus')

    def on_open(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a run to be shown."""
        self._open.append(callback)
        return self

    def on_cancel(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a run to be cancelled."""
        self._cancel.append(callback)
        return self

    def on_rerun(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a run to be repeated."""
        self._rerun.append(callback)
        return self

    def on_download(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a log to be downloaded."""
        self._download.append(callback)
        return self
