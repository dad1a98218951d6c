"""The bar above the IDE: what is open, what will run, and who sees it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class TopModule:
    """A module that can be simulated; `file` says where it stands, `testbench` that it looks like one."""

    name: str
    file: str = ''
    testbench: bool = True


@dataclass(kw_only=True, slots=True)
class RunEventArguments(UiEventArguments):
    """What to run: an empty top module means the one that is found by itself; the limit is in seconds, 0 the plan's."""

    top: str
    plusargs: list[str]
    time_limit_s: float


@dataclass(kw_only=True, slots=True)
class VisibilityEventArguments(UiEventArguments):
    """Who shall see the project: private, unlisted or public."""

    visibility: str


@dataclass(kw_only=True, slots=True)
class ThemeEventArguments(UiEventArguments):
    """The chosen colours: dark or light."""

    theme: str


class TopBar(Component):
    """Shows project and run control; what may not be done by this person is not offered."""

    def __init__(self, options: dict[str, Any]) -> None:
        """Create the bar.

        :param options: owner, slug, name, url, visibility, canRun, canShare, canEdit, limits, person (name, guest)
        """
        super().__init__()
        self._props['options'] = options
        self._run = self.listen('run', RunEventArguments)
        self._cancel = self.listen('cancel', UiEventArguments)
        self._visibility = self.listen('visibility', VisibilityEventArguments)
        self._palette = self.listen('palette', UiEventArguments)
        self._theme = self.listen('theme', ThemeEventArguments)
        self._fork = self.listen('fork', UiEventArguments)
        self._help = self.listen('help', UiEventArguments)

    def set_tops(self, tops: Iterable[TopModule], found: str) -> None:
        """Offer these top modules; `found` is the one that runs when none is chosen."""
        self.run_method('setTops', [asdict(top) for top in tops], found)

    def set_running(self, text: str | None) -> None:
        """Turn the run button into a stop button that shows `text`; None turns it back."""
        self.run_method('setRunning', text)

    def show_visibility(self, visibility: str) -> None:
        """Show who sees the project."""
        self.run_method('setVisibility', visibility)

    def run(self) -> None:
        """Ask for a run with the present choices, as the button does."""
        self.run_method('run')

    def open_share(self) -> None:
        """Open what the Share button opens."""
        self.run_method('openShare')

    def open_run_menu(self) -> None:
        """Open the choice of the top module and its options."""
        self.run_method('openRunMenu')

    def toggle_theme(self) -> None:
        """Change between dark and light."""
        self.run_method('toggleTheme')

    def on_run(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for the run button."""
        self._run.append(callback)
        return self

    def on_cancel(self, callback: Handler[UiEventArguments]) -> Self:
        """Add a callback for the stop button."""
        self._cancel.append(callback)
        return self

    def on_visibility(self, callback: Handler[VisibilityEventArguments]) -> Self:
        """Add a callback for a chosen visibility."""
        self._visibility.append(callback)
        return self

    def on_palette(self, callback: Handler[UiEventArguments]) -> Self:
        """Add a callback for the button of the command palette."""
        self._palette.append(callback)
        return self

    def on_theme(self, callback: Handler[ThemeEventArguments]) -> Self:
        """Add a callback for a chosen theme."""
        self._theme.append(callback)
        return self

    def on_fork(self, callback: Handler[UiEventArguments]) -> Self:
        """Add a callback for the fork button, which a person without write permission sees."""
        self._fork.append(callback)
        return self

    def on_help(self, callback: Handler[UiEventArguments]) -> Self:
        """Add a callback for the keyboard help."""
        self._help.append(callback)
        return self
