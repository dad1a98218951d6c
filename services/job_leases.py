"""The rows of jobs as workers change them: claim, renew, finish, give back; each step is one conditional update."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Update, delete, func, select, update
from sqlalchemy.orm import Session, undefer

from services.artifact_expiry import kept_until, project_limits
from services.blobs import BlobService
from services.clock import now
from services.content import StoredBlob
from services.database import Database
from services.diagnostics import Diagnostic
from services.events import JobProgress
from services.job_families import begin_parent, settle_parent
from services.job_order import ANY_MAY_BEGIN, Room, keeps_to_plan, may_begin, next_job
from services.last_runs import last_simulation
from services.limits import Limits
from services.models import Artifact, Job, JobDiagnostic, JobState, JobStep
from services.simulators import LastRun

LEASE = timedelta(seconds=20)
ATTEMPTS = 3
MOST_DEATHS = 6
"""How many workers may die under a job that was never alone in them."""

CLAIM_TRIES = 5
FIRST_PAUSE_S = 2
PAUSE_GROWS = 4
LONGEST_MESSAGE = 2000
DIED = 'The worker that ran it died {deaths} times. Nothing was published; try it again when the cause is found.'


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that one worker holds: only this owner in this attempt, begun at this moment, may publish."""

    job: Job
    owner: str
    attempt: int
    room: Room = field(default_factory=Room)
    """In what room it was taken; a job that was taken alone stays alone for a while."""


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

    def claim_next(self, owner: str, room: Room | None = None) -> Claim | None:
        """Take the job that is next for a worker with this room; nothing is returned where none may begin."""
        room = room or Room()
        if not self.anything_waits():
            return None
        for _ in range(CLAIM_TRIES):
            with self._database.write() as session:
                moment = now()
                found = next_job(session, moment, room)
                if found is None:
                    return None
                if not keeps_to_plan(session, found.person):
                    continue
                if (claim := self._take(session, found.job_id, owner, moment, room)) is not None:
                    return claim
        return None

    def claim(self, job_id: UUID, owner: str) -> Claim | None:
        """Take this queued job, whatever is next; nothing is returned where it is taken or was cancelled."""
        with self._database.write() as session:
            return self._take(session, job_id, owner, now(), Room())

    def anything_waits(self) -> bool:
        """Tell whether a job may begin, at the cost of one quick look."""
        moment = {'moment': now()}
        return self._database.glance(lambda connection: connection.execute(ANY_MAY_BEGIN, moment).first()) is not None

    def _take(self, session: Session, job_id: UUID, owner: str, moment: datetime, room: Room) -> Claim | None:
        waiting = update(Job).where(Job.id == job_id, Job.state == JobState.QUEUED, Job.child_count == 0)
        taken = _changed(
            session,
            waiting.values(
                state=JobState.RUNNING,
                reason='',
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
        if job.parent_id is not None:
            begin_parent(session, job.parent_id, moment)
        return Claim(job, owner, job.attempt, room)

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
            return project_limits(session, claim.job.project_id)

    def last_simulation(self, job: Job, top: str) -> LastRun | None:
        """Return how long the testbench took the last time."""
        return last_simulation(self._database, job.project_id, top, job.snapshot_id, job.id)

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
        """Note that a step began or ended, unless another worker holds the job now."""
        values: dict[str, Any] = {'state': state, 'reason': reason}
        if state is JobState.RUNNING:
            values['started_at'] = now()
        else:
            values |= {'finished_at': now(), 'metrics': metrics or {}}
        with self._database.write() as session:
            held = select(Job.id).where(*_holding(claim)).scalar_subquery()
            session.execute(
                update(JobStep).where(JobStep.job_id == held, JobStep.position == position).values(**values),
                execution_options={'synchronize_session': False},
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
            expires_at = kept_until(session, claim.job.project_id, now())
            session.add_all(_artifact(claim.job, artifact, expires_at) for artifact in ending.artifacts)
            session.add_all(_diagnostics(claim.job, ending.diagnostics))
            if claim.job.parent_id is not None:
                session.flush()
                settle_parent(session, claim.job.parent_id)
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

    def retry_later(self, claim: Claim, reason: str) -> bool:
        """Queue a job again after a pause, because the server failed it; each pause is longer than the one before."""
        pause = timedelta(seconds=FIRST_PAUSE_S * PAUSE_GROWS ** (claim.attempt - 1))
        with self._database.write() as session:
            values = {'state': JobState.QUEUED, 'reason': reason, 'owner': '', 'lease_expires_at': None}
            return _changed(session, _held(claim).values(not_before=now() + pause, **values))

    def reclaim(self, dead_owners: Collection[str] = ()) -> list[Job]:
        """Queue the jobs whose worker is gone again, or call them dead after too many attempts; return them all."""
        with self._database.read() as session:
            gone = Job.lease_expires_at < now()
            expired = session.scalars(
                select(Job).where(Job.state == JobState.RUNNING, gone | Job.owner.in_(dead_owners))
            ).all()
            beside = select(Job.owner, func.count()).where(Job.owner.in_({job.owner for job in expired}))
            counted = session.execute(beside.where(Job.state == JobState.RUNNING).group_by(Job.owner))
            company: dict[str, int] = dict(counted.all())
        released = [self._release(job, alone=company.get(job.owner, 1) == 1) for job in expired]
        return [job for job in released if job is not None]

    def _release(self, job: Job, *, alone: bool) -> Job | None:
        """Let a job go whose worker died: that counts as an attempt only where nothing else can have killed it."""
        held = update(Job).where(
            Job.id == job.id, Job.state == JobState.RUNNING, Job.owner == job.owner, Job.started_at == job.started_at
        )
        deaths, moment = job.deaths + 1, now()
        values: dict[str, Any] = {'deaths': deaths, 'owner': '', 'lease_expires_at': None, 'finished_at': moment}
        if job.cancel_requested_at is not None:
            values |= {'state': JobState.CANCELLED, 'reason': 'Cancelled.'}
        elif (alone and job.attempt >= ATTEMPTS) or deaths >= MOST_DEATHS:
            values |= {'state': JobState.DEAD, 'reason': DIED.format(deaths=deaths)}
        else:
            attempt = job.attempt if alone else job.attempt - 1
            values |= {'state': JobState.QUEUED, 'attempt': attempt, 'not_before': moment, 'finished_at': None}
        with self._database.write() as session:
            if not _changed(session, held.values(**values)):
                return None
            released = session.get_one(Job, job.id)
            if JobState(released.state).is_final:
                self._end_steps(session, job.id, JobState(released.state))
                if job.parent_id is not None:
                    settle_parent(session, job.parent_id)
        return released

    def waiting(self, limit: int) -> list[UUID]:
        """Return jobs that could begin now, the oldest first."""
        with self._database.read() as session:
            return list(session.scalars(select(Job.id).where(may_begin(now())).order_by(Job.created_at).limit(limit)))

    def state(self, job_id: UUID) -> JobState:
        """Return the state of a job."""
        with self._database.read() as session:
            return JobState(session.scalars(select(Job.state).where(Job.id == job_id)).one())

    def owners(self) -> set[str]:
        """Return the workers that hold jobs."""
        with self._database.read() as session:
            held = select(Job.owner).where(Job.state == JobState.RUNNING, Job.owner != '')
            return set(session.scalars(held.distinct()))


def _holding(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        Job.id == claim.job.id,
        Job.state == JobState.RUNNING,
        Job.owner == claim.owner,
        Job.attempt == claim.attempt,
        # An attempt that did not count has the number of the next one.
        Job.started_at == claim.job.started_at,
    )


def _held(claim: Claim) -> Update:
    return update(Job).where(*_holding(claim))


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement, execution_options={'synchronize_session': False})
    return isinstance(result, CursorResult) and result.rowcount == 1


def _artifact(job: Job, artifact: NewArtifact, expires_at: datetime | None) -> Artifact:
    return Artifact(
        job_id=job.id,
        project_id=job.project_id,
        name=artifact.name[-300:],
        view=artifact.view,
        size=artifact.blob.size,
        sha256=artifact.blob.sha256,
        expires_at=expires_at,
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
