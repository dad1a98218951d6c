"""Search and replace over all files of a project."""

from dataclasses import dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True)
class GotoEventArguments(UiEventArguments):
    """The chosen result; lines and columns count from 1."""

    path: str
    line: int
    column: int
    length: int


@dataclass(kw_only=True, slots=True)
class ReplacedEventArguments(UiEventArguments):
    """How much was replaced; `undo` names the change for those who can take it back."""

    files: int
    replacements: int
    undo: str | None


class Search(Component):
    """Asks the server by itself and shows results by file, with a preview of the replacement."""

    def __init__(self, *, search_url: str, replace_url: str = '') -> None:
        """Create the search.

        :param search_url: answers `q`, `regex`, `case`, `word` and `include` with items and whether there are more
        :param replace_url: replaces everywhere; without it nothing can be replaced
        """
        super().__init__()
        self._props['options'] = {'searchUrl': search_url, 'replaceUrl': replace_url}
        self._goto = self.listen('goto', GotoEventArguments)
        self._replaced = self.listen('replaced', ReplacedEventArguments)

    def focus_query(self, text: str = '') -> None:
        """Put the cursor into the field and search for `text`, if there is one."""
        self.run_method('focusQuery', text)

    def refresh_results(self) -> None:
        """Search again, because files have changed."""
        self.run_method('refresh')

    def on_goto(self, callback: Handler[GotoEventArguments]) -> Self:
        """Add a callback for a chosen result."""
        self._goto.append(callback)
        return self

    def on_replaced(self, callback: Handler[ReplacedEventArguments]) -> Self:
        """Add a callback for a finished replacement."""
        self._replaced.append(callback)
        return self
