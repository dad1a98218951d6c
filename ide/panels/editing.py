"""The editor: opens what was open, tells how texts are stored, and follows changes from elsewhere."""

from components.editor import (
    CursorEventArguments,
    Editor,
    EditorStateEventArguments,
    GotoEventArguments,
    MessageEventArguments,
    SaveState,
    TabsEventArguments,
)
from ide.panels.desk import Desk
from services.events import Event, FileChanged, TreeChanged
from services.limits import limits_of
from services.verilog.hierarchy import Node

MOST_TABS = 20
SAVE_TEXTS = {
    SaveState.SAVED: ('saved', ''),
    SaveState.UNSAVED: ('unsaved', 'warn'),
    SaveState.SAVING: ('saving …', ''),
    SaveState.OFFLINE: ('offline: kept in this browser', 'warn'),
    SaveState.CONFLICT: ('changed elsewhere: choose', 'err'),
    SaveState.REFUSED: ('not stored', 'err'),
    SaveState.DELETED: ('deleted elsewhere', 'err'),
}
FIRST_CHOICES = ('README.md', 'a6hub.toml')


class EditingPanel:
    """Texts travel between browser and REST; this panel only hears about them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._active: str | None = None
        limit = limits_of(desk.project.plan).editor_file_bytes
        editor = Editor(text_limit_bytes=limit, **desk.state.get('editor', {}))
        self.editor = desk.editor = editor.on_state(self._saved).on_cursor(self._cursor)
        editor.on_tabs(self._tabs).on_goto(self._goto).on_message(self._message)
        desk.listen(self._on_event)

    def restore(self, paths: list[str]) -> None:
        """Open the files of last time, or those that explain the project."""
        state = self._desk.state.get('tabs', {})
        known = set(paths)
        tabs = [path for path in state.get('paths', []) if path in known] or first_files(paths)
        active = state.get('active') if state.get('active') in tabs else tabs[0] if tabs else None
        for path in tabs[:MOST_TABS]:
            url = self._desk.file_url(path)
            self.editor.open(path, url, read_only=not self._desk.can_write, background=path != active)

    def _saved(self, e: EditorStateEventArguments) -> None:
        text, tone = SAVE_TEXTS[e.state]
        if e.path == self._active:
            self._desk.status.set('save', text, tone)
        if e.message and e.state is SaveState.REFUSED:
            self._desk.toasts.show(
                e.message, kind='error', detail=f'{e.path} is kept in this browser until it is stored.'
            )

    def _cursor(self, e: CursorEventArguments) -> None:
        place = f'{e.path} · Ln {e.line}, Col {e.column}'
        self._desk.status.set('place', place + (f' ({e.selected} selected)' if e.selected else ''))

    def _tabs(self, e: TabsEventArguments) -> None:
        self._active = e.active
        self._desk.status.set('language', e.language or '')
        self._desk.tree.set_current(e.active)
        self._desk.remember(tabs={'paths': e.paths[:MOST_TABS], 'active': e.active})

    def _message(self, e: MessageEventArguments) -> None:
        self._desk.toasts.show(e.message, kind='warning')

    async def _goto(self, e: GotoEventArguments) -> None:
        outline = await self._desk.attempt(self._desk.services.designs.outline, self._desk.project.id)
        for node in outline.trees if outline else ():
            if found := find_module(node, e.word):
                self._desk.open_file(found.file, found.line)
                return
        self._desk.toasts.show(f'No module of this project is called {e.word!r}.')

    async def _on_event(self, event: Event) -> None:
        if isinstance(event, FileChanged):
            self.editor.file_changed(event.path, event.sha256 or None)
        elif isinstance(event, TreeChanged):
            entries = await self._desk.attempt(self._desk.services.files.all, self._desk.project.id)
            present = {entry.path: entry.sha256 for entry in entries or ()}
            for path in self._desk.state.get('tabs', {}).get('paths', []):
                self.editor.file_changed(path, present.get(path))


def first_files(paths: list[str]) -> list[str]:
    """Return what to open first: a design file, a testbench, the README."""
    sources = [path for path in paths if path.endswith(('.v', '.sv', '.vhd', '.vhdl'))]
    benches = [path for path in sources if 'tb' in path.lower() or 'test' in path.lower()]
    designs = [path for path in sources if path not in benches]
    chosen = designs[-1:] + benches[:1] + [path for path in FIRST_CHOICES[:1] if path in paths]
    return chosen or paths[:1]


def find_module(node: Node, name: str) -> Node | None:
    """Return a node of the tree whose module has this name."""
    if node.module == name:
        return node
    return next((found for child in node.children if (found := find_module(child, name))), None)
