"""The bar above the IDE: what is open, what will run, and who sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class TopModule:
    """A module at which a run can begin; `likely` says that it is of the kind that the flow is made for."""

    name: str
    file: str = ''
    likely: bool = True


@dataclass(kw_only=True, slots=True, frozen=True)
class Note:
    """Why an option has its default: `used` is the value that a run will take, `reason` a sentence."""

    used: str
    reason: str


@dataclass(kw_only=True, slots=True, frozen=True)
class FlowChoice:
    """A flow with the JSON schema of its options, and what is known of them.

    `file` is what the project's own configuration sets, `found` the top that a run takes by itself,
    `limits` what a run may use, for people.
    """

    id: str
    title: str
    schema: dict[str, Any]
    summary: str = ''
    file: Mapping[str, object] = field(default_factory=dict)
    tops: tuple[TopModule, ...] = ()
    found: str = ''
    notes: Mapping[str, Note] = field(default_factory=dict)
    limits: str = ''


@dataclass(kw_only=True, slots=True)
class RunEventArguments(UiEventArguments):
    """What to run, with the options that differ from what the project's configuration sets."""

    flow: str
    options: dict[str, Any]


@dataclass(kw_only=True, slots=True)
class VisibilityEventArguments(UiEventArguments):
    """Who shall see the project: private, unlisted or public."""

    visibility: str


@dataclass(kw_only=True, slots=True)
class ThemeEventArguments(UiEventArguments):
    """The chosen colours: dark or light."""

    theme: str


@dataclass(kw_only=True, slots=True)
class NotifyEventArguments(UiEventArguments):
    """Whether the person wants to be notified at the end of runs."""

    on: bool


class TopBar(Component):
    """Shows project and run control; what may not be done by this person is not offered."""

    def __init__(self, options: dict[str, Any]) -> None:
        """Create the bar.

        :param options: owner, slug, name, url, visibility, canRun, canShare, canRemember, flow, notify,
            person (name, guest)
        """
        super().__init__()
        self._props['options'] = options
        self._run = self.listen('run', RunEventArguments)
        self._check = self.listen('check', RunEventArguments)
        self._remember = self.listen('remember', RunEventArguments)
        self._cancel = self.listen('cancel', UiEventArguments)
        self._visibility = self.listen('visibility', VisibilityEventArguments)
        self._palette = self.listen('palette', UiEventArguments)
        self._theme = self.listen('theme', ThemeEventArguments)
        self._notify = self.listen('notify', NotifyEventArguments)
        self._fork = self.listen('fork', UiEventArguments)
        self._help = self.listen('help', UiEventArguments)

    def set_flows(self, flows: Iterable[FlowChoice]) -> None:
        """Offer these flows; what a person changed of their options stays."""
        self.run_method('setFlows', [asdict(flow) for flow in flows])

    def set_errors(self, flow: str, errors: Mapping[str, str]) -> None:
        """Show what is wrong with the options of a flow, by field; empty for nothing."""
        self.run_method('setErrors', flow, dict(errors))

    def settled(self, flow: str) -> None:
        """Say that the project's configuration holds what was changed here."""
        self.run_method('settled', flow)

    def set_running(self, text: str | None) -> None:
        """Turn the run button into a stop button that shows `text`; None turns it back."""
        self.run_method('setRunning', text)

    def announce(self, number: int, flow: str, state: str, detail: str = '') -> None:
        """Tell who is looking elsewhere that a run has ended."""
        self.run_method('announce', {'number': number, 'flow': flow, 'state': state, 'detail': detail})

    def show_visibility(self, visibility: str) -> None:
        """Show who sees the project."""
        self.run_method('setVisibility', visibility)

    def run(self, flow: str = '') -> None:
        """Ask for a run with the present choices, as the button does; without a name of the flow that ran last."""
        self.run_method('run', flow)

    def open_share(self) -> None:
        """Open what the Share button opens."""
        self.run_method('openShare')

    def open_run_menu(self, flow: str = '') -> None:
        """Open the settings of the run."""
        self.run_method('openRunMenu', flow)

    def toggle_theme(self) -> None:
        """Change between dark and light."""
        self.run_method('toggleTheme')

    def on_run(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for the run button."""
        self._run.append(callback)
        return self

    def on_check(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for changed options, which are to be checked."""
        self._check.append(callback)
        return self

    def on_remember(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for options that the project shall keep."""
        self._remember.append(callback)
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

    def on_notify(self, callback: Handler[NotifyEventArguments]) -> Self:
        """Add a callback for the bell."""
        self._notify.append(callback)
        return self

    def on_fork(self, callback: Handler[UiEventArguments]) -> Self:
        """Add a callback for the fork button, which a person without write permission sees."""
        self._fork.append(callback)
        return self

    def on_help(self, callback: Handler[UiEventArguments]) -> Self:
        """Add a callback for the keyboard help."""
        self._help.append(callback)
        return self
