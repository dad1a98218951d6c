"""The rows of jobs as workers change them: claim, renew, finish, give back; each step is one conditional update."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Update, delete, select, update
from sqlalchemy.orm import Session, undefer

from services.blobs import BlobService
from services.clock import now
from services.content import StoredBlob
from services.database import Database
from services.diagnostics import Diagnostic
from services.events import JobProgress
from services.limits import Limits, limits_of
from services.models import Artifact, Job, JobDiagnostic, JobState, JobStep, Project, User

LEASE = timedelta(seconds=20)
ATTEMPTS = 3
LONGEST_MESSAGE = 2000
DIED = 'The worker that ran it died {attempts} times. Nothing was published; start it again when the cause is found.'


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that one worker holds: only this owner in this attempt may publish."""

    job: Job
    owner: str
    attempt: int


@dataclass(frozen=True, slots=True)
class NewArtifact:
    """An output whose bytes are in the store already."""

    name: str
    view: str
    blob: StoredBlob


@dataclass(frozen=True, slots=True)
class Ending:
    """All that is published of a run at its end, in one transaction."""

    state: JobState
    reason: str = ''
    exit_code: int | None = None
    top_module: str = ''
    metrics: dict[str, Any] = field(default_factory=dict)
    log_size: int = 0
    artifacts: Sequence[NewArtifact] = ()
    diagnostics: Sequence[tuple[str, Diagnostic]] = ()
    run_key: str = ''
    envelope: dict[str, Any] = field(default_factory=dict)
    source_job_id: UUID | None = None


