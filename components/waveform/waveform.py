"""The waveform viewer: the address of a trace in, what a person does with it out; the data goes over HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True)
class StateEventArguments(UiEventArguments):
    """What the viewer shows (signals, radices, zoom, cursor), to be kept as JSON and given to `load` again."""

    state: dict[str, Any]


@dataclass(kw_only=True, slots=True)
class CursorEventArguments(UiEventArguments):
    """The time of the cursor: in ticks, as text because it may exceed 2^53, and as people read it."""

    time: str
    label: str


@dataclass(kw_only=True, slots=True)
class ReadyEventArguments(UiEventArguments):
    """A trace is open: how many variables and value changes it has."""

    variables: int
    changes: int


class Waveform(Component):
    """Shows the signals of one trace over time, with scopes, values at the cursor, zoom and marker."""

    def __init__(self, *, read_only: bool = False) -> None:
        """Create an empty viewer; `load` gives it a trace.

        :param read_only: what a person changes is shown but not reported with `on_state`
        """
        super().__init__()
        self._props['options'] = {'readOnly': read_only}
        self._state = self.listen('state', StateEventArguments)
        self._cursor = self.listen('cursor', CursorEventArguments)
        self._ready = self.listen('ready', ReadyEventArguments)

    def load(self, base_url: str, state: Mapping[str, Any] | None = None) -> None:
        """Open the trace whose routes are below `base_url`; without a state, what is shown now is kept by name."""
        self.run_method('load', base_url, None if state is None else dict(state))

    def set_cursor(self, ticks: int) -> None:
        """Move the cursor to a time and bring it into view."""
        self.run_method('setCursor', str(ticks))

    def add_variables(self, paths: Sequence[str]) -> None:
        """Show variables by their full names, such as `tb.dut.count`; others are ignored."""
        self.run_method('addVariables', list(paths))

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Show what a state says."""
        self.run_method('setState', dict(state))

    def focus(self) -> None:
        """Give the keyboard to the waves."""
        self.run_method('focus')

    def on_state(self, callback: Handler[StateEventArguments]) -> Self:
        """Add a callback for changes of what is shown, at most about three a second."""
        self._state.append(callback)
        return self

    def on_cursor(self, callback: Handler[CursorEventArguments]) -> Self:
        """Add a callback for moves of the cursor."""
        self._cursor.append(callback)
        return self

    def on_ready(self, callback: Handler[ReadyEventArguments]) -> Self:
        """Add a callback for an opened trace."""
        self._ready.append(callback)
        return self
