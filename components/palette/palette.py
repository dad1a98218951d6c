"""The command palette and the keyboard shortcuts of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component


@dataclass(kw_only=True, slots=True, frozen=True)
class Command:
    """Something a person can do; `shortcut` such as `Ctrl+Enter` works anywhere on the page."""

    id: str
    title: str
    group: str = 'General'
    shortcut: str = ''
    icon: str = 'chevron'


@dataclass(kw_only=True, slots=True, frozen=True)
class HelpEntry:
    """A shortcut that a part of the page handles by itself, listed in the keyboard help."""

    group: str
    title: str
    keys: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class RunEventArguments(UiEventArguments):
    """The chosen command."""

    id: str


@dataclass(kw_only=True, slots=True)
class OpenEventArguments(UiEventArguments):
    """The chosen file."""

    path: str


class Palette(Component):
    """Opens with Ctrl K; finds commands and files by a few letters and lists all shortcuts under `?`."""

    def __init__(self, *, commands: Sequence[Command], help_entries: Sequence[HelpEntry] = (), key: str = '') -> None:
        """Create the palette.

        :param commands: what can be done
        :param help_entries: further shortcuts for the list under `?`
        :param key: names what the browser remembers; usually the project's id
        """
        super().__init__()
        self._props['options'] = {
            'key': key,
            'commands': [asdict(command) for command in commands],
            'help': [asdict(entry) for entry in help_entries],
        }
        self._run = self.listen('run', RunEventArguments)
        self._open = self.listen('open', OpenEventArguments)

    def set_commands(self, commands: Iterable[Command]) -> None:
        """Replace the commands."""
        self.run_method('setCommands', [asdict(command) for command in commands])

    def set_files(self, paths: Iterable[str]) -> None:
        """Name the files; not needed where the page has a file tree."""
        self.run_method('setFiles', list(paths))

    def open(self, text: str = '') -> None:
        """Open the palette with a text in its field."""
        self.run_method('open', text)

    def open_help(self) -> None:
        """Show all keyboard shortcuts."""
        self.run_method('openHelp')

    def on_run(self, callback: Handler[RunEventArguments]) -> Self:
        """Add a callback for a chosen command."""
        self._run.append(callback)
        return self

    def on_open(self, callback: Handler[OpenEventArguments]) -> Self:
        """Add a callback for a chosen file."""
        self._open.append(callback)
        return self
