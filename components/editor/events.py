"""What the editor tells the page, and the values that the page gives it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from nicegui.events import UiEventArguments


class SaveState(StrEnum):
    """How a document stands with the server; only `SAVED` means that the server confirmed the text."""

    SAVED = 'saved'
    UNSAVED = 'unsaved'
    SAVING = 'saving'
    OFFLINE = 'offline'
    CONFLICT = 'conflict'
    REFUSED = 'refused'
    DELETED = 'deleted'


@dataclass(kw_only=True, slots=True, frozen=True)
class Problem:
    """A message at a place of a text; `severity` is error, warning, info or hint.

    Lines and columns count from 1; without an end the word is meant, without a column the line.
    """

    line: int
    message: str
    severity: str = 'error'
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    source: str = ''
    rule: str = ''


@dataclass(kw_only=True, slots=True, frozen=True)
class InlineValue:
    """A value shown at the end of a line, such as a signal's value; `tone` is ok, warn, err or none."""

    line: int
    text: str
    title: str = ''
    tone: str = ''


@dataclass(kw_only=True, slots=True, frozen=True)
class Completion:
    """One completion; `type` chooses the icon (variable, function, keyword, type, constant, class ...)."""

    label: str
    detail: str = ''
    info: str = ''
    type: str = 'variable'
    apply: str | None = None


@dataclass(kw_only=True, slots=True, frozen=True)
class TextChange:
    """A replacement in a text; without an end it inserts."""

    line: int
    column: int
    insert: str
    end_line: int | None = None
    end_column: int | None = None


@dataclass(kw_only=True, slots=True)
class PathEventArguments(UiEventArguments):
    """The document that is meant; None if none is open."""

    path: str | None


@dataclass(kw_only=True, slots=True)
class ChangeEventArguments(UiEventArguments):
    """A text changed; sent at most four times a second for each document."""

    path: str
    dirty: bool
    lines: int


@dataclass(kw_only=True, slots=True)
class EditorStateEventArguments(UiEventArguments):
    """How a document stands with the server; `etag` is the SHA-256 of the text that the server confirmed.

    It comes with every change of state, and when a document is brought to the front.
    """

    path: str
    state: SaveState
    etag: str | None
    message: str


@dataclass(kw_only=True, slots=True)
class CursorEventArguments(UiEventArguments):
    """Where the cursor is, in UTF-16 columns from 1; sent at most ten times a second."""

    path: str
    line: int
    column: int
    selected: int
    cursors: int


@dataclass(kw_only=True, slots=True)
class OpenedEventArguments(UiEventArguments):
    """A document was loaded; `kind` is text, binary, large, missing, refused or offline."""

    path: str
    kind: str
    size: int | None
    lines: int | None
    etag: str | None
    language: str
    restored: bool


@dataclass(kw_only=True, slots=True)
class TabsEventArguments(UiEventArguments):
    """The open documents in the order of their tabs, the one that is shown, and its language in words."""

    paths: list[str]
    active: str | None
    language: str | None


@dataclass(kw_only=True, slots=True)
class ConflictEventArguments(UiEventArguments):
    """A document changed elsewhere; `theirs` is the SHA-256 on the server, None if it was deleted there."""

    path: str
    theirs: str | None


@dataclass(kw_only=True, slots=True)
class GotoEventArguments(UiEventArguments):
    """A person asks where this name is defined (Ctrl-click or F12)."""

    path: str
    line: int
    column: int
    word: str


@dataclass(kw_only=True, slots=True)
class SavedEventArguments(UiEventArguments):
    """A person asked to save, and whether everything of this document is stored now."""

    path: str | None
    stored: bool


@dataclass(kw_only=True, slots=True)
class MessageEventArguments(UiEventArguments):
    """Something a person should be told about a document."""

    path: str
    message: str


def as_items(values: Iterable[Problem | InlineValue | Completion | TextChange]) -> list[dict[str, Any]]:
    """Return values as the browser reads them: names in camel case, nothing where nothing is said."""
    return [{_camel(key): value for key, value in asdict(item).items() if value is not None} for item in values]


def _camel(name: str) -> str:
    first, *others = name.split('_')
    return first + ''.join(word.capitalize() for word in others)
