"""Keeps the searchable texts of projects up to date, behind the writers' backs so that no save waits for it."""

import logging
import queue
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from services.blobs import BlobService
from services.database import Database
from services.errors import A6HubError
from services.limits import limits_of
from services.models import File, Project, SearchDocument
from services.paths import fold

log = logging.getLogger(__name__)

CLOSE_S = 5
_PART = 50

T = TypeVar('T')


class SearchIndex:
    """One thread brings changed projects up to date; the rows tell what is stale, so nothing lost stays lost."""

    def __init__(self, database: Database, blobs: BlobService) -> None:
        self._database = database
        self._blobs = blobs
        self._queue: queue.Queue[tuple[UUID, str | None] | None] = queue.Queue()
        self._waiting: set[tuple[UUID, str | None]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def changed(self, project_id: UUID, path: str | None = None) -> None:
        """Note that one file changed, or anything of the project where no path is given; returns at once."""
        with self._lock:
            if (project_id, path) in self._waiting:
                return
            self._waiting.add((project_id, path))
            self._queue.put((project_id, path))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name='search-index', daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Wait until everything noted so far can be found."""
        self._queue.join()

    def close(self) -> None:
        """Finish what was noted, within some seconds; `catch_up` finds the rest."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(CLOSE_S)
            self._thread = None

    def catch_up(self, since: datetime) -> None:
        """Bring every project up to date that changed since then: a server that was killed may have left some."""
        with self._database.read() as session:
            changed = list(session.scalars(select(Project.id).where(Project.updated_at >= since)))
        for project_id in changed:
            self.update(project_id)

    def update(self, project_id: UUID, path: str | None = None) -> None:
        """Bring the documents of a project up to date, a few at a time so that writers get their turn."""
        if path is None:
            self._update_properties(project_id)
        stale, gone = self._difference(project_id, path)
        for part in _parts(stale):
            self._store(project_id, [(name, sha256, self._text(sha256)) for name, sha256 in part])
        for ids in _parts(gone):
            with self._database.write() as session:
                session.execute(delete(SearchDocument).where(SearchDocument.id.in_(ids)))

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            with self._lock:
                self._waiting.discard(item)
            try:
                self.update(*item)
            except (SQLAlchemyError, A6HubError, OSError):
                log.exception('Project %s could not be indexed; its next change tries again', item[0])
            finally:
                self._queue.task_done()
        self._queue.task_done()

    def _update_properties(self, project_id: UUID) -> None:
        with self._database.write() as session:
            project = session.get(Project, project_id, with_for_update={'key_share': True})
            if project is None:
                return
            text = '\n'.join([project.name, project.slug, project.description, *project.topics])
            _put(session, project_id, [('', project.etag, text)])

    def _difference(self, project_id: UUID, path: str | None) -> tuple[list[tuple[str, str]], list[int]]:
        """Return the files whose text is not the indexed one, and the documents whose file is gone."""
        with self._database.read() as session:
            files = _texts(session, project_id, path)
            rows = session.execute(_documents(project_id, path)).all()
        indexed = {name: sha256 for _, name, sha256 in rows}
        stale = [(name, sha256) for name, sha256 in files.items() if indexed.get(name) != sha256]
        return stale, [identity for identity, name, _ in rows if name not in files]

    def _store(self, project_id: UUID, texts: list[tuple[str, str, str]]) -> None:
        with self._database.write() as session:
            # The lock keeps two processes from adding the same document.
            if session.get(Project, project_id, with_for_update={'key_share': True}) is None:
                return
            _put(session, project_id, texts)

    def _text(self, sha256: str) -> str:
        return self._blobs.read(sha256).decode('utf-8', errors='replace').replace('\0', '')


def _texts(session: Session, project_id: UUID, path: str | None) -> dict[str, str]:
    statement = select(File.path, File.sha256).where(
        File.project_id == project_id,
        File.is_folder.is_(False),
        File.is_binary.is_(False),
        File.size <= limits_of().search_file_bytes,
    )
    if path is not None:
        statement = statement.where(File.path_key == fold(path))
    return {name: sha256 for name, sha256 in session.execute(statement)}  # noqa: C416  (rows are no pairs to mypy)


def _documents(project_id: UUID, path: str | None) -> Select[int, str, str]:
    statement = select(SearchDocument.id, SearchDocument.path, SearchDocument.sha256)
    chosen = SearchDocument.path != '' if path is None else SearchDocument.path == path
    return statement.where(SearchDocument.project_id == project_id, chosen)


def _put(session: Session, project_id: UUID, texts: list[tuple[str, str, str]]) -> None:
    """Add or replace a few documents, each a path, a hash and a text."""
    places = SearchDocument.project_id == project_id, SearchDocument.path.in_([path for path, _, _ in texts])
    present = {document.path: document for document in session.scalars(select(SearchDocument).where(*places))}
    added = []
    for path, sha256, text in texts:
        document = present.get(path)
        if document is None:
            added.append({'project_id': project_id, 'path': path, 'sha256': sha256, 'text': text})
        elif document.sha256 != sha256:
            document.sha256, document.text = sha256, text
    if added:
        session.execute(insert(SearchDocument), added)


def _parts(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), _PART):
        yield items[start : start + _PART]
