"""The list of a project's runs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Run:
    """One run: `progress` goes from 0 to 1, `started_at` is an ISO time, `detail` the reason of a failure.

    `waits` tells its place in the queue, `source` is the number of the run whose stored result it returned.
    """

    id: str
    number: int
    flow: str
    state: str
    top: str = ''
    detail: str = ''
    waits: str = ''
    source: int | None = None
    pinned: bool = False
    progress: float | None = None
    duration_s: float | None = None
    started_at: str | None = None


@dataclass(kw_only=True, slots=True)
class RunEventArguments(UiEventArguments):
    """The run that is meant."""

    id: str


@dataclass(kw_only=True, slots=True)
class CompareEventArguments(UiEventArguments):
    """The numbers of the two runs that are to be compared."""

    a: int
    b: int


class Runs(Component):
    """Shows runs, newest first, with their state; each can be shown, cancelled or repeated."""

    def __init__(
        self,
        *,
        empty: str = 'Nothing has run yet. Press Ctrl Enter to simulate.',
        may_run: bool = True,
        may_pin: bool = False,
        may_reproduce: bool = False,
    ) -> None:
        """Create an empty list.

        :param empty: what to read there before anything has run
        :param may_run: offer to cancel runs and to repeat them
        :param may_pin: offer to keep the files of a run
        :param may_reproduce: offer a script that does the same as a run
        """
        super().__init__()
        may = {'run': may_run, 'pin': may_pin, 'reproduce': may_reproduce}
        self._props['options'] = {'empty': empty, 'may': may}
        self._open = self.listen('open', RunEventArguments)
        self._cancel = self.listen('cancel', RunEventArguments)
        self._rerun = self.listen('rerun', RunEventArguments)
        self._page = self.listen('page', RunEventArguments)
        self._compare = self.listen('compare', CompareEventArguments)
        self._pin = self.listen('pin', RunEventArguments)
        self._reproduce = self.listen('reproduce', RunEventArguments)
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

    def on_page(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a run whose page is to be opened."""
        self._page.append(callback)
        return self

    def on_compare(self, callback: Handler[CompareEventArguments]) -> Self:
        """Add a callback for two runs to be compared."""
        self._compare.append(callback)
        return self

    def on_pin(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a run whose files are to be kept, or not to be kept any more."""
        self._pin.append(callback)
        return self

    def on_reproduce(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a run that is to be reproduced elsewhere."""
        self._reproduce.append(callback)
        return self
