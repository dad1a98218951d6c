"""Blobs: bytes in the object store under their SHA-256, written once, verified when read, collected when unused."""

import hashlib
import json
import logging
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.clock import now
from services.content import Content, Source, StoredBlob, as_content
from services.database import Database
from services.errors import A6HubError, NotFoundError
from services.models import Artifact, Blob, File, Snapshot, TrashedFile
from services.settings import Settings
from services.storage import ObjectStore

log = logging.getLogger(__name__)

BATCH = 200
_THREADS = 8


class CorruptBlobError(A6HubError):
    """Stored bytes no longer match their checksum."""

    code = 'corrupt'
    status = 500


def blob_key(sha256: str) -> str:
    """Return the key of a blob in the object store."""
    return f'blobs/{sha256[:2]}/{sha256[2:4]}/{sha256}'


class BlobService:
    """Keeps a row for each blob: it is renewed on use, so that a collection under way spares the blob."""

    def __init__(self, database: Database, store: ObjectStore, settings: Settings) -> None:
        self._database = database
        self._store = store
        self._grace = timedelta(hours=settings.blob_grace_hours)

    def put(self, source: Source) -> StoredBlob:
        """Store bytes, a file or received content, unless it is there already; return its name and size."""
        with as_content(source) as content:
            self._put_all([content])
            return content.blob

    def put_many(self, contents: list[Content]) -> list[StoredBlob]:
        """Store many contents with one transaction for their rows."""
        self._put_all(contents)
        return [content.blob for content in contents]

    def claim(self, session: Session, sha256s: Iterable[str]) -> bool:
        """Renew the blobs inside the transaction that begins or ends a reference; False when one was collected."""
        wanted = sorted({sha256 for sha256 in sha256s if sha256})
        found = 0
        for start in range(0, len(wanted), BATCH):
            renewed = update(Blob).where(Blob.sha256.in_(wanted[start : start + BATCH])).values(created_at=now())
            found += rows_of(session.execute(renewed, execution_options={'synchronize_session': False}))
        return found == len(wanted)

    def read(self, sha256: str) -> bytes:
        """Return a whole blob, verified; meant for small ones."""
        return b''.join(self.stream(sha256))

    def stream(self, sha256: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield a blob in pieces; a whole one is verified, and its last piece withheld if it is damaged."""
        if offset or length is not None:
            yield from self._store.stream(blob_key(sha256), offset, length)
            return
        digest, held = hashlib.sha256(), b''
        try:
            for piece in self._store.stream(blob_key(sha256)):
                digest.update(piece)
                if held:
                    yield held
                held = piece
        except NotFoundError:
            raise self._corrupt(sha256, 'is missing from the object store') from None
        if digest.hexdigest() != sha256:
            raise self._corrupt(sha256, 'does not match its checksum any more')
        if held:
            yield held

    def collect(self) -> int:
        """Remove the blobs that nothing has referred to for the grace period; return how many."""
        before = now() - self._grace
        kept, seen = self._referenced_by_snapshots(None)
        removed, last = 0, ''
        while True:
            with self._database.write() as session:
                newer, seen = self._referenced_by_snapshots(seen, session)
                kept |= newer
                candidates = self._unused(session, before, last)
                removed += sum(self._remove(session, sha256, before) for sha256 in candidates if sha256 not in kept)
            if not candidates:
                return removed
            last = candidates[-1]

    def _put_all(self, contents: list[Content]) -> None:
        for start in range(0, len(contents), BATCH):
            part = {content.blob.sha256: content for content in contents[start : start + BATCH]}
            # The row comes first: from here on, a collection leaves the object alone.
            with self._database.write() as session:
                known = self._renew(session, [content.blob for content in part.values()])
            if len(part) == 1:
                self._store_one(next(iter(part.values())), known)
                continue
            with ThreadPoolExecutor(_THREADS) as threads:
                list(threads.map(lambda content: self._store_one(content, known), part.values()))  # noqa: B023

    def _store_one(self, content: Content, known: set[str]) -> None:
        sha256 = content.blob.sha256
        if sha256 not in known or self._store.size(blob_key(sha256)) != content.size:
            content.store(self._store, blob_key(sha256))

    def _renew(self, session: Session, blobs: list[StoredBlob]) -> set[str]:
        """Insert or renew the rows; return those that were there."""
        known = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_([blob.sha256 for blob in blobs]))))
        dialect: Any = sqlite if self._database.is_sqlite else postgresql
        moment = now()
        rows = [{'sha256': blob.sha256, 'size': blob.size, 'created_at': moment} for blob in blobs]
        rows.sort(key=lambda row: str(row['sha256']))
        insert = dialect.insert(Blob).values(rows)
        session.execute(insert.on_conflict_do_update(index_elements=['sha256'], set_={'created_at': moment}))
        return known

    def _unused(self, session: Session, before: datetime, after: str) -> list[str]:
        statement = select(Blob.sha256).where(Blob.sha256 > after, Blob.created_at < before, ~_referenced())
        return list(session.scalars(statement.order_by(Blob.sha256).limit(BATCH)))

    def _remove(self, session: Session, sha256: str, before: datetime) -> int:
        # NOTE: the row's lock is held until the object is gone, so a writer of the same bytes waits, finds neither
        # row nor object, and stores both again.
        condition = (Blob.sha256 == sha256, Blob.created_at < before, ~_referenced())
        result = session.execute(delete(Blob).where(*condition), execution_options={'synchronize_session': False})
        if not rows_of(result):
            return 0
        self._store.delete(blob_key(sha256))
        return 1

    def _referenced_by_snapshots(
        self, after: UUID | None, session: Session | None = None
    ) -> tuple[set[str], UUID | None]:
        if session is None:
            with self._database.read() as reader:
                return self._referenced_by_snapshots(after, reader)
        statement = select(Snapshot.id, Snapshot.manifest).order_by(Snapshot.id)
        if after is not None:
            statement = statement.where(Snapshot.id > after)
        found: set[str] = set()
        for identity, manifest in session.execute(statement.execution_options(yield_per=100)):
            found.update(sha256 for _, sha256, _ in json.loads(zlib.decompress(manifest)))
            after = identity
        return found, after

    def _corrupt(self, sha256: str, what: str) -> CorruptBlobError:
        log.error('Blob %s %s', sha256, what)
        # Without its row, the next save of the same bytes writes the object again.
        with self._database.write() as session:
            session.execute(delete(Blob).where(Blob.sha256 == sha256))
        return CorruptBlobError(
            f'The stored content {sha256[:12]} {what}. Save or upload the file again, or restore it from a backup.'
        )


def _referenced() -> Any:
    tables: tuple[Any, ...] = (File, TrashedFile, Artifact)
    return or_(*(exists().where(table.sha256 == Blob.sha256) for table in tables))


def rows_of(result: Any) -> int:
    """Return how many rows a statement changed."""
    return int(result.rowcount)
