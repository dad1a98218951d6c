"""Jobs: what people ask to run; starting, looking, cancelling. Workers do the rest through `services.job_leases`."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from services.access import open_project, visible_projects
from services.audit import record
from services.blobs import BlobService
from services.bus import EventBus
from services.clock import now
from services.cursors import Page, fetch_newest
from services.database import Database
from services.errors import LimitError, NotFoundError
from services.events import JobStatusChanged
from services.flows import check_options
from services.limits import Limits, limits_of
from services.logs import LogStore
from services.models import Artifact, Job, JobDiagnostic, JobState, JobStep, Project
from services.permissions import Actor, Permission
from services.snapshots import SnapshotService
from services.views import LOG

log = logging.getLogger(__name__)

MOST_WAITING = 100
LARGEST_LOG_PART = 1 << 20


class JobQueue(Protocol):
    """Carries the ids of committed jobs to a worker; `workers.queue` is the real one."""

    def enqueue(self, job_id: UUID, priority: int = 0) -> None:
        """Hand the job to a worker."""


class RowsOnly:
    """No queue at all: workers find queued rows by themselves when they look through them."""

    def enqueue(self, job_id: UUID, priority: int = 0) -> None:
        """Leave it to the row."""


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job with all that it left."""

    job: Job
    steps: Sequence[JobStep]
    diagnostics: Sequence[JobDiagnostic]
    artifacts: Sequence[Artifact]


@dataclass(frozen=True, slots=True)
class LogPart:
    """A piece of a log of `total` bytes; after `ended` nothing follows; each attempt has its own `begun`."""

    data: bytes
    offset: int
    total: int
    ended: bool
    begun: datetime | None


