"""Files of a project: read, write, move, duplicate, delete and undo, each change guarded."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select

from services.access import ProjectInfo, open_project
from services.blobs import BlobService
from services.bus import EventBus
from services.content import Content, Source, StoredBlob, as_content
from services.database import Database
from services.entries import FileEntry, check_precondition, entry_of
from services.errors import ConflictError, InvalidError, UnavailableError
from services.events import FileChanged, TreeChanged
from services.ids import new_id
from services.limits import check_bytes, limits_of
from services.models import File
from services.paths import fold, normalise, shown
from services.permissions import Actor, Permission
from services.search_index import SearchIndex
from services.trash import prune, restore
from services.tree import Tree

PAGE = 1000
MAX_PAGE = 20_000
TOLD_ONE_BY_ONE = 20
"""A deletion of more files than this is one event."""

Place: TypeAlias = 'str | UUID'


@dataclass(frozen=True, slots=True)
class Written:
    """A stored file, and whether it is new."""

    entry: FileEntry
    created: bool


@dataclass(frozen=True, slots=True)
class FileChange:
    """One of many files to write."""

    path: str
    source: Source
    if_match: str | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """What was written at once; `batch_id` brings the replaced contents back, None where nothing was replaced."""

    written: Sequence[Written]
    batch_id: UUID | None


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was deleted; `batch_id` brings it back."""

    batch_id: UUID
    paths: Sequence[str]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that may be read."""

    entry: FileEntry
    blobs: BlobService = field(repr=False)

    def stream(self, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes in pieces."""
        return self.blobs.stream(self.entry.sha256, offset, length)

    def read(self) -> bytes:
        """Return all bytes."""
        return self.blobs.read(self.entry.sha256)


