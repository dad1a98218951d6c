"""A short tour of the page on first use."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class TourStep:
    """A part of the page, named by a CSS selector, and what to know about it."""

    target: str
    title: str
    text: str


@dataclass(kw_only=True, slots=True)
class DoneEventArguments(UiEventArguments):
    """The tour is over; remember it, so that it does not come back."""

    finished: bool


class Tour(Component):
    """Points at a few parts of the page; steps whose target is not there are left out."""

    def __init__(self, steps: Sequence[TourStep]) -> None:
        """Create the tour; `start` shows it.

        :param steps: three to five are enough
        """
        super().__init__()
        self._props['options'] = {'steps': [asdict(step) for step in steps]}
        self._done = self.listen('done', DoneEventArguments)

    def start(self) -> None:
        """Show the first step."""
        self.run_method('start')

    def on_done(self, callback: Handler[DoneEventArguments]) -> Self:
        """Add a callback for the end of the tour, reached or dismissed."""
        self._done.append(callback)
        return self
