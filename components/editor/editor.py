"""The code editor: many documents that store themselves over HTTP while a person types."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Self

from nicegui.awaitable_response import AwaitableResponse
from nicegui.events import Handler

from components.component import Component
from components.editor.events import (
    ChangeEventArguments,
    Completion,
    ConflictEventArguments,
    CursorEventArguments,
    EditorStateEventArguments,
    GotoEventArguments,
    InlineValue,
    MessageEventArguments,
    OpenedEventArguments,
    PathEventArguments,
    Problem,
    SavedEventArguments,
    TabsEventArguments,
    TextChange,
    as_items,
)

TEXT_LIMIT_BYTES = 10 * 1024 * 1024
FLUSH_TIMEOUT_S = 20

SHORTCUTS = (
    ('Ctrl S', 'Store the file now (it also stores itself)'),
    ('Ctrl Enter', 'Run'),
    ('Ctrl K, F1', 'Command palette'),
    ('Ctrl F, Ctrl H', 'Find, find and replace in the file'),
    ('F3, Shift F3', 'Next, previous match'),
    ('Ctrl G', 'Go to line'),
    ('F12, Ctrl click', 'Go to definition'),
    ('F8, Shift F8', 'Next, previous problem'),
    ('Ctrl /', 'Comment lines in or out'),
    ('Alt Up, Alt Down', 'Move lines'),
    ('Shift Alt Up, Shift Alt Down', 'Duplicate lines'),
    ('Ctrl D, Ctrl Shift L', 'Select the next, every occurrence'),
    ('Ctrl Alt Up, Ctrl Alt Down', 'Add a cursor above, below'),
    ('Alt click', 'Add a cursor'),
    ('Shift Alt drag', 'Select a column'),
    ('Ctrl Space', 'Complete'),
    ('Ctrl Shift [, Ctrl Shift ]', 'Fold, unfold'),
    ('Ctrl Shift \\', 'Jump to the matching bracket, begin or end'),
    ('Tab, Shift Tab', 'Indent, unindent; Escape and then Tab leaves the editor'),
    ('Alt Z', 'Wrap long lines'),
    ('Alt PageUp, Alt PageDown', 'Previous, next tab'),
    ('Ctrl Shift Left, Ctrl Shift Right', 'Move the focused tab'),
    ('Alt W, Delete on a tab', 'Close the tab'),
)


class Editor(Component):
    """An editor for many files, with tabs; texts travel over HTTP between browser and `url`, never through Python."""

    def __init__(self, *, tabs: bool = True, text_limit_bytes: int = TEXT_LIMIT_BYTES, **settings: Any) -> None:
        """Create the editor.

        :param tabs: show the strip of open files
        :param text_limit_bytes: a larger text is offered for download only
        :param settings: as for `set_options`
        """
        super().__init__()
        self._props['options'] = {'tabs': tabs, 'limit': text_limit_bytes, 'settings': _settings(**settings)}
        self._change = self.listen('change', ChangeEventArguments)
        self._state = self.listen('state', EditorStateEventArguments)
        self._cursor = self.listen('cursor', CursorEventArguments)
        self._opened = self.listen('opened', OpenedEventArguments)
        self._closed = self.listen('closed', PathEventArguments)
        self._tabs = self.listen('tabs', TabsEventArguments)
        self._conflict = self.listen('conflict', ConflictEventArguments)
        self._goto = self.listen('goto', GotoEventArguments)
        self._save = self.listen('save', SavedEventArguments)
        self._run = self.listen('run', PathEventArguments)
        self._palette = self.listen('palette', PathEventArguments)
        self._message = self.listen('message', MessageEventArguments)

    def open(
        self,
        path: str,
        url: str,
        *,
        read_only: bool = False,
        language: str | None = None,
        background: bool = False,
        focus: bool = False,
    ) -> None:
        """Open the file behind `url` in a tab, or show its tab; `background` leaves the shown one in front."""
        options = {'url': url, 'readOnly': read_only, 'language': language, 'background': background, 'focus': focus}
        self.run_method('open', path, options)

    def show(self, path: str) -> None:
        """Bring an open file to the front."""
        self.run_method('show', path)

    def close(self, path: str) -> None:
        """Close a file; what is not stored yet is still sent, or kept in the browser."""
        self.run_method('close', path)

    def rename(self, path: str, target: str, url: str) -> None:
        """Give an open file another name and address; call `flush` before the server moves it."""
        self.run_method('rename', path, target, {'url': url})

    def reveal(self, path: str, line: int, column: int = 1, *, focus: bool = True) -> None:
        """Show a place of an open file."""
        self.run_method('reveal', path, line, column, {'focus': focus})

    def set_diagnostics(
        self, path: str, problems: Iterable[Problem], *, columns: Literal['utf-16', 'utf-8'] = 'utf-16'
    ) -> None:
        """Show these messages and no others; `columns` says in what a tool counts them. Files may open later."""
        self.run_method('setDiagnostics', path, as_items(problems), {'units': columns})

    def set_inline_values(self, path: str, values: Iterable[InlineValue]) -> None:
        """Show these values at the ends of lines and no others."""
        self.run_method('setInlineValues', path, as_items(values))

    def set_completions(self, completions: Iterable[Completion]) -> None:
        """Offer these completions beside the words of the text and of the language."""
        self.run_method('setCompletions', as_items(completions))

    def apply_changes(self, path: str, changes: Sequence[TextChange]) -> None:
        """Change an open text in one step that a person can undo; all places are those of the present text."""
        self.run_method('applyChanges', path, as_items(changes))

    def file_changed(self, path: str, sha256: str | None) -> None:
        """Say that a file changed on the server, None if it was deleted: a clean document follows."""
        self.run_method('fileChanged', path, sha256)

    def set_options(
        self,
        *,
        font_size: int | None = None,
        tab_size: int | None = None,
        word_wrap: bool | None = None,
        keymap: Literal['default', 'vim'] | None = None,
        minimap: bool | None = None,
        indent_marks: bool | None = None,
    ) -> None:
        """Change what a person can set; what is not given stays."""
        settings = _settings(
            font_size=font_size,
            tab_size=tab_size,
            word_wrap=word_wrap,
            keymap=keymap,
            minimap=minimap,
            indent_marks=indent_marks,
        )
        self.run_method('setOptions', settings)

    def set_theme(self) -> None:
        """Take over the colours of the page's theme; a change of `data-theme` is noticed without it."""
        self.run_method('setTheme')

    def focus(self) -> None:
        """Give the keyboard to the text."""
        self.run_method('focus')

    def open_search(self, *, replace: bool = False) -> None:
        """Open search, or search and replace, in the shown file."""
        self.run_method('openSearch', {'replace': replace})

    def go_to_line(self) -> None:
        """Ask for a line to go to."""
        self.run_method('goToLine')

    def save(self) -> None:
        """Store the shown file now; the answer comes as a save event."""
        self.run_method('save')

    def flush(self, path: str | None = None) -> AwaitableResponse:
        """Store one file or all; awaited, it gives the paths that could not be stored."""
        return self.run_method('flush', path, timeout=FLUSH_TIMEOUT_S)

    def get_text(self, path: str) -> AwaitableResponse:
        """Return the present text of an open file, None if it is not open; for small texts only."""
        return self.run_method('getText', path)

    def on_change(self, callback: Handler[ChangeEventArguments]) -> Self:
        """Add a callback for a changed text."""
        self._change.append(callback)
        return self

    def on_state(self, callback: Handler[EditorStateEventArguments]) -> Self:
        """Add a callback for how a document stands with the server."""
        self._state.append(callback)
        return self

    def on_cursor(self, callback: Handler[CursorEventArguments]) -> Self:
        """Add a callback for the place of the cursor."""
        self._cursor.append(callback)
        return self

    def on_opened(self, callback: Handler[OpenedEventArguments]) -> Self:
        """Add a callback for a loaded document."""
        self._opened.append(callback)
        return self

    def on_closed(self, callback: Handler[PathEventArguments]) -> Self:
        """Add a callback for a closed document."""
        self._closed.append(callback)
        return self

    def on_tabs(self, callback: Handler[TabsEventArguments]) -> Self:
        """Add a callback for the open documents, so that the page can open them again next time."""
        self._tabs.append(callback)
        return self

    def on_conflict(self, callback: Handler[ConflictEventArguments]) -> Self:
        """Add a callback for a document that changed elsewhere; the editor itself offers the choices."""
        self._conflict.append(callback)
        return self

    def on_goto(self, callback: Handler[GotoEventArguments]) -> Self:
        """Add a callback for a name whose definition is asked for."""
        self._goto.append(callback)
        return self

    def on_save(self, callback: Handler[SavedEventArguments]) -> Self:
        """Add a callback for a person's wish to save."""
        self._save.append(callback)
        return self

    def on_run(self, callback: Handler[PathEventArguments]) -> Self:
        """Add a callback for Ctrl-Enter."""
        self._run.append(callback)
        return self

    def on_palette(self, callback: Handler[PathEventArguments]) -> Self:
        """Add a callback for Ctrl-K."""
        self._palette.append(callback)
        return self

    def on_message(self, callback: Handler[MessageEventArguments]) -> Self:
        """Add a callback for something a person should be told."""
        self._message.append(callback)
        return self


def _settings(**settings: Any) -> dict[str, Any]:
    names = {
        'font_size': 'fontSize',
        'tab_size': 'tabSize',
        'word_wrap': 'wordWrap',
        'keymap': 'keymap',
        'minimap': 'minimap',
        'indent_marks': 'indentMarks',
    }
    return {names[name]: value for name, value in settings.items() if value is not None}
