"""The tree of instances, and the choice of what can be simulated."""

import asyncio

from components.hierarchy import GotoEventArguments, Hierarchy, Instance, TopEventArguments
from components.top_bar import TopModule
from ide.panels.desk import Desk
from services.design_config import CONFIG_FILE
from services.events import Event, FileChanged, TreeChanged
from services.verilog.hierarchy import Node
from services.verilog.scanner import is_verilog

PAUSE_S = 0.5


class OutlinePanel:
    """Reads the outline again when sources come to rest."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._due = 0
        self.hierarchy = Hierarchy().on_goto(self._goto).on_top(self._top)
        self._nodes: tuple[Node, ...] = ()
        desk.listen(self._on_event)

    async def refresh(self) -> None:
        """Show the outline of the present sources."""
        outline = await self._desk.attempt(self._desk.services.designs.outline, self._desk.project.id)
        if outline is None:
            return
        self._nodes = outline.trees
        self.hierarchy.set_tops(instance(node, top=True) for node in outline.trees)
        tops = [TopModule(name=node.name, file=node.file, testbench=node.testbench) for node in outline.trees]
        self._desk.top.set_tops(tops, outline.found)

    def _goto(self, e: GotoEventArguments) -> None:
        if e.file:
            self._desk.open_file(e.file, e.line or 1)

    def _top(self, e: TopEventArguments) -> None:
        self._desk.top.open_run_menu()

    async def _on_event(self, event: Event) -> None:
        relevant = isinstance(event, TreeChanged) or (
            isinstance(event, FileChanged) and (is_verilog(event.path) or event.path == CONFIG_FILE)
        )
        if not relevant:
            return
        self._due += 1
        due = self._due
        await asyncio.sleep(PAUSE_S)
        if due == self._due:
            await self.refresh()


def instance(node: Node, *, top: bool = False) -> Instance:
    """Return a node as the component shows it."""
    children = tuple(instance(child) for child in node.children)
    return Instance(
        name=node.name,
        module=node.module,
        file=node.file or None,
        line=node.line or None,
        top=top,
        unknown=not node.defined,
        children=children,
    )
