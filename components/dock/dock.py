"""The layout of the IDE page: rail, side of sections, editor and panel with tabs, each a region for children."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from nicegui.events import Handler, UiEventArguments
from nicegui.slot import Slot

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Action:
    """A small button in the head of a section."""

    id: str
    icon: str
    label: str


@dataclass(kw_only=True, slots=True, frozen=True)
class Section:
    """A part of the side that opens and closes; `weight` is its share of the height."""

    id: str
    title: str
    weight: int = 1
    open: bool = True
    actions: tuple[Action, ...] = ()


@dataclass(kw_only=True, slots=True, frozen=True)
class View:
    """What the side shows at one time."""

    id: str
    sections: tuple[Section, ...]


@dataclass(kw_only=True, slots=True, frozen=True)
class RailItem:
    """A button of the rail that shows a view or, with `section`, one of its sections."""

    id: str
    icon: str
    label: str
    view: str
    section: str | None = None


@dataclass(kw_only=True, slots=True, frozen=True)
class Panel:
    """A tab of the panel below the editor."""

    id: str
    title: str


@dataclass(kw_only=True, slots=True)
class LayoutEventArguments(UiEventArguments):
    """The sizes and choices to remember with the account."""

    state: dict[str, Any]


@dataclass(kw_only=True, slots=True)
class ActionEventArguments(UiEventArguments):
    """A button in the head of a section was pressed."""

    section: str
    id: str


@dataclass(kw_only=True, slots=True)
class ShownEventArguments(UiEventArguments):
    """A tab of the panel or an item of the rail was chosen."""

    id: str


class Dock(Component):
    """Places the parts of the IDE page; the browser remembers sizes per project, and `on_layout` reports them."""

    def __init__(
        self,
        *,
        rail: Sequence[RailItem],
        views: Sequence[View],
        panels: Sequence[Panel],
        key: str = '',
        layout: Mapping[str, Any] | None = None,
    ) -> None:
        """Create the layout.

        :param rail: the buttons on the far left
        :param views: what the side can show, the first one at the start
        :param panels: the tabs below the editor
        :param key: names what the browser remembers; usually the project's id
        :param layout: what `on_layout` last reported for this person and project
        """
        super().__init__()
        self._props['options'] = {
            'key': key,
            'layout': dict(layout) if layout else None,
            'rail': [asdict(item) for item in rail],
            'views': [asdict(view) for view in views],
            'panels': [asdict(panel) for panel in panels],
        }
        self._layout = self.listen('layout', LayoutEventArguments)
        self._action = self.listen('action', ActionEventArguments)
        self._panel = self.listen('panel', ShownEventArguments)
        self._view = self.listen('view', ShownEventArguments)

    def editor(self) -> Slot:
        """Return the region above the panel, for `with`."""
        return self._region('main')

    def rail_end(self) -> Slot:
        """Return the lower end of the rail, for `with`."""
        return self._region('rail-end')

    def section(self, section_id: str) -> Slot:
        """Return the region of a section of the side, for `with`."""
        return self._region(f'section-{section_id}')

    def panel(self, panel_id: str) -> Slot:
        """Return the region of a tab of the panel, for `with`."""
        return self._region(f'panel-{panel_id}')

    def _region(self, name: str) -> Slot:
        return self.slots.get(name) or self.add_slot(name)

    def show_panel(self, panel_id: str) -> None:
        """Show a tab of the panel."""
        self.run_method('setPanel', panel_id)

    def show_view(self, view_id: str) -> None:
        """Show a view of the side."""
        self.run_method('setView', view_id)

    def show_section(self, section_id: str) -> None:
        """Show a section of the side and give it the keyboard."""
        self.run_method('showSection', section_id)

    def set_badge(self, panel_id: str, text: str, severity: str = '') -> None:
        """Show a number behind the title of a tab; '' takes it away."""
        self.run_method('setBadge', panel_id, text, severity)

    def set_status(self, text: str) -> None:
        """Show a text at the right of the tabs; parts between `**` are emphasised."""
        self.run_method('setStatus', text)

    def set_note(self, section_id: str, text: str) -> None:
        """Show a short text behind the title of a section."""
        self.run_method('setNote', section_id, text)

    def toggle_side(self) -> None:
        """Show or hide the side."""
        self.run_method('toggleSide')

    def toggle_panel(self) -> None:
        """Show or hide the panel."""
        self.run_method('togglePanel')

    def toggle_maximized(self) -> None:
        """Give the panel the room of the editor, or give it back."""
        self.run_method('toggleMaximized')

    def reset_layout(self) -> None:
        """Return all sizes to the standard."""
        self.run_method('reset')

    def on_layout(self, callback: Handler[LayoutEventArguments]) -> Self:
        """Add a callback for changed sizes, called when they have come to rest."""
        self._layout.append(callback)
        return self

    def on_action(self, callback: Handler[ActionEventArguments]) -> Self:
        """Add a callback for the buttons in the heads of sections."""
        self._action.append(callback)
        return self

    def on_panel(self, callback: Handler[ShownEventArguments]) -> Self:
        """Add a callback for a chosen tab of the panel."""
        self._panel.append(callback)
        return self

    def on_view(self, callback: Handler[ShownEventArguments]) -> Self:
        """Add a callback for a chosen item of the rail."""
        self._view.append(callback)
        return self