class JobLeases:
    """What a worker may do to the rows of jobs; there is no actor, since workers act for the system."""

    def __init__(self, database: Database, blobs: BlobService) -> None:
        self._database = database
        self._blobs = blobs

    def claim(self, job_id: UUID, owner: str) -> Claim | None:
        """Take a queued job; nothing is returned where another worker was faster or it was cancelled."""
        with self._database.write() as session:
            moment = now()
            taken = _changed(
                session,
                update(Job)
                .where(Job.id == job_id, Job.state == JobState.QUEUED)
                .values(
                    state=JobState.RUNNING,
                    owner=owner,
                    attempt=Job.attempt + 1,
                    lease_expires_at=moment + LEASE,
                    started_at=moment,
                ),
            )
            if not taken:
                return None
            session.execute(delete(JobStep).where(JobStep.job_id == job_id))
            job = session.get_one(Job, job_id, options=[undefer(Job.envelope)])
        return Claim(job, owner, job.attempt)

    def renew(self, claims: Collection[Claim]) -> list[Claim]:
        """Extend the leases; return the claims that are lost."""
        lost: list[Claim] = []
        with self._database.write() as session:
            for claim in claims:
                if not _changed(session, _held(claim).values(lease_expires_at=now() + LEASE)):
                    lost.append(claim)
        return lost

    def limits(self, claim: Claim) -> Limits:
        """Return the limits of the plan of the project's owner."""
        with self._database.read() as session:
            owner = select(User.plan).join(Project, Project.namespace_id == User.namespace_id)
            return limits_of(session.scalar(owner.where(Project.id == claim.job.project_id)) or 'free')

    def cancelled(self, job_ids: Collection[UUID]) -> set[UUID]:
        """Return those of the running jobs that somebody wants to end."""
        if not job_ids:
            return set()
        with self._database.read() as session:
            wanted = select(Job.id).where(Job.id.in_(job_ids), Job.cancel_requested_at.is_not(None))
            return set(session.scalars(wanted))

    def plan(self, claim: Claim, steps: Sequence[tuple[str, str]], top_module: str) -> bool:
        """Write down the steps to come, as id and title, and the top module."""
        with self._database.write() as session:
            if not _changed(session, _held(claim).values(top_module=top_module[:200])):
                return False
            session.add_all(
                JobStep(job_id=claim.job.id, position=position, step=step, title=title)
                for position, (step, title) in enumerate(steps)
            )
        return True

    def progress(self, claim: Claim, found: JobProgress) -> None:
        """Write down what the running tool uses, for who looks without following."""
        with self._database.write() as session:
            _changed(session, _held(claim).values(progress=found.as_row()))

    def step(
        self, claim: Claim, position: int, state: JobState, reason: str = '', metrics: dict[str, Any] | None = None
    ) -> None:
        """Note that a step began or ended."""
        values: dict[str, Any] = {'state': state, 'reason': reason}
        if state is JobState.RUNNING:
            values['started_at'] = now()
        else:
            values |= {'finished_at': now(), 'metrics': metrics or {}}
        with self._database.write() as session:
            session.execute(
                update(JobStep).where(JobStep.job_id == claim.job.id, JobStep.position == position).values(**values)
            )

    def finish(self, claim: Claim, ending: Ending) -> bool:
        """Publish the end of a run; return False, with nothing changed, where the job is no longer held."""
        with self._database.write() as session:
            held = _changed(
                session,
                _held(claim).values(
                    state=ending.state,
                    reason=ending.reason,
                    exit_code=ending.exit_code,
                    top_module=ending.top_module[:200],
                    metrics=ending.metrics,
                    log_size=ending.log_size,
                    run_key=ending.run_key,
                    envelope=ending.envelope,
                    source_job_id=ending.source_job_id,
                    finished_at=now(),
                    lease_expires_at=None,
                ),
            )
            if not held:
                return False
            self._end_steps(session, claim.job.id, ending.state)
            self._blobs.claim(session, [artifact.blob.sha256 for artifact in ending.artifacts])
            session.add_all(_artifact(claim.job, artifact) for artifact in ending.artifacts)
            session.add_all(_diagnostics(claim.job, ending.diagnostics))
        return True

    def _end_steps(self, session: Session, job_id: UUID, state: JobState) -> None:
        """Give the steps that the run did not come through an end too."""
        for before, after in ((JobState.RUNNING, state), (JobState.QUEUED, JobState.CANCELLED)):
            open_steps = update(JobStep).where(JobStep.job_id == job_id, JobStep.state == before)
            session.execute(open_steps.values(state=after), execution_options={'synchronize_session': False})

    def give_back(self, claim: Claim) -> bool:
        """Return a job to the queue unharmed, because this worker stops; the attempt does not count."""
        with self._database.write() as session:
            return _changed(
                session,
                _held(claim).values(state=JobState.QUEUED, owner='', attempt=Job.attempt - 1, lease_expires_at=None),
            )

    def reclaim(self, dead_owners: Collection[str] = ()) -> list[Job]:
        """Queue the jobs whose worker is gone again, or call them dead after too many attempts; return them all."""
        with self._database.write() as session:
            gone = Job.lease_expires_at < now()
            expired = session.scalars(
                select(Job).where(Job.state == JobState.RUNNING, gone | Job.owner.in_(dead_owners))
            ).all()
            return [job for job in expired if self._release(session, job)]

    def _release(self, session: Session, job: Job) -> bool:
        held = update(Job).where(Job.id == job.id, Job.state == JobState.RUNNING, Job.attempt == job.attempt)
        if job.cancel_requested_at is not None:
            values: dict[str, Any] = {'state': JobState.CANCELLED, 'reason': 'Cancelled.', 'finished_at': now()}
        elif job.attempt >= ATTEMPTS:
            values = {'state': JobState.DEAD, 'reason': DIED.format(attempts=job.attempt), 'finished_at': now()}
        else:
            values = {'state': JobState.QUEUED}
        released = _changed(session, held.values(owner='', lease_expires_at=None, **values))
        session.refresh(job)
        return released

    def queued(self, limit: int = 1000) -> list[Job]:
        """Return the jobs that wait, the first ones first."""
        with self._database.read() as session:
            waiting = select(Job).where(Job.state == JobState.QUEUED)
            return list(session.scalars(waiting.order_by(Job.priority.desc(), Job.created_at).limit(limit)))

    def owners(self) -> set[str]:
        """Return the workers that hold jobs."""
        with self._database.read() as session:
            return set(session.scalars(select(Job.owner).where(Job.state == JobState.RUNNING).distinct()))


def _held(claim: Claim) -> Update:
    return update(Job).where(
        Job.id == claim.job.id,
        Job.state == JobState.RUNNING,
        Job.owner == claim.owner,
        Job.attempt == claim.attempt,
    )


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement, execution_options={'synchronize_session': False})
    return isinstance(result, CursorResult) and result.rowcount == 1


def _artifact(job: Job, artifact: NewArtifact) -> Artifact:
    return Artifact(
        job_id=job.id,
        project_id=job.project_id,
        name=artifact.name[-300:],
        view=artifact.view,
        size=artifact.blob.size,
        sha256=artifact.blob.sha256,
    )


def _diagnostics(job: Job, found: Sequence[tuple[str, Diagnostic]]) -> list[JobDiagnostic]:
    return [
        JobDiagnostic(
            job_id=job.id,
            position=position,
            step=step,
            severity=diagnostic.severity.value,
            message=diagnostic.message[:LONGEST_MESSAGE],
            file=diagnostic.file[:500],
            line=diagnostic.line,
            column=diagnostic.column,
            rule=diagnostic.rule[:100],
            kind=diagnostic.kind[:60],
            source=diagnostic.source[:60],
            cause=diagnostic.cause[:LONGEST_MESSAGE],
            hint=diagnostic.hint[:LONGEST_MESSAGE],
            raw=diagnostic.raw[:LONGEST_MESSAGE],
        )
        for position, (step, diagnostic) in enumerate(found)
    ]
