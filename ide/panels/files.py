"""The file tree: opens, makes, moves and deletes files of the project."""

from posixpath import basename, join

from nicegui import ui

from components.file_tree import (
    CreateEventArguments,
    Entry,
    FileTree,
    MoveEventArguments,
    PathEventArguments,
    PathsEventArguments,
    RenameEventArguments,
    UploadedEventArguments,
)
from ide.panels.desk import Desk
from services.errors import A6HubError
from services.events import Event, FileChanged, TreeChanged
from services.files import Deletion


class FilesPanel:
    """Keeps the tree like the project, whoever changes it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._files = desk.services.files
        tree = FileTree(key=str(desk.project.id), tree_url=f'{desk.api}/tree', readonly=not desk.can_write)
        self.tree = desk.tree = (
            tree.on_open(self._open).on_create(self._create).on_rename(self._rename).on_move(self._move)
        )
        tree.on_delete(self._delete).on_duplicate(self._duplicate).on_download(self._download)
        tree.on_uploaded(self._uploaded)
        desk.listen(self._on_event)

    def load(self) -> None:
        """Let the browser fetch the list."""
        self.tree.load(f'{self._desk.api}/files')

    async def act(self, action: str) -> None:
        """Do what a button in the head of the section asks."""
        {
            'new-file': self.tree.new_file,
            'new-folder': self.tree.new_folder,
            'upload': self.tree.choose_files,
            'collapse': self.tree.collapse_all,
            'filter': self.tree.show_filter,
        }[action]()

    async def undo(self, deletion: Deletion, tabs: list[str]) -> None:
        """Bring back what was deleted, and the tabs that showed it."""
        if await self._desk.attempt(self._files.undo, self._desk.project.id, deletion.batch_id) is None:
            return
        for path in tabs:
            self._desk.open_file(path)
        self._desk.toasts.show('Brought back.', kind='success')

    def _open(self, e: PathEventArguments) -> None:
        # The keyboard stays in the tree, so that F2 and Delete mean the file that was clicked.
        self._desk.open_file(e.path, focus=False)

    async def _create(self, e: CreateEventArguments) -> None:
        desk = self._desk
        try:
            if e.folder:
                await desk.ask(self._files.add_folder, desk.project.id, e.path)
            else:
                await desk.ask(self._files.write, desk.project.id, e.path, b'', if_none_match=True)
        except A6HubError as error:
            self.tree.reject(str(error))
            return
        self.tree.accept()
        if not e.folder:
            desk.open_file(e.path)

    async def _rename(self, e: RenameEventArguments) -> None:
        try:
            await self._move_one(e.path, e.target)
        except A6HubError as error:
            self.tree.reject(str(error))
            return
        self.tree.accept()

    async def _move(self, e: MoveEventArguments) -> None:
        for path in e.paths:
            try:
                await self._move_one(path, join(e.folder, basename(path)))
            except A6HubError as error:
                self._desk.toasts.show(str(error), kind='error')
                return

    async def _move_one(self, source: str, target: str) -> None:
        desk = self._desk
        # What is typed but not stored yet must go to the old name before the file leaves it.
        await desk.editor.flush()
        for entry in await desk.ask(self._files.move, desk.project.id, source, target):
            old = source + entry.path.removeprefix(target)
            desk.editor.rename(old, entry.path, desk.file_url(entry.path))

    async def _duplicate(self, e: PathEventArguments) -> None:
        await self._desk.attempt(self._files.duplicate, self._desk.project.id, e.path)

    async def _delete(self, e: PathsEventArguments) -> None:
        desk = self._desk
        deletion = await desk.attempt(self._files.delete_many, desk.project.id, e.paths)
        if deletion is None:
            return
        tabs = [path for path in desk.state.get('tabs', {}).get('paths', []) if path in set(deletion.paths)]
        for path in tabs:
            desk.editor.close(path)
        what = e.paths[0] if len(e.paths) == 1 else f'{len(e.paths)} entries'
        desk.toasts.show(f'Deleted {what}.', action='Undo', on_action=lambda: self.undo(deletion, tabs))

    def _download(self, _e: PathsEventArguments) -> None:
        # One file is fetched by the browser itself; folders come with the whole project.
        self._desk.toasts.show('The zip holds the whole project.')
        ui.navigate.to(f'{self._desk.api}/archive.zip')

    def _uploaded(self, e: UploadedEventArguments) -> None:
        kind = 'warning' if e.failed else 'success'
        stored = f'Stored {len(e.paths)} {"file" if len(e.paths) == 1 else "files"}'
        refused = f'; {e.failed} not: the list below the files says why.' if e.failed else '.'
        self._desk.toasts.show(stored + refused, kind=kind)

    async def _on_event(self, event: Event) -> None:
        if isinstance(event, TreeChanged):
            self.load()
        elif isinstance(event, FileChanged) and event.sha256:
            self.tree.upsert(Entry(path=event.path))
        elif isinstance(event, FileChanged):
            self.tree.remove_entries(event.path)
