"""The tree of instances, and the news of changed sources for the run bar."""

import asyncio

from components.hierarchy import GotoEventArguments, Hierarchy, Instance, TopEventArguments
from ide.panels.desk import Desk
from ide.panels.flows import FlowsPanel
from services.events import Event, FileChanged, TreeChanged
from services.verilog.hierarchy import Node

PAUSE_S = 0.5


class OutlinePanel:
    """Reads the outline again when sources come to rest."""

    def __init__(self, desk: Desk, flows: FlowsPanel) -> None:
        self._desk = desk
        self._flows = flows
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
        self._flows.show(outline)

    def _goto(self, e: GotoEventArguments) -> None:
        if e.file:
            self._desk.open_file(e.file, e.line or 1)

    def _top(self, e: TopEventArguments) -> None:
        self._desk.top.open_run_menu()

    async def _on_event(self, event: Event) -> None:
        # A manifest may have any name, and it may name another top.
        if not isinstance(event, TreeChanged | FileChanged):
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
