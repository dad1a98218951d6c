"""The tree of instances of a design."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Instance:
    """An instance with those inside it; `file` and `line` say where it stands, `unknown` that its module is missing."""

    name: str
    module: str
    file: str | None = None
    line: int | None = None
    top: bool = False
    unknown: bool = False
    children: 'tuple[Instance, ...]' = ()


@dataclass(kw_only=True, slots=True)
class GotoEventArguments(UiEventArguments):
    """The chosen instance; `definition` asks for its module instead."""

    path: str
    module: str
    file: str | None
    line: int | None
    definition: bool


@dataclass(kw_only=True, slots=True)
class TopEventArguments(UiEventArguments):
    """A module to simulate as top."""

    module: str


class Hierarchy(Component):
    """Shows which instance stands inside which."""

    def __init__(self) -> None:
        """Create an empty tree."""
        super().__init__()
        self._goto = self.listen('goto', GotoEventArguments)
        self._top = self.listen('top', TopEventArguments)

    def set_tops(self, tops: Iterable[Instance]) -> None:
        """Replace the tree."""
        self.run_method('setTops', [asdict(top) for top in tops])

    def set_current(self, path: str | None) -> None:
        """Mark an instance by its path, such as `tb_uart.dut`."""
        self.run_method('setCurrent', path)

    def focus(self) -> None:
        """Give the keyboard to the tree."""
        self.run_method('focus')

    def on_goto(self, callback: Handler[GotoEventArguments]) -> Self:
        """Add a callback for a chosen instance."""
        self._goto.append(callback)
        return self

    def on_top(self, callback: Handler[TopEventArguments]) -> Self:
        """Add a callback for a module chosen as top."""
        self._top.append(callback)
        return self
