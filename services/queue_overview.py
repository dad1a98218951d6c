"""What administrators see of queue and workers: who waits, what runs where, what ended, what is dead."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from services.access import AnySelect
from services.clock import now
from services.database import Database
from services.job_order import runs, waits
from services.models import Job, JobState, Namespace, Priority, Project, User
from services.permissions import Actor, Permission, require_account
from services.worker_board import WorkerBoard, WorkerStatus

SPANS = {'5 min': timedelta(minutes=5), 'hour': timedelta(hours=1), 'day': timedelta(days=1)}
MOST_ROWS = 200
MOST_MEASURED = 20_000


@dataclass(frozen=True, slots=True)
class PersonQueue:
    """What one person has in the queue; '' is somebody whose account is gone."""

    person: str
    interactive: int
    batch: int
    running: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job that runs or is dead, with where it is found."""

    id: UUID
    project_id: UUID
    path: str
    """The address of its project below the origin."""
    number: int
    flow: str
    name: str
    person: str
    priority: Priority
    state: JobState
    reason: str
    attempt: int
    deaths: int
    worker: str
    lease_s: float | None
    """How long its worker still holds it; below 0 another may take it over."""
    since: datetime | None
    """When it began, or ended."""
    usage: Mapping[str, Any]
    """What it uses now, by the names of `JobProgress`."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """What ended within a span of time: how many by state, and medians in seconds, None where nothing ended."""

    span: str
    ended: Mapping[JobState, int]
    wait_s: float | None
    run_s: float | None


@dataclass(frozen=True, slots=True)
class QueueOverview:
    """Queue and workers at one moment."""

    moment: datetime
    people: Sequence[PersonQueue]
    running: Sequence[JobLine]
    dead: Sequence[JobLine]
    workers: Sequence[WorkerStatus]
    throughput: Sequence[Throughput]

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return sum(person.interactive + person.batch for person in self.people)

    @property
    def places(self) -> int:
        """How many jobs the workers that live can run at once."""
        return sum(worker.threads for worker in self.workers if not worker.refusal)


class QueueOverviewService:
    """Looks at the rows and at the workers' own words; for administrators only."""

    def __init__(self, database: Database, workers: WorkerBoard) -> None:
        self._database = database
        self._workers = workers

    def read(self, actor: Actor) -> QueueOverview:
        """Return queue and workers as they are now."""
        require_account(actor, Permission.QUEUE_READ)
        moment = now()
        with self._database.read() as session:
            running = _LINES.where(runs()).order_by(Job.started_at).limit(MOST_ROWS)
            dead = _LINES.where(Job.state == JobState.DEAD).order_by(Job.id.desc()).limit(MOST_ROWS)
            return QueueOverview(
                moment=moment,
                people=_people(session, moment),
                running=[_line(row, moment) for row in session.execute(running)],
                dead=[_line(row, moment) for row in session.execute(dead)],
                workers=self._workers.read(),
                throughput=_throughput(session, moment),
            )


def _people(session: Session, moment: datetime) -> list[PersonQueue]:
    waiting = case((waits(), 1), else_=0)
    counted = (
        select(
            func.coalesce(User.username, '').label('person'),
            func.sum(case((Job.priority >= Priority.INTERACTIVE, waiting), else_=0)).label('interactive'),
            func.sum(case((Job.priority < Priority.INTERACTIVE, waiting), else_=0)).label('batch'),
            func.sum(case((runs(), 1), else_=0)).label('running'),
            func.min(case((waits(), Job.created_at)), type_=Job.created_at.type).label('oldest'),
        )
        .select_from(Job)
        .outerjoin(User, User.id == Job.created_by)
        .where(waits() | runs())
        .group_by(User.username)
    )
    found = [
        PersonQueue(
            person=row.person,
            interactive=row.interactive,
            batch=row.batch,
            running=row.running,
            oldest_s=(moment - row.oldest).total_seconds() if row.oldest else 0.0,
        )
        for row in session.execute(counted)
    ]
    return sorted(found, key=lambda each: (-each.interactive - each.batch, each.person))


def _throughput(session: Session, moment: datetime) -> list[Throughput]:
    longest = max(SPANS.values())
    # The ids of jobs follow their time of birth; what was started long before and ended just now is left out.
    newest = _ENDED.where(Job.finished_at > moment - longest).order_by(Job.id.desc()).limit(MOST_MEASURED)
    rows = session.execute(newest).all()
    return [_within(name, [row for row in rows if row.finished_at > moment - span]) for name, span in SPANS.items()]


def _within(name: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> Throughput:
    began = [row for row in rows if row.started_at is not None]
    return Throughput(
        span=name,
        ended=Counter(JobState(row.state) for row in rows),
        wait_s=_median((row.started_at - row.created_at).total_seconds() for row in began),
        run_s=_median((row.finished_at - row.started_at).total_seconds() for row in began),
    )


def _median(values: Any) -> float | None:
    found = list(values)
    return median(found) if found else None


def _line(row: Row[*tuple[Any, ...]], moment: datetime) -> JobLine:
    return JobLine(
        id=row.id,
        project_id=row.project_id,
        path=f'/{row.owner}/{row.slug}',
        number=row.number,
        flow=row.flow,
        name=row.name,
        person=row.username or '',
        priority=Priority(row.priority),
        state=JobState(row.state),
        reason=row.reason,
        attempt=row.attempt,
        deaths=row.deaths,
        worker=row.worker,
        lease_s=(row.lease_expires_at - moment).total_seconds() if row.lease_expires_at else None,
        since=row.finished_at or row.started_at,
        usage=row.progress or {},
    )


_LINES: AnySelect = (
    select(
        Job.id,
        Job.project_id,
        Job.number,
        Job.flow,
        Job.name,
        Job.priority,
        Job.state,
        Job.reason,
        Job.attempt,
        Job.deaths,
        Job.owner.label('worker'),
        Job.lease_expires_at,
        Job.started_at,
        Job.finished_at,
        Job.progress,
        Project.slug,
        Namespace.name.label('owner'),
        User.username,
    )
    .join(Project, Project.id == Job.project_id)
    .join(Namespace, Namespace.id == Project.namespace_id)
    .outerjoin(User, User.id == Job.created_by)
)
_ENDED = select(Job.state, Job.created_at, Job.started_at, Job.finished_at).where(Job.child_count == 0)
