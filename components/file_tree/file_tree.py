"""The file tree: entries in, what a person asks for out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from nicegui.events import Handler, UiEventArguments

from components.component import Component

SHORTCUTS = (
    ('Enter', 'Open the file, open or close the folder'),
    ('F2', 'Rename'),
    ('Delete', 'Delete'),
    ('Ctrl+X, Ctrl+V', 'Move: cut here, paste into a folder'),
    ('Ctrl+F', 'Filter the files'),
    ('Shift+F10', 'Menu of the file'),
)
"""What the tree does by itself: keys and what they do."""


@dataclass(kw_only=True, slots=True, frozen=True)
class Entry:
    """One file or folder; `badge` is a short mark (M, A, a number), `severity` is error, warning, info or empty."""

    path: str
    folder: bool = False
    size: int | None = None
    badge: str = ''
    severity: str = ''

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as the browser reads it."""
        return {
            'path': self.path,
            'folder': self.folder,
            'size': self.size,
            'badge': self.badge,
            'severity': self.severity,
        }


@dataclass(kw_only=True, slots=True)
class PathEventArguments(UiEventArguments):
    """One path: to open or to duplicate."""

    path: str


@dataclass(kw_only=True, slots=True)
class PathsEventArguments(UiEventArguments):
    """Several paths: to delete or to download."""

    paths: list[str]


@dataclass(kw_only=True, slots=True)
class CreateEventArguments(UiEventArguments):
    """The path of a new file or folder; answer with `accept` or `reject`."""

    path: str
    folder: bool


@dataclass(kw_only=True, slots=True)
class RenameEventArguments(UiEventArguments):
    """The old and the new path; answer with `accept` or `reject`."""

    path: str
    target: str


@dataclass(kw_only=True, slots=True)
class MoveEventArguments(UiEventArguments):
    """The paths to move into a folder, '' for the top."""

    paths: list[str]
    folder: str


@dataclass(kw_only=True, slots=True)
class UploadedEventArguments(UiEventArguments):
    """The paths that were stored over HTTP and how many files were refused."""

    paths: list[str]
    failed: int


class FileTree(Component):
    """A virtual tree of a project's files, with keyboard, inline naming, drag and drop, uploads and a context menu."""

    def __init__(self, *, key: str = '', tree_url: str = '', label: str = 'Files', readonly: bool = False) -> None:
        """Create the tree.

        :param key: names what the browser remembers (open folders); usually the project's id
        :param tree_url: the address below which files are stored with PUT and read with GET
        :param label: what a screen reader calls the tree
        :param readonly: show only; no control changes anything
        """
        super().__init__()
        self._props['options'] = {'key': key, 'treeUrl': tree_url, 'label': label, 'readonly': readonly}
        self._open = self.listen('open', PathEventArguments)
        self._create = self.listen('create', CreateEventArguments)
        self._rename = self.listen('rename', RenameEventArguments)
        self._move = self.listen('move', MoveEventArguments)
        self._duplicate = self.listen('duplicate', PathEventArguments)
        self._delete = self.listen('delete', PathsEventArguments)
        self._download = self.listen('download', PathsEventArguments)
        self._uploaded = self.listen('uploaded', UploadedEventArguments)

    def set_entries(self, entries: Iterable[Entry]) -> None:
        """Replace everything; for large projects let the browser fetch the list with `load`."""
        self.run_method('setEntries', [entry.as_dict() for entry in entries])

    def load(self, files_url: str) -> None:
        """Let the browser fetch the list of files page by page over HTTP."""
        self.run_method('load', files_url)

    def upsert(self, *entries: Entry) -> None:
        """Add entries, or change those with the same path."""
        self.run_method('upsert', [entry.as_dict() for entry in entries])

    def set_badges(self, *entries: Entry) -> None:
        """Show these badges and severities and take away all others; unknown paths are ignored."""
        self.run_method('setBadges', [entry.as_dict() for entry in entries])

    def remove_entries(self, *paths: str) -> None:
        """Remove entries and all below them."""
        self.run_method('remove', list(paths))

    def set_current(self, path: str | None) -> None:
        """Mark the open file and bring it into view."""
        self.run_method('setCurrent', path)

    def accept(self) -> None:
        """Close the name field: what it asked for was done."""
        self.run_method('accept')

    def reject(self, message: str) -> None:
        """Show why the name was refused; the typed text stays."""
        self.run_method('reject', message)

    def new_file(self) -> None:
        """Ask for the name of a new file in the selected folder."""
        self.run_method('newFile')

    def new_folder(self) -> None:
        """Ask for the name of a new folder in the selected folder."""
        self.run_method('newFolder')

    def show_filter(self) -> None:
        """Show the filter box and put the cursor into it."""
        self.run_method('showFilter')

    def collapse_all(self) -> None:
        """Close all folders."""
        self.run_method('collapseAll')

    def choose_files(self) -> None:
        """Open the browser's dialog to choose files to upload."""
        self.run_method('chooseFiles')

    def focus(self) -> None:
        """Give the keyboard to the tree."""
        self.run_method('focus')

    def on_open(self, callback: Handler[PathEventArguments]) -> Self:
        """Add a callback for opening a file."""
        self._open.append(callback)
        return self

    def on_create(self, callback: Handler[CreateEventArguments]) -> Self:
        """Add a callback for a new file or folder; it answers with `accept` or `reject`."""
        self._create.append(callback)
        return self

    def on_rename(self, callback: Handler[RenameEventArguments]) -> Self:
        """Add a callback for a new name; it answers with `accept` or `reject`."""
        self._rename.append(callback)
        return self

    def on_move(self, callback: Handler[MoveEventArguments]) -> Self:
        """Add a callback for paths that move into a folder."""
        self._move.append(callback)
        return self

    def on_duplicate(self, callback: Handler[PathEventArguments]) -> Self:
        """Add a callback for duplicating a file."""
        self._duplicate.append(callback)
        return self

    def on_delete(self, callback: Handler[PathsEventArguments]) -> Self:
        """Add a callback for deleting paths; offer to undo it."""
        self._delete.append(callback)
        return self

    def on_download(self, callback: Handler[PathsEventArguments]) -> Self:
        """Add a callback for downloading several files or a folder."""
        self._download.append(callback)
        return self

    def on_uploaded(self, callback: Handler[UploadedEventArguments]) -> Self:
        """Add a callback for the end of an upload."""
        self._uploaded.append(callback)
        return self
