"""Equal runs: the stored result of a run whose inputs another run has as well.

A run is found by its key, which holds the digests of all that it read, so that only who has the same inputs finds it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from services.blobs import BlobService
from services.content import StoredBlob
from services.database import Database
from services.diagnostics import Diagnostic, Severity
from services.job_leases import Claim, NewArtifact
from services.models import Artifact, Job, JobDiagnostic, JobState, JobStep
from services.views import LOG

MOST_CANDIDATES = 20
REPEATABLE = (JobState.PASSED, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class EqualRun:
    """A run that ended, with all that it left."""

    job: Job
    steps: Sequence[JobStep]
    diagnostics: Sequence[tuple[str, Diagnostic]]
    artifacts: Sequence[NewArtifact]
    log: bytes

    @property
    def envelope(self) -> Mapping[str, Any]:
        """How the result came about."""
        return self.job.envelope


class EqualRuns:
    """Finds results for workers; who asks has the inputs, since they are in the key."""

    def __init__(self, database: Database, blobs: BlobService) -> None:
        self._database = database
        self._blobs = blobs

    def find(self, claim: Claim, keys: Sequence[str], fits: Callable[[Job], bool]) -> EqualRun | None:
        """Return the newest run under one of the keys that `fits`, one of the same project first."""
        with self._database.read() as session:
            known = select(Job).where(Job.run_key.in_(keys), Job.state.in_(REPEATABLE), Job.source_job_id.is_(None))
            same_first = (Job.project_id == claim.job.project_id).desc()
            known = known.options(undefer(Job.envelope))
            jobs = list(session.scalars(known.order_by(same_first, Job.id.desc()).limit(MOST_CANDIDATES)))
        return next((found for job in jobs if fits(job) and (found := self._take(job.id)) is not None), None)

    def _take(self, job_id: UUID) -> EqualRun | None:
        """Return a run whose outputs are all still there, and keep them from being collected meanwhile."""
        with self._database.write() as session:
            job = session.get(Job, job_id, options=[undefer(Job.envelope)])
            if job is None:
                return None
            kept = session.scalars(select(Artifact).where(Artifact.job_id == job_id).order_by(Artifact.id)).all()
            wanted = [item['name'] for item in job.envelope.get('result', {}).get('artifacts', [])]
            if sorted(item.name for item in kept if not item.has_expired) != sorted(wanted):
                return None
            if not self._blobs.claim(session, [item.sha256 for item in kept]):
                return None
            steps = session.scalars(select(JobStep).where(JobStep.job_id == job_id).order_by(JobStep.position)).all()
            said = select(JobDiagnostic).where(JobDiagnostic.job_id == job_id).order_by(JobDiagnostic.position)
            diagnostics = [(row.step, _diagnostic(row)) for row in session.scalars(said)]
        log = next((item for item in kept if item.view == LOG.id), None)
        return EqualRun(
            job=job,
            steps=steps,
            diagnostics=diagnostics,
            artifacts=[_artifact(item) for item in kept if item is not log],
            log=b'' if log is None else b''.join(self._blobs.stream(log.sha256)),
        )


def _artifact(row: Artifact) -> NewArtifact:
    return NewArtifact(row.name, row.view, StoredBlob(row.sha256, row.size, is_binary=True))


def _diagnostic(row: JobDiagnostic) -> Diagnostic:
    return Diagnostic(
        severity=Severity(row.severity),
        message=row.message,
        file=row.file,
        line=row.line,
        column=row.column,
        rule=row.rule,
        source=row.source,
        hint=row.hint,
        kind=row.kind,
        cause=row.cause,
        raw=row.raw,
    )
