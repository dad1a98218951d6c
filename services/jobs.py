"""Jobs: what people ask to run; starting, looking, cancelling. Workers do the rest through `services.job_leases`."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from services.access import ProjectInfo, open_project, visible_projects
from services.artifact_expiry import expired_text
from services.audit import record
from services.blobs import BlobService
from services.bus import EventBus
from services.clock import now
from services.cursors import Page, fetch_newest
from services.database import Database
from services.errors import InvalidError, NotFoundError
from services.events import JobStatusChanged
from services.flows import check_options
from services.job_drafts import Draft, check_time, insert_jobs
from services.job_families import settle_parent
from services.limits import limits_of
from services.logs import LogStore
from services.models import Artifact, Job, JobDiagnostic, JobState, JobStep, Priority, Project, Snapshot
from services.permissions import Actor, Permission
from services.queue_forecast import QueuePlace
from services.queue_places import place_of
from services.regressions.drafts import REGRESS, drafts_of
from services.snapshots import SnapshotService
from services.views import LOG
from services.worker_board import WorkerBoard

log = logging.getLogger(__name__)

LARGEST_LOG_PART = 1 << 20
OPEN = (JobState.QUEUED, JobState.RUNNING)
MOST_HINTS = 32
"""How often the queue is told of many jobs at once: a worker that has ended one looks for the next by itself."""


class JobQueue(Protocol):
    """Wakes a worker for a committed job, and the rows say which job is next; `workers.queue` is the real one."""

    def enqueue(self, job_id: UUID) -> None:
        """Tell a worker that this job waits."""


class RowsOnly:
    """No queue at all: workers find queued rows by themselves when they look through them."""

    def enqueue(self, job_id: UUID) -> None:
        """Leave it to the row."""


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job with all that it left."""

    job: Job
    steps: Sequence[JobStep]
    diagnostics: Sequence[JobDiagnostic]
    artifacts: Sequence[Artifact]
    """What can be read; `expired` names what could be."""
    expired: Sequence[Artifact] = ()
    children: Mapping[JobState, int] = field(default_factory=dict)
    """Of a regression: how many of its runs are in each state."""
    queue: QueuePlace | None = None
    """Of a waiting run: its position and when it is expected to begin."""


@dataclass(frozen=True, slots=True)
class LogPart:
    """A piece of a log of `total` bytes; after `ended` nothing follows; each attempt has its own `begun`."""

    data: bytes
    offset: int
    total: int
    ended: bool
    begun: datetime | None


