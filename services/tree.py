"""The rows of one project's files and folders, changed inside a transaction that holds the project's lock."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, update
from sqlalchemy.orm import Session

from services.access import ProjectInfo
from services.clock import now
from services.content import StoredBlob
from services.errors import ConflictError, NotFoundError
from services.limits import check_bytes, check_files, check_folders, check_person_bytes, limits_of
from services.models import File, Project, TrashedFile
from services.paths import fold, normalise, parents, shown

BATCH = 400


class Tree:
    """Every folder has a row, so that two spellings of one name collide; `close` writes the project's counts."""

    def __init__(self, session: Session, project: ProjectInfo, user_id: UUID | None) -> None:
        self.session = session
        self.project = project
        self._user_id = user_id
        self._files = 0
        self._folders = 0
        self._bytes = 0
        self.moment = now()

    def find(self, path: str) -> File | None:
        """Return the row at exactly this path."""
        row: File | None = self.session.scalar(self._select().where(File.path_key == fold(path)))
        return row if row is not None and row.path == path else None

    def need(self, path: str) -> File:
        """Return the row at this path; there must be one."""
        row = self.find(path)
        if row is None:
            raise NotFoundError(f'There is no file or folder {shown(path)} in this project.')
        return row

    def by_id(self, file_id: UUID) -> File:
        """Return the row with this id; there must be one in this project."""
        row: File | None = self.session.scalar(self._select().where(File.id == file_id))
        if row is None:
            raise NotFoundError('There is no such file in this project; it may have been deleted.')
        return row

    def rows(self) -> list[File]:
        """Return all files and folders."""
        return list(self.session.scalars(self._select().order_by(File.path_key)))

    def at(self, paths: Iterable[str]) -> dict[str, File]:
        """Return the rows at exactly these paths."""
        keys = {fold(path): path for path in paths}
        every = list(keys)
        found: dict[str, File] = {}
        for start in range(0, len(every), BATCH):
            part = self.session.scalars(self._select().where(File.path_key.in_(every[start : start + BATCH])))
            found.update({row.path: row for row in part if keys[row.path_key] == row.path})
        return found

    def below(self, path: str) -> list[File]:
        """Return the row at `path` and, for a folder, everything in it, outermost first."""
        return list(self.session.scalars(self._select().where(inside(path)).order_by(File.path_key)))

    def put(self, path: str, blob: StoredBlob) -> tuple[File, bool]:
        """Make the file at `path` hold `blob`; return its row and whether it is new."""
        present = self._ready(path)
        if present is None:
            return self._add(path, blob), True
        if present.is_folder:
            raise ConflictError(f'{shown(path)} is a folder; choose another name for the file.')
        self.put_into(present, blob)
        return present, False

    def put_into(self, row: File, blob: StoredBlob) -> None:
        """Make a file that is there hold `blob`."""
        self._bytes += blob.size - row.size
        row.sha256, row.size, row.is_binary = blob.sha256, blob.size, blob.is_binary
        row.updated_at, row.updated_by = self.moment, self._user_id

    def add_folder(self, path: str) -> File:
        """Make a folder; one that is there already is fine."""
        present = self._ready(path)
        if present is None:
            return self._add(path, None)
        if not present.is_folder:
            raise ConflictError(f'{shown(path)} is a file; choose another name for the folder.')
        return present

    def add_many(self, entries: Iterable[tuple[str, StoredBlob | None]]) -> list[str]:
        """Add many files, and folders where there is no blob, none of which is there yet; return the paths added."""
        self.session.flush()
        statement = select(File.path_key, File.path, File.is_folder).where(File.project_id == self.project.id)
        present = {key: (path, bool(is_folder)) for key, path, is_folder in self.session.execute(statement)}
        rows: list[dict[str, Any]] = []
        for path, blob in entries:
            for folder in parents(path):
                self._gather(present, rows, folder, None)
            self._gather(present, rows, path, blob)
        for start in range(0, len(rows), BATCH):
            self.session.execute(insert(File), rows[start : start + BATCH])
        return [row['path'] for row in rows]

    def move(self, row: File, target: str) -> list[File]:
        """Give a file, or a folder with all it holds, another path; return all rows that moved."""
        if row.is_folder and f'{fold(target)}/'.startswith(f'{row.path_key}/') and fold(target) != row.path_key:
            raise ConflictError(f'The folder {shown(row.path)} cannot move into itself.')
        present = self._ready(target, spare=row)
        if present is not None and present.id != row.id:
            raise ConflictError(f'{shown(target)} is there already; move or rename that one first.')
        source, moved = row.path, self.below(row.path)
        for item in moved:
            item.path = normalise(target + item.path[len(source) :])
            item.path_key = fold(item.path)
            item.updated_at, item.updated_by = self.moment, self._user_id
        self.session.flush()
        return moved

    def trash(self, rows: Sequence[File], batch_id: UUID) -> None:
        """Move rows into the trash, as one batch."""
        for row in rows:
            self.keep_old(row, batch_id)
            self.session.delete(row)
            self._files -= not row.is_folder
            self._folders -= row.is_folder
            self._bytes -= row.size
        self.session.flush()

    def keep_old(self, row: File, batch_id: UUID) -> None:
        """Remember what a row holds now, for an undo."""
        kept = {name: getattr(row, name) for name in ('path', 'is_folder', 'sha256', 'size', 'is_binary')}
        batch = TrashedFile(project_id=self.project.id, batch_id=batch_id, created_at=self.moment, **kept)
        self.session.add(batch)

    def close(self) -> datetime:
        """Check the limits, write the counts, and return the moment of the change."""
        limits = limits_of(self.project.plan)
        self.session.flush()
        changed = (
            update(Project)
            .where(Project.id == self.project.id)
            .values(
                file_count=Project.file_count + self._files,
                byte_count=Project.byte_count + self._bytes,
                updated_at=self.moment,
            )
            .returning(Project.file_count, Project.byte_count)
        )
        files, size = self.session.execute(changed, execution_options={'synchronize_session': False}).one()
        if self._files > 0:
            check_files(files, limits)
        if self._bytes > 0:
            check_bytes(size, limits)
            check_person_bytes(self._bytes_of_owner(), limits)
        if self._folders > 0:
            count = select(func.count()).where(File.project_id == self.project.id, File.is_folder.is_(True))
            check_folders(self.session.execute(count).scalar_one(), limits)
        return self.moment

    def _bytes_of_owner(self) -> int:
        namespace = select(Project.namespace_id).where(Project.id == self.project.id).scalar_subquery()
        total = select(func.coalesce(func.sum(Project.byte_count), 0)).where(Project.namespace_id == namespace)
        return int(self.session.execute(total).scalar_one())

    def _select(self) -> Select[File]:
        return select(File).where(File.project_id == self.project.id)

    def _ready(self, path: str, spare: File | None = None) -> File | None:
        """Return what is at `path` after its folders were made; raise where another spelling is in the way."""
        folders = parents(path)
        keys = [fold(item) for item in (*folders, path)]
        found = {row.path_key: row for row in self.session.scalars(self._select().where(File.path_key.in_(keys)))}
        for folder in folders:
            present = found.get(fold(folder))
            if present is None:
                self._add(folder, None)
                continue
            _refuse_other_spelling(folder, present.path)
            if not present.is_folder:
                raise ConflictError(f'{shown(folder)} is a file, so nothing can lie below it; rename one of them.')
        present = found.get(fold(path))
        if present is not None and not (spare is not None and present.id == spare.id):
            _refuse_other_spelling(path, present.path)
        return present

    def _add(self, path: str, blob: StoredBlob | None) -> File:
        row = File(**self._values(path, blob))
        self.session.add(row)
        return row

    def _values(self, path: str, blob: StoredBlob | None) -> dict[str, Any]:
        self._files += blob is not None
        self._folders += blob is None
        self._bytes += blob.size if blob else 0
        return {
            'project_id': self.project.id,
            'path': path,
            'path_key': fold(path),
            'is_folder': blob is None,
            'sha256': blob.sha256 if blob else '',
            'size': blob.size if blob else 0,
            'is_binary': blob.is_binary if blob else False,
            'updated_at': self.moment,
            'updated_by': self._user_id,
        }

    def _gather(
        self, present: dict[str, tuple[str, bool]], rows: list[dict[str, Any]], path: str, blob: StoredBlob | None
    ) -> None:
        key = fold(path)
        if key not in present:
            present[key] = (path, blob is None)
            rows.append(self._values(path, blob))
            return
        other, is_folder = present[key]
        _refuse_other_spelling(path, other)
        if blob is not None and not is_folder:
            raise ConflictError(f'The file {shown(path)} is there already, or appears twice.')
        if blob is not None or not is_folder:
            raise ConflictError(f'{shown(path)} is both a file and a folder; rename one of them.')


def inside(path: str) -> ColumnElement[bool]:
    """Return the condition of being `path` or lying below it."""
    key = fold(path)
    return or_(File.path_key == key, File.path_key.startswith(f'{key}/', autoescape=True))


def _refuse_other_spelling(wanted: str, present: str) -> None:
    if wanted != present:
        raise ConflictError(
            f'{shown(wanted)} and {shown(present)} differ only by case, so they would be one file on other machines; '
            f'use {shown(present)} or rename that one first.'
        )
