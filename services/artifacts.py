"""Artifacts: the kept outputs of runs, read whole or in ranges."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from services.access import open_project
from services.blobs import BlobService, blob_key
from services.database import Database
from services.errors import InvalidError, NotFoundError
from services.models import Artifact
from services.permissions import Actor, Permission
from services.storage import ObjectStore
from services.views import TRACE
from services.waveform import ObjectReader, Trace


class ArtifactService:
    """Whoever may read a project's runs may read what they left."""

    def __init__(self, database: Database, store: ObjectStore, blobs: BlobService) -> None:
        self._database = database
        self._store = store
        self._blobs = blobs

    def get(self, actor: Actor, project_id: UUID, job_id: UUID, artifact_id: UUID) -> Artifact:
        """Return name, view, size and checksum of an artifact."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            artifact = session.scalar(
                select(Artifact).where(
                    Artifact.id == artifact_id, Artifact.job_id == job_id, Artifact.project_id == project_id
                )
            )
        if artifact is None:
            raise NotFoundError('There is no such artifact in this run; it may have expired.')
        return artifact

    def stream(self, artifact: Artifact, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an artifact that `get` returned; a whole one is verified while it is read."""
        return self._blobs.stream(artifact.sha256, offset, length)

    def open_trace(self, actor: Actor, project_id: UUID, job_id: UUID, artifact_id: UUID) -> Trace:
        """Return the waveform that an artifact holds, ready for queries."""
        artifact = self.get(actor, project_id, job_id, artifact_id)
        if artifact.view != TRACE.id:
            raise InvalidError(f'{artifact.name} is no trace; take the artifact whose view is {TRACE.id!r}.')
        reader = ObjectReader(self._store, blob_key(artifact.sha256), artifact.size)
        return Trace(reader, key=artifact.sha256)