class JobService:
    """Starts, shows and cancels runs; the row is the truth, the queue only wakes workers."""

    def __init__(
        self,
        database: Database,
        bus: EventBus,
        queue: JobQueue,
        snapshots: SnapshotService,
        blobs: BlobService,
        logs: LogStore,
        workers: WorkerBoard,
    ) -> None:
        self._database = database
        self._bus = bus
        self._queue = queue
        self._snapshots = snapshots
        self._blobs = blobs
        self._logs = logs
        self._workers = workers

    def start(
        self,
        actor: Actor,
        project_id: UUID,
        flow: str,
        options: dict[str, Any] | None = None,
        priority: Priority = Priority.INTERACTIVE,
        *,
        fresh: bool = False,
    ) -> Job:
        """Take a snapshot of the project and queue a run of `flow` on it; a `fresh` one is run in any case.

        A regression becomes a parent with one run for each combination of its matrix.
        """
        if flow == REGRESS:
            parent = Draft(flow, check_options(flow, options or {}), fresh=fresh)
            snapshot = self._snapshots.take(actor, project_id)
            children = drafts_of(self._snapshots, snapshot, parent.options, fresh)
            return self.start_children(actor, project_id, parent, children, snapshot.id)
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.JOB_RUN, lock=True)
            draft = checked_draft(project, Draft(flow, options or {}, priority, fresh=fresh))
            snapshot = self._snapshots.take_in(session, project_id, actor.user_id)
            [job] = insert_jobs(session, actor, project, snapshot.id, [draft])
            self._record_start(session, actor, job)
        self._hand_over([job])
        return job

    def start_children(
        self,
        actor: Actor,
        project_id: UUID,
        parent: Draft,
        children: Sequence[Draft],
        snapshot_id: UUID | None = None,
    ) -> Job:
        """Queue many runs as one: a parent job, which is returned, and its children, all on one snapshot.

        The parent is no work by itself: it is running once its first child is, and ends with its last one, as passed
        only where all of them passed; cancelling it cancels them.
        The children wait as batch runs, so that they delay nobody who waits for a single run.
        All or nothing is queued, on the files as they are now or on the snapshot of an earlier run of the project.
        """
        if not children:
            raise InvalidError('There is nothing to run: the list of runs is empty.')
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.JOB_RUN, lock=True)
            drafts = [checked_draft(project, replace(draft, priority=Priority.BATCH)) for draft in (parent, *children)]
            if snapshot_id is None:
                snapshot_id = self._snapshots.take_in(session, project_id, actor.user_id).id
            else:
                require_snapshot(session, project_id, snapshot_id)
            jobs = insert_jobs(session, actor, project, snapshot_id, drafts, children_of_first=True)
            self._record_start(session, actor, jobs[0])
        self._hand_over(jobs[1:], jobs[0])
        return jobs[0]

    def retry(self, actor: Actor, project_id: UUID, job_id: UUID, *, only_failed: bool = False) -> Job:
        """Run the same again, afresh: flow, options and snapshot of an earlier job.

        Of a regression all runs are repeated, or only those that did not pass.
        """
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_RUN)
            old = self._one(session, project_id, job_id)
            children = session.scalars(children_of(job_id).order_by(Job.number)).all()
        if old.child_count:
            again = [job for job in children if not (only_failed and job.state == JobState.PASSED)]
            return self.start_children(
                actor, project_id, as_draft(old), [as_draft(job) for job in again], old.snapshot_id
            )
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.JOB_RUN, lock=True)
            draft = replace(as_draft(old), priority=Priority.INTERACTIVE if old.parent_id else Priority(old.priority))
            [job] = insert_jobs(session, actor, project, old.snapshot_id, [draft])
            self._record_start(session, actor, job)
        self._hand_over([job])
        return job

    def list(
        self, actor: Actor, project_id: UUID, limit: int = 50, cursor: str = '', state: JobState | None = None
    ) -> Page[Job]:
        """Return the project's runs, newest first; a regression is one of them, its own runs are not."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            statement = visible_jobs(actor).where(Job.project_id == project_id, Job.parent_id.is_(None))
            if state is not None:
                statement = statement.where(Job.state == state)
            return fetch_newest(session, statement, Job.id, limit, cursor)

    def children(self, actor: Actor, project_id: UUID, job_id: UUID) -> Sequence[Job]:
        """Return the runs of a regression by their numbers; none for another job."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            self._one(session, project_id, job_id)
            return session.scalars(children_of(job_id).order_by(Job.number)).all()

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
                left = select(Artifact.job_id).where(Artifact.view == view, Artifact.sha256 != '')
                statement = statement.where(Job.id.in_(left))
            job = session.scalar(statement.order_by(Job.id.desc()).limit(1))
            return None if job is None else self._details(session, job)

    def cancel(self, actor: Actor, project_id: UUID, job_id: UUID) -> Job:
        """End a run: at once while it waits, within a second while it runs; one that has ended stays as it is.

        Of a regression, every run that has not ended is ended.
        """
        with self._database.write() as session:
            open_project(session, actor, project_id, Permission.JOB_CANCEL, lock=True)
            self._one(session, project_id, job_id)
            moment = now()
            ended = cancel_waiting(session, children_of(job_id), moment)
            ended += cancel_waiting(session, select(Job).where(Job.id == job_id, Job.child_count == 0), moment)
            # NOTE: children come before their parent, as in the transactions of workers that end one.
            for these in (Job.parent_id == job_id, Job.id == job_id):
                wished = update(Job).where(these, Job.state.in_(OPEN)).values(cancel_requested_at=moment)
                session.execute(wished, execution_options={'synchronize_session': False})
            settle_parent(session, job_id)
            job = session.get_one(Job, job_id, populate_existing=True)
            if job.parent_id is not None:
                settle_parent(session, job.parent_id)
            if job.cancel_requested_at == moment:
                record(session, actor, 'job.cancelled', 'job', job.id, project_id, {'number': job.number})
        for each in {job_id, *ended}:
            state = job.state if each == job_id else JobState.CANCELLED
            self._bus.publish(JobStatusChanged(project_id, each, state, 'cancel'))
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
        if kept.has_expired:
            return expired_log(kept, offset, length, job)
        length = max(0, min(length, kept.size - offset))
        data = b''.join(self._blobs.stream(kept.sha256, offset, length)) if length else b''
        return LogPart(data, offset, kept.size, ended=True, begun=job.started_at)

    def _record_start(self, session: Session, actor: Actor, job: Job) -> None:
        detail = {'flow': job.flow, 'number': job.number}
        record(session, actor, 'job.started', 'job', job.id, job.project_id, detail)

    def _hand_over(self, jobs: Sequence[Job], parent: Job | None = None) -> None:
        """Tell the queue of jobs to run, and everybody else of the run that a person started."""
        try:
            for job in jobs[:MOST_HINTS]:
                self._queue.enqueue(job.id)
        except Exception:  # the rows are committed: a worker finds them when it looks through the queued rows
            log.exception('The queue did not take job %s', jobs[0].id)
        told = parent or jobs[0]
        self._bus.publish(JobStatusChanged(told.project_id, told.id, JobState.QUEUED))

    def _one(self, session: Session, project_id: UUID, job_id: UUID) -> Job:
        job = session.scalar(select(Job).where(Job.id == job_id, Job.project_id == project_id))
        if job is None:
            raise NotFoundError('There is no such run in this project.')
        return job

    def _details(self, session: Session, job: Job) -> JobDetails:
        left = session.scalars(
            select(Artifact).where(Artifact.job_id == job.id).order_by(Artifact.view == LOG.id, Artifact.name)
        ).all()
        return JobDetails(
            job=job,
            steps=session.scalars(select(JobStep).where(JobStep.job_id == job.id).order_by(JobStep.position)).all(),
            diagnostics=session.scalars(
                select(JobDiagnostic).where(JobDiagnostic.job_id == job.id).order_by(JobDiagnostic.position)
            ).all(),
            artifacts=[artifact for artifact in left if not artifact.has_expired],
            expired=[artifact for artifact in left if artifact.has_expired],
            children=children_by_state(session, job.id) if job.child_count else {},
            queue=place_of(session, job.id, self._workers.read()) if job.state == JobState.QUEUED else None,
        )


