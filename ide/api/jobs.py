"""REST of runs: start, look, cancel, and their logs, whole or as they grow."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, field_validator

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer, PageOf, RequestBody
from ide.context import call, services_of
from services.events import Event, JobStatusChanged, LogAppended
from services.ids import parse_id
from services.jobs import JobDetails, LogPart
from services.models import JobState, Priority
from services.permissions import Actor, Permission

router = APIRouter(prefix='/projects/{project_id}/jobs', tags=['runs'])

PriorityName: TypeAlias = Literal['interactive', 'batch']

LOOK_EVERY_S = 0.5
"""How often a follower looks by itself: events are hints and may be lost."""


class JobBody(RequestBody):
    """What to run: a flow, and its options as `/api/v1/flows` describes them."""

    flow: str = Field(max_length=60)
    options: dict[str, Any] = Field(default_factory=dict)
    fresh: bool = False
    """Whether it is run even where an equal run has a result."""
    priority: PriorityName = Field('interactive', description='batch waits behind all runs that people wait for.')


class JobAnswer(Answer):
    """A run; times are UTC, `reason` says why it ended as it did.

    A `cached` one returns the result of an equal run: that of number `from_run`, where it is one of this project.
    A regression has a `child_count`, and each of its runs a `name` and the regression's id as `parent_id`.
    After a fault of the server a run waits until `not_before` for its next attempt.
    """

    id: UUID
    project_id: UUID
    parent_id: UUID | None
    child_count: int
    name: str
    number: int
    flow: str
    options: dict[str, Any]
    state: JobState
    reason: str
    attempt: int
    deaths: int
    priority: PriorityName
    not_before: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    exit_code: int | None
    top_module: str
    metrics: dict[str, Any]
    progress: dict[str, Any]
    log_size: int
    snapshot_id: UUID
    created_by: UUID | None
    cached: bool
    from_run: int | None

    @field_validator('priority', mode='before')
    @classmethod
    def _name_priority(cls, value: Any) -> Any:
        return Priority(value).name.lower() if isinstance(value, int) else value


class StepAnswer(Answer):
    """One step of a run."""

    position: int
    step: str
    title: str
    state: JobState
    reason: str
    started_at: datetime | None
    finished_at: datetime | None
    metrics: dict[str, Any]


class DiagnosticAnswer(Answer):
    """A message; `line` and `column` count from 1, 0 is unknown.

    `kind` is a stable name of the mistake, `cause` its likely cause, `hint` what to do, `raw` the tool's own line.
    """

    step: str
    severity: str
    message: str
    file: str
    line: int
    column: int
    rule: str
    kind: str
    source: str
    cause: str
    hint: str
    raw: str


class ArtifactAnswer(Answer):
    """A kept output; `view` says what it is: vcd, trace, log.

    It is kept until `expires_at` at least, for ever where that is null or it is `pinned`.
    """

    id: UUID
    name: str
    view: str
    size: int
    sha256: str
    expires_at: datetime | None
    pinned: bool


class ExpiredAnswer(Answer):
    """An output that was kept until `expires_at`."""

    name: str
    view: str
    size: int
    expires_at: datetime | None


class QueueAnswer(Answer):
    """The place of a waiting run: 1 is the next to begin; seconds are null where no worker lives."""

    position: int
    expected_start_s: float | None


class JobDetailsAnswer(JobAnswer):
    """A run with all that it left; of a regression, `children` counts its runs by their states."""

    queue: QueueAnswer | None
    children: dict[JobState, int]
    steps: list[StepAnswer]
    diagnostics: list[DiagnosticAnswer]
    artifacts: list[ArtifactAnswer]
    expired_artifacts: list[ExpiredAnswer]


@router.post('', status_code=202, openapi_extra=needs(Permission.JOB_RUN))
async def start(request: Request, response: Response, actor: CurrentActor, project_id: str, body: JobBody) -> JobAnswer:
    """Start a run on the files as they are now."""
    jobs = services_of(request).jobs
    begin = partial(jobs.start, priority=Priority[body.priority.upper()], fresh=body.fresh)
    job = await call(begin, actor, parse_id(project_id, 'project'), body.flow, body.options)
    response.headers['Location'] = f'/api/v1/projects/{job.project_id}/jobs/{job.id}'
    return JobAnswer.model_validate(job)


@router.get('', openapi_extra=needs(Permission.JOB_READ))
async def jobs(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    limit: Annotated[int, Query()] = 50,
    cursor: str = '',
    state: JobState | None = None,
) -> PageOf[JobAnswer]:
    """Return the runs of a project, newest first."""
    page = await call(services_of(request).jobs.list, actor, parse_id(project_id, 'project'), limit, cursor, state)
    return PageOf(items=[JobAnswer.model_validate(job) for job in page.items], next=page.next)


@router.get('/{job_id}/children', openapi_extra=needs(Permission.JOB_READ))
async def children(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> list[JobAnswer]:
    """Return the runs of a regression by their numbers."""
    jobs = services_of(request).jobs
    found = await call(jobs.children, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return [JobAnswer.model_validate(job) for job in found]


@router.get('/{job_id}', openapi_extra=needs(Permission.JOB_READ))
async def job(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> JobDetailsAnswer:
    """Return a run: its state, times, steps, diagnostics, metrics and artifacts."""
    found = await call(services_of(request).jobs.get, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return details(found)


@router.delete('/{job_id}', openapi_extra=needs(Permission.JOB_CANCEL))
async def cancel(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> JobAnswer:
    """Cancel a run; one that has ended stays as it is."""
    job = await call(services_of(request).jobs.cancel, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return JobAnswer.model_validate(job)


@router.post('/{job_id}/retry', status_code=202, openapi_extra=needs(Permission.JOB_RUN))
async def retry(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    job_id: str,
    only_failed: Annotated[bool, Query(description='Of a regression, leave out the runs that passed.')] = False,
) -> JobAnswer:
    """Run the same again: the same files, flow and options."""
    again = partial(services_of(request).jobs.retry, only_failed=only_failed)
    job = await call(again, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return JobAnswer.model_validate(job)


@router.get('/{job_id}/logs', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
async def logs(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    job_id: str,
    offset: Annotated[int, Query(ge=0, description='Where to begin, in bytes.')] = 0,
    follow: Annotated[bool, Query(description='Go on until the run has ended.')] = False,
) -> Response:
    """Return the log as text, from an offset, and as it grows where `follow` is set."""
    source = LogSource(request, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'), offset)
    first = await source.read()
    headers = {'X-Log-Offset': str(offset), 'X-Log-Total': str(first.total), 'Cache-Control': 'no-store'}
    body = source.follow(first) if follow else source.rest(first)
    return StreamingResponse(body, media_type='text/plain; charset=utf-8', headers=headers)


class LogSource:
    """Reads one log piece by piece for one request."""

    def __init__(self, request: Request, actor: Actor, project_id: UUID, job_id: UUID, offset: int) -> None:
        self._services = services_of(request)
        self._actor = actor
        self._project_id = project_id
        self._job_id = job_id
        self._offset = offset

    async def read(self) -> LogPart:
        """Return the next piece, which is empty at the end."""
        jobs = self._services.jobs
        return await call(jobs.read_log, self._actor, self._project_id, self._job_id, self._offset)

    async def rest(self, part: LogPart) -> AsyncIterator[bytes]:
        """Yield what there is now."""
        while part.data:
            yield part.data
            self._offset += len(part.data)
            part = await self.read()

    async def follow(self, part: LogPart) -> AsyncIterator[bytes]:
        """Yield what there is and what comes, until the run has ended."""
        loop, grown = asyncio.get_running_loop(), asyncio.Event()

        def hear(event: Event) -> None:
            if isinstance(event, LogAppended | JobStatusChanged) and event.job_id == self._job_id:
                loop.call_soon_threadsafe(grown.set)

        unsubscribe = await call(self._services.bus.subscribe, hear)
        try:
            while True:
                # NOTE: cleared before the log is read, so that what comes meanwhile is not waited for.
                grown.clear()
                following = part if part.data else await self.read()
                if part.begun is not None and following.begun != part.begun:
                    self._offset = 0
                elif following.data:
                    yield following.data
                    self._offset += len(following.data)
                elif following.ended:
                    return
                else:
                    await wait(grown)
                part = LogPart(b'', 0, 0, following.ended, following.begun)
        finally:
            unsubscribe()


async def wait(grown: asyncio.Event) -> None:
    """Wait for an event, but not for long."""
    try:
        await asyncio.wait_for(grown.wait(), LOOK_EVERY_S)
    except TimeoutError:
        return


def details(found: JobDetails) -> JobDetailsAnswer:
    """Return a run with all that it left."""
    return JobDetailsAnswer(
        **JobAnswer.model_validate(found.job).model_dump(),
        queue=QueueAnswer.model_validate(found.queue) if found.queue else None,
        children=dict(found.children),
        steps=[StepAnswer.model_validate(step) for step in found.steps],
        diagnostics=[DiagnosticAnswer.model_validate(diagnostic) for diagnostic in found.diagnostics],
        artifacts=[ArtifactAnswer.model_validate(artifact) for artifact in found.artifacts],
        expired_artifacts=[ExpiredAnswer.model_validate(artifact) for artifact in found.expired],
    )