class FileService:
    """Every write takes the project's lock, so of two writers with one `if_match` exactly one wins."""

    def __init__(self, database: Database, blobs: BlobService, bus: EventBus, index: SearchIndex) -> None:
        self._database = database
        self._blobs = blobs
        self._bus = bus
        self._index = index

    def page(
        self, actor: Actor, project_id: UUID, limit: int = PAGE, cursor: str = ''
    ) -> tuple[list[FileEntry], str | None]:
        """Return files and folders by path from after `cursor`, and the cursor of the next page."""
        limit = max(1, min(limit, MAX_PAGE))
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.FILE_READ)
            statement = select(File).where(File.project_id == project_id, File.path_key > fold(cursor))
            rows = list(session.scalars(statement.order_by(File.path_key).limit(limit + 1)))
        entries = [entry_of(row) for row in rows[:limit]]
        return entries, entries[-1].path if len(rows) > limit else None

    def all(self, actor: Actor, project_id: UUID) -> list[FileEntry]:
        """Return every file and folder by path."""
        return self.page(actor, project_id, MAX_PAGE)[0]

    def open(self, actor: Actor, project_id: UUID, path: str) -> OpenFile:
        """Return the file at `path`, to be read."""
        path = normalise(path)
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.FILE_READ)
            return self._opened(Tree(session, project, actor.user_id).need(path))

    def open_by_id(self, actor: Actor, project_id: UUID, file_id: UUID) -> OpenFile:
        """Return the file with this id, to be read."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.FILE_READ)
            return self._opened(Tree(session, project, actor.user_id).by_id(file_id))

    def get(self, actor: Actor, project_id: UUID, file_id: UUID) -> FileEntry:
        """Return the file or folder with this id."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.FILE_READ)
            return entry_of(Tree(session, project, actor.user_id).by_id(file_id))

    def read(self, actor: Actor, project_id: UUID, path: str) -> bytes:
        """Return the bytes of the file at `path`."""
        return self.open(actor, project_id, path).read()

    def check_write(self, actor: Actor, project_id: UUID, path: str = '', size: int = 0) -> ProjectInfo:
        """Raise unless `actor` may write `size` bytes to `path`; asked before a body is read."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.FILE_WRITE)
        if path:
            normalise(path)
        check_bytes(size, limits_of(project.plan))
        return project

    def write(
        self,
        actor: Actor,
        project_id: UUID,
        path: str,
        source: Source,
        *,
        if_match: str | None = None,
        if_none_match: bool = False,
        origin: str = '',
    ) -> Written:
        """Make the file at `path` hold `source`; return once both the bytes and the row are stored."""
        with as_content(source) as content:
            self.check_write(actor, project_id, path, content.size)
            path = normalise(path)
            written = self._write(actor, project_id, path, content, (if_match, if_none_match))
        entry = written.entry
        self._bus.publish(FileChanged(project_id, path, entry.sha256, actor.user_id, origin))
        self._index.changed(project_id, path)
        return written

    def write_many(self, actor: Actor, project_id: UUID, changes: Sequence[FileChange]) -> Replacement:
        """Write all files or none; what they replace is kept as one batch for `undo`."""
        self.check_write(actor, project_id)
        named = [(normalise(change.path), change) for change in changes]
        if len({fold(path) for path, _ in named}) < len(named):
            raise InvalidError('Two of the files have the same path; each file needs its own.')
        batch_id = new_id()
        with ExitStack() as stack:
            contents = [stack.enter_context(as_content(change.source)) for change in changes]
            blobs = self._blobs.put_many(contents)
        with self._changing(actor, project_id) as tree:
            written = _write_all(tree, named, blobs, batch_id)
            if not self._blobs.claim(tree.session, [blob.sha256 for blob in blobs]):
                raise UnavailableError('Some files were cleaned up before they were stored; try again.')
            prune(tree)
        self._tell(project_id)
        replaced = any(not item.created for item in written)
        return Replacement(written, batch_id if replaced else None)

    def add_folder(self, actor: Actor, project_id: UUID, path: str) -> FileEntry:
        """Make a folder and those above it."""
        path = normalise(path)
        with self._changing(actor, project_id) as tree:
            row = tree.add_folder(path)
        self._tell(project_id)
        return entry_of(row)

    def move(
        self, actor: Actor, project_id: UUID, source: Place, target: str, if_match: str | None = None
    ) -> list[FileEntry]:
        """Give the file or folder at `source` (a path or an id) the path `target`; return what moved."""
        target = normalise(target)
        with self._changing(actor, project_id) as tree:
            row = _at(tree, source)
            check_precondition(row.path, row, if_match)
            moved = tree.move(row, target)
        self._tell(project_id)
        return [entry_of(item) for item in moved]

    def duplicate(self, actor: Actor, project_id: UUID, source: Place, target: str = '') -> list[FileEntry]:
        """Copy a file or folder to `target`, or beside itself under a free name; return the copies."""
        with self._changing(actor, project_id) as tree:
            row = _at(tree, source)
            target = normalise(target) if target else _free_name(tree, row)
            if tree.below(target):
                raise ConflictError(f'{shown(target)} is there already; choose another name.')
            start = len(row.path)
            tree.add_many((normalise(target + item.path[start:]), _blob(item)) for item in tree.below(row.path))
            copies = tree.below(target)
        self._tell(project_id)
        return [entry_of(item) for item in copies]

    def delete(self, actor: Actor, project_id: UUID, source: Place, if_match: str | None = None) -> Deletion:
        """Move the file or folder at `source` (a path or an id) to the trash."""
        return self.delete_many(actor, project_id, [source], if_match)

    def delete_many(
        self, actor: Actor, project_id: UUID, sources: Sequence[Place], if_match: str | None = None
    ) -> Deletion:
        """Move files and folders to the trash as one batch, which `undo` brings back."""
        batch_id = new_id()
        with self._changing(actor, project_id) as tree:
            if not sources:
                raise InvalidError('Name at least one file or folder to delete.')
            chosen: dict[UUID, File] = {}
            for source in sources:
                row = _at(tree, source)
                check_precondition(row.path, row, if_match)
                chosen.update({item.id: item for item in tree.below(row.path)})
            tree.trash(list(chosen.values()), batch_id)
            prune(tree)
        for row in chosen.values():
            if not row.is_folder and len(chosen) <= TOLD_ONE_BY_ONE:
                self._bus.publish(FileChanged(project_id, row.path, '', actor.user_id))
        self._tell(project_id)
        return Deletion(batch_id, [row.path for row in chosen.values()])

    def undo(self, actor: Actor, project_id: UUID, batch_id: UUID) -> list[FileEntry]:
        """Bring back what one deletion or replacement took away, whole or not at all; return what came back."""
        with self._changing(actor, project_id) as tree:
            rows = restore(tree, batch_id)
        self._tell(project_id)
        return [entry_of(row) for row in rows]

    def _write(
        self, actor: Actor, project_id: UUID, path: str, content: Content, condition: tuple[str | None, bool]
    ) -> Written:
        for _ in range(3):
            blob = self._blobs.put(content)
            with suppress(_CollectedError), self._changing(actor, project_id) as tree:
                present = tree.find(path)
                check_precondition(path, present, *condition)
                old = present.sha256 if present else ''
                row, created = tree.put(path, blob)
                if not self._blobs.claim(tree.session, [blob.sha256]):
                    raise _CollectedError
                self._blobs.claim(tree.session, [old])
                return Written(entry_of(row), created)
        raise UnavailableError(f'{shown(path)} could not be stored, since its bytes were cleaned up; save it again.')

    @contextmanager
    def _changing(self, actor: Actor, project_id: UUID) -> Iterator[Tree]:
        """Open a transaction in which nobody else changes this project's files."""
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.FILE_WRITE, lock=True)
            tree = Tree(session, project, actor.user_id)
            yield tree
            tree.close()

    def _tell(self, project_id: UUID) -> None:
        self._bus.publish(TreeChanged(project_id))
        self._index.changed(project_id)

    def _opened(self, row: File) -> OpenFile:
        if row.is_folder:
            raise InvalidError(f'{shown(row.path)} is a folder; read the files in it.')
        return OpenFile(entry_of(row), self._blobs)