def visible_jobs(actor: Actor) -> Select[Job]:
    """Return the statement of all runs that `actor` may see: those of the projects they may open."""
    projects = visible_projects(actor).with_only_columns(Project.id)
    return select(Job).where(Job.project_id.in_(projects))


def expired_log(kept: Artifact, offset: int, length: int, job: Job) -> LogPart:
    """Return the line that stands where the log was."""
    text = f'{expired_text(kept)} Run it again to see what it says.\n'.encode()
    return LogPart(text[offset : offset + length], offset, len(text), ended=True, begun=job.started_at)


def children_of(job_id: UUID) -> Select[Job]:
    """Return the statement of the runs of a regression."""
    return select(Job).where(Job.parent_id == job_id)


def children_by_state(session: Session, job_id: UUID) -> dict[JobState, int]:
    """Return how many runs of a regression are in each state."""
    counted = select(Job.state, func.count()).where(Job.parent_id == job_id).group_by(Job.state)
    return {JobState(state): count for state, count in session.execute(counted)}


def cancel_waiting(session: Session, jobs: Select[Job], moment: datetime) -> list[UUID]:
    """End those of the jobs that still wait; return their ids."""
    # NOTE: locked in one order, so that two who cancel the same regression do not wait for each other.
    waiting = jobs.with_only_columns(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id).with_for_update()
    ended = list(session.scalars(waiting))
    values = {'state': JobState.CANCELLED, 'reason': 'Cancelled before it began.'}
    cancelled = update(Job).where(Job.id.in_(ended), Job.state == JobState.QUEUED)
    session.execute(
        cancelled.values(cancel_requested_at=moment, finished_at=moment, **values),
        execution_options={'synchronize_session': False},
    )
    return ended


def checked_draft(project: ProjectInfo, draft: Draft) -> Draft:
    """Return the draft with its options as they are stored, or raise an error that names what is wrong with them."""
    options = check_options(draft.flow, draft.options)
    check_time(options, limits_of(project.plan))
    return replace(draft, options=options)


def as_draft(job: Job) -> Draft:
    """Return the draft that runs the same as an earlier job once more."""
    return Draft(job.flow, job.options, Priority(job.priority), job.name, fresh=True)


def require_snapshot(session: Session, project_id: UUID, snapshot_id: UUID) -> None:
    """Raise unless the snapshot is one of this project."""
    if session.scalar(select(Snapshot.id).where(Snapshot.id == snapshot_id, Snapshot.project_id == project_id)) is None:
        raise NotFoundError('There is no such snapshot in this project.')
