"""Snapshots: what a project held at one moment, for ever; jobs run on them."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.access import open_project
from services.blobs import BlobService
from services.content import StoredBlob
from services.database import Database
from services.errors import NotFoundError
from services.models import File, Snapshot
from services.paths import normalise
from services.permissions import Actor, Permission

_THREADS = 8


class SnapshotFile(NamedTuple):
    """One line of a manifest."""

    path: str
    sha256: str
    size: int


class SnapshotService:
    """A project that did not change has one snapshot, however often it is taken."""

    def __init__(self, database: Database, blobs: BlobService) -> None:
        self._database = database
        self._blobs = blobs

    def take(self, actor: Actor, project_id: UUID, permission: Permission = Permission.JOB_RUN) -> Snapshot:
        """Return the snapshot of the project as it is now."""
        with self._database.write() as session:
            open_project(session, actor, project_id, permission, lock=True)
            return self.take_in(session, project_id, actor.user_id)

    def take_in(self, session: Session, project_id: UUID, user_id: UUID | None) -> Snapshot:
        """Return the snapshot inside a write transaction that has checked the permission and uses it."""
        statement = select(File.path, File.sha256, File.size).where(
            File.project_id == project_id, File.is_folder.is_(False)
        )
        manifest = [SnapshotFile(*row) for row in session.execute(statement)]
        digest, data = packed(manifest)
        same = select(Snapshot).where(Snapshot.project_id == project_id, Snapshot.manifest_sha256 == digest)
        snapshot = session.scalar(same)
        if snapshot is None:
            snapshot = Snapshot(
                project_id=project_id,
                manifest_sha256=digest,
                manifest=data,
                file_count=len(manifest),
                byte_count=sum(file.size for file in manifest),
                created_by=user_id,
            )
            session.add(snapshot)
            session.flush()
        return snapshot

    def get(self, snapshot_id: UUID) -> Snapshot:
        """Return a snapshot by its id, for a worker; people reach it through their project."""
        with self._database.read() as session:
            snapshot = session.get(Snapshot, snapshot_id)
        if snapshot is None:
            raise NotFoundError('There is no such snapshot; its project may have been deleted.')
        return snapshot

    def files(self, snapshot: Snapshot) -> list[SnapshotFile]:
        """Return the manifest: path, SHA-256 and size of each file, by path."""
        return [SnapshotFile(*line) for line in json.loads(zlib.decompress(snapshot.manifest))]

    def read(self, snapshot: Snapshot, path: str) -> bytes:
        """Return the bytes of one file as it was."""
        for file in self.files(snapshot):
            if file.path == path:
                return self._blobs.read(file.sha256)
        raise NotFoundError(f'There was no file {path!r} in this snapshot.')

    def text(self, file: SnapshotFile) -> str:
        """Return one file of a manifest as text, with a mark for what is none."""
        return self._blobs.read(file.sha256).decode('utf-8', errors='replace')

    def materialise(self, snapshot: Snapshot, folder: Path) -> list[SnapshotFile]:
        """Write every file below `folder`, as copies that a tool may change; return the manifest."""
        manifest = self.files(snapshot)
        targets = [(file, folder / normalise(file.path)) for file in manifest]
        for parent in {target.parent for _, target in targets}:
            parent.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(lambda item: self._copy(*item), targets))
        return manifest

    def _copy(self, file: SnapshotFile, target: Path) -> None:
        with target.open('xb') as out:
            for piece in self._blobs.stream(file.sha256):
                out.write(piece)


def packed(manifest: Sequence[SnapshotFile]) -> tuple[str, bytes]:
    """Return the SHA-256 of a manifest and the form in which its row keeps it."""
    # Sorted here, since databases differ in how they sort.
    data = json.dumps(sorted(manifest), ensure_ascii=False, separators=(',', ':')).encode()
    return hashlib.sha256(data).hexdigest(), zlib.compress(data)


def entries_of(session: Session, project_id: UUID) -> Sequence[tuple[str, StoredBlob | None]]:
    """Return what a project holds now, folders without a blob, for a copy of it."""
    statement = select(File.path, File.is_folder, File.sha256, File.size, File.is_binary)
    rows = session.execute(statement.where(File.project_id == project_id).order_by(File.path_key))
    return [
        (path, None if is_folder else StoredBlob(sha256, size, bool(binary)))
        for path, is_folder, sha256, size, binary in rows
    ]
