"""The place of a waiting run in the queue, from the rows and from the workers that live."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.clock import now
from services.job_order import concurrent_jobs, runs, waits
from services.models import Job, User
from services.queue_forecast import Forecast, QueuePlace, Running, Waiting
from services.worker_board import WorkerStatus

MEASURED_RUNS = 300
MOST_JOBS = 5000
"""A longer queue is not played through any further."""

UNKNOWN_S = 5.0
"""What a run is thought to take where none has ended yet."""


def place_of(session: Session, job_id: UUID, workers: Sequence[WorkerStatus]) -> QueuePlace | None:
    """Return position and expected start of a waiting job; None for one that does not wait."""
    moment = now()
    usual = Durations(session)
    places = sum(worker.threads for worker in workers if not worker.refusal)
    waiting = [_waiting(row, moment, usual) for row in session.execute(_WAITING)]
    running = [_running(row, moment, usual) for row in session.execute(_RUNNING)]
    found = Forecast(waiting, running[: places or 1], max(places, 1)).place_of(job_id)
    if found is None or places:
        return found
    return QueuePlace(found.position, None)


class Durations:
    """How long runs of a flow usually take: in the project, else anywhere."""

    def __init__(self, session: Session) -> None:
        self._seen: dict[tuple[UUID | None, str], list[float]] = defaultdict(list)
        for row in session.execute(_ENDED):
            seconds = (row.finished_at - row.started_at).total_seconds()
            for key in ((row.project_id, row.flow), (None, row.flow), (None, '')):
                self._seen[key].append(seconds)

    def of(self, project_id: UUID, flow: str) -> float:
        """Return the median of the newest runs."""
        for key in ((project_id, flow), (None, flow), (None, '')):
            if self._seen.get(key):
                return median(self._seen[key])
        return UNKNOWN_S


def _waiting(row: Row[*tuple[Any, ...]], moment: datetime, usual: Durations) -> Waiting:
    return Waiting(
        job_id=row.id,
        person=row.created_by,
        priority=row.priority,
        age_s=(moment - row.created_at).total_seconds(),
        takes_s=usual.of(row.project_id, row.flow),
        limit=row.limit,
        pause_s=max(0.0, (row.not_before - moment).total_seconds()) if row.not_before else 0.0,
    )


def _running(row: Row[*tuple[Any, ...]], moment: datetime, usual: Durations) -> Running:
    since = (moment - row.started_at).total_seconds()
    takes = usual.of(row.project_id, row.flow)
    # One that takes longer than usual is thought to be halfway through.
    return Running(row.created_by, takes - since if since < takes else since)


_WAITING = (
    select(
        Job.id,
        Job.project_id,
        Job.flow,
        Job.created_by,
        Job.priority,
        Job.created_at,
        Job.not_before,
        concurrent_jobs().label('limit'),
    )
    .outerjoin(User, User.id == Job.created_by)
    .where(waits())
    .order_by(Job.priority.desc(), Job.created_at)
    .limit(MOST_JOBS)
)
_RUNNING = (
    select(Job.project_id, Job.flow, Job.created_by, Job.started_at)
    .where(runs(), Job.started_at.is_not(None))
    .order_by(Job.started_at)
)
_ENDED = (
    select(Job.project_id, Job.flow, Job.started_at, Job.finished_at)
    .where(
        Job.finished_at.is_not(None),
        Job.started_at.is_not(None),
        Job.child_count == 0,
        # What an equal run had ready says nothing about how long one takes.
        Job.source_job_id.is_(None),
    )
    .order_by(Job.id.desc())
    .limit(MEASURED_RUNS)
)
