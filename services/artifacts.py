"""Artifacts: the kept outputs of runs, read whole or in ranges, pinned, and let go when their time is over."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.access import ProjectInfo, open_project
from services.artifact_expiry import expired_text, has_ended
from services.audit import record
from services.blobs import BlobService, blob_key
from services.clock import now
from services.database import Database
from services.errors import ExpiredError, InvalidError, LimitError, NotFoundError
from services.limits import limits_of, megabytes
from services.models import Artifact
from services.permissions import Actor, Permission
from services.storage import ObjectStore
from services.views import TRACE
from services.waveform import ObjectReader, Trace

BATCH = 500


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
            raise NotFoundError('There is no such artifact in this run.')
        if artifact.has_expired:
            raise ExpiredError(f'{expired_text(artifact)} Run it again to get it once more.')
        return artifact

    def pin(
        self, actor: Actor, project_id: UUID, job_id: UUID, artifact_id: UUID | None = None, *, pinned: bool = True
    ) -> Sequence[Artifact]:
        """Keep an artifact, or all of a run, for ever, or no longer than the plan says; return what was meant."""
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.ARTIFACT_PIN, lock=True)
            meant = select(Artifact).where(Artifact.job_id == job_id, Artifact.project_id == project_id)
            if artifact_id is not None:
                meant = meant.where(Artifact.id == artifact_id)
            found = session.scalars(meant.where(Artifact.sha256 != '').order_by(Artifact.name)).all()
            if not found:
                raise NotFoundError('There is no such artifact in this run, or it has expired.')
            if pinned:
                check_pinned(session, project, sum(artifact.size for artifact in found if not artifact.pinned))
            changed = [artifact for artifact in found if artifact.pinned is not pinned]
            for artifact in changed:
                artifact.pinned = pinned
            if changed:
                action = 'artifact.pinned' if pinned else 'artifact.unpinned'
                record(session, actor, action, 'job', job_id, project_id, {'names': [each.name for each in changed]})
        return found

    def expire(self) -> int:
        """Let go of what is kept no longer; names, sizes and dates stay. Return how many artifacts that were."""
        expired = 0
        while True:
            with self._database.write() as session:
                batch = list(session.scalars(select(Artifact.id).where(has_ended(now())).limit(BATCH)))
                gone = update(Artifact).where(Artifact.id.in_(batch), Artifact.pinned.is_(False))
                session.execute(gone.values(sha256=''), execution_options={'synchronize_session': False})
            expired += len(batch)
            if len(batch) < BATCH:
                return expired

    def stream(self, artifact: Artifact, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an artifact that `get` returned; a whole one is verified while it is read."""
        return self._blobs.stream(artifact.sha256, offset, length)

    def read(self, actor: Actor, artifact: Artifact) -> bytes:
        """Return all bytes of a small artifact."""
        with self._database.read() as session:
            open_project(session, actor, artifact.project_id, Permission.JOB_READ)
        return b''.join(self.stream(artifact))

    def open_trace(self, actor: Actor, project_id: UUID, job_id: UUID, artifact_id: UUID) -> Trace:
        """Return the waveform that an artifact holds, ready for queries."""
        artifact = self.get(actor, project_id, job_id, artifact_id)
        if artifact.view != TRACE.id:
            raise InvalidError(f'{artifact.name} is no trace; take the artifact whose view is {TRACE.id!r}.')
        reader = ObjectReader(self._store, blob_key(artifact.sha256), artifact.size)
        return Trace(reader, key=artifact.sha256)


def check_pinned(session: Session, project: ProjectInfo, more: int) -> None:
    """Raise where a project would keep too many bytes for ever."""
    limit = limits_of(project.plan).pinned_bytes_per_project
    kept = select(func.coalesce(func.sum(Artifact.size), 0)).where(
        Artifact.project_id == project.id, Artifact.pinned, Artifact.sha256 != ''
    )
    total = int(session.scalar(kept) or 0) + more
    if total > limit:
        raise LimitError(
            f'{megabytes(total)} of artifacts would be pinned in this project; at most {megabytes(limit)} may be '
            '(pinned_bytes_per_project). Unpin or download others.'
        )