class _CollectedError(Exception):
    """The blob was collected between being stored and being used."""


def _write_all(
    tree: Tree, named: Sequence[tuple[str, FileChange]], blobs: Sequence[StoredBlob], batch_id: UUID
) -> list[Written]:
    """Write the files by few statements, however many they are."""
    present = tree.at(path for path, _ in named)
    missing: list[tuple[str, StoredBlob]] = []
    for (path, change), blob in zip(named, blobs, strict=True):
        row = present.get(path)
        check_precondition(path, row, change.if_match)
        if row is None:
            missing.append((path, blob))
        elif row.is_folder:
            raise ConflictError(f'{shown(path)} is a folder; choose another name for the file.')
        else:
            tree.keep_old(row, batch_id)
            tree.put_into(row, blob)
    if missing:
        tree.add_many(missing)
    rows = {**tree.at(path for path, _ in missing), **present}
    return [Written(entry_of(rows[path]), path not in present) for path, _ in named]


def _at(tree: Tree, place: Place) -> File:
    return tree.by_id(place) if isinstance(place, UUID) else tree.need(normalise(place))


def _blob(row: File) -> StoredBlob | None:
    return None if row.is_folder else StoredBlob(row.sha256, row.size, bool(row.is_binary))


def _free_name(tree: Tree, row: File) -> str:
    """Return the path of a copy beside `row`: `top copy.v`, `top copy 2.v`, and so on."""
    folder, _, name = row.path.rpartition('/')
    stem, dot, suffix = (name, '', '') if row.is_folder else name.partition('.')
    for number in count(1):
        copy = f'{stem} copy{f" {number}" if number > 1 else ""}{dot}{suffix}'
        path = f'{folder}/{copy}' if folder else copy
        if not tree.below(path):
            return normalise(path)
    raise AssertionError
