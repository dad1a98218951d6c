"""A button that opens a menu."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class MenuItem:
    """One line of a menu; with `checked` it is one of several choices."""

    id: str
    label: str
    icon: str = ''
    shortcut: str = ''
    detail: str = ''
    danger: bool = False
    disabled: bool = False
    checked: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the item as the browser reads it."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value not in ('', None)}


@dataclass(kw_only=True, slots=True, frozen=True)
class Line:
    """A line between two groups, or with a title the caption of one."""

    title: str = ''

    def as_dict(self) -> dict[str, Any] | str:
        """Return the line as the browser reads it."""
        return {'title': self.title} if self.title else '-'


@dataclass(kw_only=True, slots=True)
class SelectEventArguments(UiEventArguments):
    """The chosen item."""

    id: str


class MenuButton(Component):
    """Shows a menu below itself; every item can be reached with the keyboard."""

    def __init__(
        self,
        label: str = '',
        items: Sequence[MenuItem | Line] = (),
        *,
        name: str = '',
        icon: str = '',
        variant: str = 'btn',
        caret: bool = True,
        testid: str = 'menu-button',
    ) -> None:
        """Create the button.

        :param label: the text on the button
        :param items: what can be chosen
        :param name: what a screen reader calls the button, when the label is not enough
        :param icon: a picture before the label
        :param variant: the classes of the button, such as `btn quiet` or `icon-btn`
        :param caret: show a small arrow
        :param testid: names the button for tests
        """
        super().__init__()
        self._props['options'] = {
            'label': label,
            'items': [item.as_dict() for item in items],
            'name': name,
            'icon': icon,
            'variant': variant,
            'caret': caret,
            'testid': testid,
        }
        self._select = self.listen('select', SelectEventArguments)

    def set_items(self, items: Iterable[MenuItem | Line]) -> None:
        """Replace the items."""
        self.run_method('setItems', [item.as_dict() for item in items])

    def set_label(self, label: str) -> None:
        """Change the text on the button."""
        self.run_method('setLabel', label)

    def on_select(self, callback: Handler[SelectEventArguments]) -> Self:
        """Add a callback for a chosen item."""
        self._select.append(callback)
        return self
