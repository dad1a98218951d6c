"""REST of regressions: the table of their runs, and JUnit for build servers."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer
from ide.context import call, services_of
from services.ids import parse_id
from services.models import JobState
from services.permissions import Permission

router = APIRouter(prefix='/projects/{project_id}/jobs/{job_id}', tags=['runs'])


class PastAnswer(Answer):
    """How a run of the same name ended in an earlier regression."""

    regression: int
    state: JobState
    same_files: bool


class RowAnswer(Answer):
    """One run; `flaky` means that the same files both passed and failed."""

    id: UUID
    number: int
    name: str
    flow: str
    state: JobState
    reason: str
    time_s: float | None
    coverage_percent: float | None
    cached: bool
    from_run: int | None
    flaky: bool
    history: list[PastAnswer]


class TableAnswer(Answer):
    """A regression with all its runs, in the order of its matrix; `coverage_percent` is that of all runs together."""

    number: int
    state: JobState
    counts: dict[str, int]
    coverage_percent: float | None
    rows: list[RowAnswer]


@router.get('/regression', openapi_extra=needs(Permission.JOB_READ))
async def regression(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> TableAnswer:
    """Return the table of a regression: pass, fail, time, coverage and history of each run."""
    service = services_of(request).regressions
    table = await call(service.table, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return TableAnswer.model_validate(table)


@router.get('/junit.xml', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
async def junit(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> Response:
    """Return the table as JUnit XML."""
    service = services_of(request).regressions
    data = await call(service.junit, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return Response(data, media_type='application/xml')
