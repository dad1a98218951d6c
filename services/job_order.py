"""Which job is next: decided by the rows alone, so that every worker decides alike whatever the queue delivers.

First what a person waits for, then what runs by itself.
Within that, the person with the fewest running jobs is served, and of those whoever was served longest ago.
So 200 runs of one person take turns with the single run of another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from services.limits import limits_of, plans
from services.models import Job, JobState, Priority, User
from services.models.base import UtcDateTime

ALONE_WITHIN = timedelta(seconds=15)
"""How long a job under which a worker died waits for a worker that runs nothing else."""

SERVED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Room:
    """What a worker can take now: runs that nobody waits for, and runs that are better alone in it."""

    batch: bool = True
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """The job that is next, and the person who started it."""

    job_id: UUID
    person: UUID | None


def next_job(session: Session, moment: datetime, room: Room) -> Candidate | None:
    """Return the job that is next, whose row is locked on PostgreSQL; rows that others hold are passed over."""
    values = {
        'moment': moment,
        'lowest': Priority.BATCH if room.batch else Priority.INTERACTIVE,
        'alone_since': moment if room.alone else moment - ALONE_WITHIN,
        'served_since': moment - SERVED_WITHIN,
    }
    row = session.execute(_NEXT, values).one_or_none()
    return None if row is None else Candidate(row.id, row.created_by)


def keeps_to_plan(session: Session, person: UUID | None) -> bool:
    """Tell whether a person may have one more job run; nobody else gives them one until this transaction ends."""
    if person is None or session.get_bind().dialect.name == 'sqlite':
        # SQLite has one writer at a time, so `next_job` has counted what is still true.
        return True
    # NOTE: the lock makes another worker's claim for the same person wait, and the count then sees its outcome.
    plan = session.scalar(select(User.plan).where(User.id == person).with_for_update(key_share=True))
    running = select(func.count()).where(Job.created_by == person, runs())
    return (session.scalar(running) or 0) < limits_of(plan or '').concurrent_jobs


def may_begin(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition of a job that a worker may take: it waits, is run by workers, and its pause is over."""
    return and_(waits(), or_(Job.not_before.is_(None), Job.not_before <= moment))


def waits() -> ColumnElement[bool]:
    """Return the condition of a job that waits for a worker, now or after a pause."""
    return and_(Job.state == JobState.QUEUED, Job.child_count == 0)


def concurrent_jobs() -> ColumnElement[int]:
    """Return how many jobs of a person may run at once, by the plan in the row of `User`."""
    by_plan = {name: limits.concurrent_jobs for name, limits in plans().items()}
    return case(by_plan, value=User.plan, else_=limits_of().concurrent_jobs)


def runs() -> ColumnElement[bool]:
    """Return the condition of a job that a worker runs."""
    return and_(Job.state == JobState.RUNNING, Job.child_count == 0)


def _next() -> Select[UUID, UUID | None]:
    running = select(Job.created_by.label('person'), func.count().label('jobs')).where(runs())
    busy = running.group_by(Job.created_by).subquery()
    begun = select(Job.created_by.label('person'), func.max(Job.started_at).label('moment'))
    recent = begun.where(Job.started_at > bindparam('served_since', type_=_MOMENT), Job.child_count == 0)
    served = recent.group_by(Job.created_by).subquery()
    may_be_beside = func.coalesce(Job.not_before, Job.created_at) <= bindparam('alone_since', type_=_MOMENT)
    return (
        select(Job.id, Job.created_by)
        .outerjoin(User, User.id == Job.created_by)
        .outerjoin(busy, busy.c.person == Job.created_by)
        .outerjoin(served, served.c.person == Job.created_by)
        .where(
            may_begin(bindparam('moment', type_=_MOMENT)),
            func.coalesce(busy.c.jobs, 0) < concurrent_jobs(),
            Job.priority >= bindparam('lowest'),
            or_(Job.deaths == 0, may_be_beside),
        )
        .order_by(
            Job.priority.desc(),
            func.coalesce(busy.c.jobs, 0),
            served.c.moment.asc().nulls_first(),
            Job.created_at,
            Job.id,
        )
        .limit(1)
        .with_for_update(of=Job, skip_locked=True)
    )


_MOMENT = UtcDateTime()
# NOTE: built once; building it for each claim cost more than running it.
_NEXT = _next()
ANY_MAY_BEGIN = select(Job.id).where(may_begin(bindparam('moment', type_=_MOMENT))).limit(1)
"""Whether any job may begin at `moment`."""
