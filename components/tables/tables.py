"""Tables of results, one below the other."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Column:
    """A column; numbers stand at the right."""

    title: str
    number: bool = False


@dataclass(kw_only=True, slots=True, frozen=True)
class Row:
    """A row of texts; `state` colours it as a run's state does; with an `id` it can be chosen.

    `bar` from 0 to 1 is drawn behind the last cell, and `mark` stands after the first one.
    """

    cells: tuple[str, ...]
    id: str = ''
    state: str = ''
    mark: str = ''
    title: str = ''
    bar: float | None = None


@dataclass(kw_only=True, slots=True, frozen=True)
class Act:
    """A button above a table."""

    id: str
    label: str


@dataclass(kw_only=True, slots=True, frozen=True)
class Table:
    """A table with a heading; `note` stands beside it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ''
    acts: tuple[Act, ...] = ()


@dataclass(kw_only=True, slots=True)
class ChosenEventArguments(UiEventArguments):
    """The id of the row or of the button."""

    id: str


class Tables(Component):
    """Shows tables whose rows can be sorted, filtered and chosen."""

    def __init__(self, *, empty: str = '') -> None:
        """Create it without a table; `empty` is shown then."""
        super().__init__()
        self._props['options'] = {'empty': empty}
        self._open = self.listen('open', ChosenEventArguments)
        self._act = self.listen('act', ChosenEventArguments)

    def set_tables(self, tables: Iterable[Table]) -> None:
        """Replace the tables; where a person has sorted or filtered, that stays."""
        self.run_method('setTables', [asdict(table) for table in tables])

    def on_open(self, callback: Handler[ChosenEventArguments]) -> Self:
        """Add a callback for a chosen row."""
        self._open.append(callback)
        return self

    def on_act(self, callback: Handler[ChosenEventArguments]) -> Self:
        """Add a callback for the buttons above the tables."""
        self._act.append(callback)
        return self
