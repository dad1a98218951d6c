"""REST of queue and workers, for administrators."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer
from ide.context import call, services_of
from services.models import JobState
from services.permissions import Permission

router = APIRouter(prefix='/queue', tags=['users'])


class PersonAnswer(Answer):
    """What one person has in the queue."""

    person: str
    interactive: int
    batch: int
    running: int
    oldest_s: float


class LineAnswer(Answer):
    """A job that runs or is dead; `usage` is what it uses now."""

    id: UUID
    project_id: UUID
    path: str
    number: int
    flow: str
    name: str
    person: str
    state: JobState
    reason: str
    attempt: int
    deaths: int
    worker: str
    lease_s: float | None
    since: datetime | None
    usage: dict[str, Any]


class WorkerAnswer(Answer):
    """A worker that lives; `refusal` is why it runs nothing."""

    name: str
    threads: int
    running: int
    isolation: str
    level: int
    refusal: str
    tools: dict[str, str]


class ThroughputAnswer(Answer):
    """What ended within a span, by state, and medians in seconds."""

    span: str
    ended: dict[JobState, int]
    wait_s: float | None
    run_s: float | None


class QueueOverviewAnswer(Answer):
    """Queue and workers at one moment."""

    moment: datetime
    waiting: int
    places: int
    people: list[PersonAnswer]
    running: list[LineAnswer]
    dead: list[LineAnswer]
    workers: list[WorkerAnswer]
    throughput: list[ThroughputAnswer]


@router.get('', openapi_extra=needs(Permission.QUEUE_READ))
async def queue(request: Request, actor: CurrentActor) -> QueueOverviewAnswer:
    """Return who waits, what runs where, which runs are dead, the workers that live, and what ended lately."""
    return QueueOverviewAnswer.model_validate(await call(services_of(request).queue_overview.read, actor))