class JobService:
    """Starts, shows and cancels runs; the row is the truth, the queue only carries ids."""

    def __init__(
        self,
        database: Database,
        bus: EventBus,
        queue: JobQueue,
        snapshots: SnapshotService,
        blobs: BlobService,
        logs: LogStore,
    ) -> None:
        self._database = database
        self._bus = bus
        self._queue = queue
        self._snapshots = snapshots
        self._blobs = blobs
        self._logs = logs

    def start(
        self,
        actor: Actor,
        project_id: UUID,
        flow: str,
        options: dict[str, Any] | None = None,
        priority: int = 0,
        *,
        fresh: bool = False,
    ) -> Job:
        """Take a snapshot of the project and queue a run of `flow` on it; a `fresh` one is run in any case."""
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.JOB_RUN, lock=True)
            checked = check_options(flow, options or {})
            check_time(checked, limits_of(project.plan))
            snapshot = self._snapshots.take_in(session, project_id, actor.user_id)
            job = self._insert(session, actor, project_id, flow, checked, snapshot.id, priority, fresh=fresh)
            record(session, actor, 'job.started', 'job', job.id, project_id, {'flow': flow, 'number': job.number})
        self._hand_over(job)
        return job

    def retry(self, actor: Actor, project_id: UUID, job_id: UUID) -> Job:
        """Run the same again, afresh: flow, options and snapshot of an earlier job."""
        with self._database.write() as session:
            open_project(session, actor, project_id, Permission.JOB_RUN, lock=True)
            old = self._one(session, project_id, job_id)
            again = (old.flow, old.options, old.snapshot_id, old.priority)
            job = self._insert(session, actor, project_id, *again, fresh=True)
            record(session, actor, 'job.started', 'job', job.id, project_id, {'flow': old.flow, 'number': job.number})
        self._hand_over(job)
        return job

    def list(
        self, actor: Actor, project_id: UUID, limit: int = 50, cursor: str = '', state: JobState | None = None
    ) -> Page[Job]:
        """Return the project's runs, newest first."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            statement = visible_jobs(actor).where(Job.project_id == project_id)
            if state is not None:
                statement = statement.where(Job.state == state)
            return fetch_newest(session, statement, Job.id, limit, cursor)

    def get(self, actor: Actor, project_id: UUID, job_id: UUID) -> JobDetails:
        """Return a run with its steps, diagnostics and artifacts."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            return self._details(session, self._one(session, project_id, job_id))

    def get_by_number(self, actor: Actor, project_id: UUID, number: int) -> JobDetails:
        """Return a run by its number within the project."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            job = session.scalar(visible_jobs(actor).where(Job.project_id == project_id, Job.number == number))
            if job is None:
                raise NotFoundError(f'This project has no run #{number}.')
            return self._details(session, job)

    def latest(self, actor: Actor, project_id: UUID, view: str = '') -> JobDetails | None:
        """Return the newest run that has ended, if wanted one that left an artifact of `view`."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            statement = visible_jobs(actor).where(Job.project_id == project_id, Job.finished_at.is_not(None))
            if view:
                statement = statement.where(Job.id.in_(select(Artifact.job_id).where(Artifact.view == view)))
            job = session.scalar(statement.order_by(Job.id.desc()).limit(1))
            return None if job is None else self._details(session, job)

    def cancel(self, actor: Actor, project_id: UUID, job_id: UUID) -> Job:
        """End a run: at once while it waits, within a second while it runs; one that has ended stays as it is."""
        with self._database.write() as session:
            open_project(session, actor, project_id, Permission.JOB_CANCEL)
            moment = now()
            waiting = update(Job).where(Job.id == job_id, Job.project_id == project_id, Job.state == JobState.QUEUED)
            session.execute(
                waiting.values(
                    state=JobState.CANCELLED,
                    reason='Cancelled before it began.',
                    cancel_requested_at=moment,
                    finished_at=moment,
                )
            )
            running = update(Job).where(Job.id == job_id, Job.project_id == project_id, Job.state == JobState.RUNNING)
            session.execute(running.values(cancel_requested_at=moment))
            job = self._one(session, project_id, job_id)
            if job.cancel_requested_at == moment:
                record(session, actor, 'job.cancelled', 'job', job.id, project_id, {'number': job.number})
        self._bus.publish(JobStatusChanged(project_id, job_id, job.state, 'cancel'))
        return job

    def read_log(
        self, actor: Actor, project_id: UUID, job_id: UUID, offset: int = 0, length: int = LARGEST_LOG_PART
    ) -> LogPart:
        """Return a piece of a run's log, while it runs and after."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            job = self._one(session, project_id, job_id)
            kept = session.scalar(select(Artifact).where(Artifact.job_id == job_id, Artifact.view == LOG.id))
        length = max(0, min(length, LARGEST_LOG_PART))
        if kept is None:
            total = self._logs.length(job_id)
            ended = JobState(job.state).is_final
            return LogPart(self._logs.read(job_id, offset, length), offset, total, ended, job.started_at)
        length = max(0, min(length, kept.size - offset))
        data = b''.join(self._blobs.stream(kept.sha256, offset, length)) if length else b''
        return LogPart(data, offset, kept.size, ended=True, begun=job.started_at)

    def _insert(
        self,
        session: Session,
        actor: Actor,
        project_id: UUID,
        flow: str,
        options: dict[str, Any],
        snapshot_id: UUID,
        priority: int,
        *,
        fresh: bool,
    ) -> Job:
        check_room(session, project_id)
        counted = update(Project).where(Project.id == project_id).values(job_count=Project.job_count + 1)
        number = session.execute(counted.returning(Project.job_count)).scalar_one()
        job = Job(
            project_id=project_id,
            number=number,
            flow=flow,
            options=options,
            snapshot_id=snapshot_id,
            created_by=actor.user_id,
            priority=priority,
            envelope={'fresh': True} if fresh else {},
        )
        session.add(job)
        session.flush()
        return job

    def _hand_over(self, job: Job) -> None:
        try:
            self._queue.enqueue(job.id, job.priority)
        except Exception:  # the row is committed: a worker finds it when it looks through the queued rows
            log.exception('The queue did not take job %s', job.id)
        self._bus.publish(JobStatusChanged(job.project_id, job.id, JobState.QUEUED))

    def _one(self, session: Session, project_id: UUID, job_id: UUID) -> Job:
        job = session.scalar(select(Job).where(Job.id == job_id, Job.project_id == project_id))
        if job is None:
            raise NotFoundError('There is no such run in this project.')
        return job

    def _details(self, session: Session, job: Job) -> JobDetails:
        return JobDetails(
            job=job,
            steps=session.scalars(select(JobStep).where(JobStep.job_id == job.id).order_by(JobStep.position)).all(),
            diagnostics=session.scalars(
                select(JobDiagnostic).where(JobDiagnostic.job_id == job.id).order_by(JobDiagnostic.position)
            ).all(),
            artifacts=session.scalars(
                select(Artifact).where(Artifact.job_id == job.id).order_by(Artifact.view == LOG.id, Artifact.name)
            ).all(),
        )


def visible_jobs(actor: Actor) -> Select[Job]:
    """Return the statement of all runs that `actor` may see: those of the projects they may open."""
    projects = visible_projects(actor).with_only_columns(Project.id)
    return select(Job).where(Job.project_id.in_(projects))


def check_room(session: Session, project_id: UUID) -> None:
    """Raise where too many runs of the project wait already."""
    waiting = select(func.count()).where(Job.project_id == project_id, Job.state == JobState.QUEUED)
    count = session.scalar(waiting) or 0
    if count >= MOST_WAITING:
        raise LimitError(f'{count} runs of this project wait already (at most {MOST_WAITING}): cancel some of them.')


def check_time(options: dict[str, Any], limits: Limits) -> None:
    """Raise where a run asks for more time than the plan gives."""
    wanted = options.get('time_limit_s', 0)
    if wanted > limits.job_time_s:
        raise LimitError(
            f'time_limit_s is {wanted:g}; this plan gives a run at most {limits.job_time_s} s (job_time_s).'
        )
