"""The bar below the IDE: connection, place in the file, language, tools, and whether everything is saved."""

from dataclasses import dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True)
class ChooseEventArguments(UiEventArguments):
    """A part of the bar was pressed."""

    id: str


class StatusBar(Component):
    """Parts: `place`, `language`, `message`, `tools`, `save`, each a short text with a tone (ok, warn, err or none)."""

    def __init__(self, *, notice: str = '') -> None:
        """Create the bar.

        :param notice: what the person should know all the time, such as that nothing needs an account
        """
        super().__init__()
        self._props['options'] = {'notice': notice}
        self._choose = self.listen('choose', ChooseEventArguments)

    def set(self, part: str, text: str, tone: str = '') -> None:
        """Show a text in one part."""
        self.run_method('set', part, text, tone)

    def on_choose(self, callback: Handler[ChooseEventArguments]) -> Self:
        """Add a callback for a pressed part."""
        self._choose.append(callback)
        return self
