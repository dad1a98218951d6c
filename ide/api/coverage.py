"""REST of coverage: what the runs of a project reached of its present sources."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import Field

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Permission

router = APIRouter(prefix='/projects/{project_id}/coverage', tags=['runs'])


class TotalsAnswer(Answer):
    """How much of something was reached."""

    covered: int
    total: int
    percent: float


class FileCoverageAnswer(Answer):
    """The counts of one file: of each line, of each way of a decision, and of each bit by direction."""

    sha256: str
    lines: dict[int, int]
    branches: list[dict[str, Any]]
    toggles: list[dict[str, Any]]


class CoverageAnswer(Answer):
    """The coverage of files whose text is the one that was run; totals are of `line`, `branch` and `toggle`."""

    files: dict[str, FileCoverageAnswer] = Field(default_factory=dict)
    totals: dict[str, TotalsAnswer]


@router.get('', openapi_extra=needs(Permission.JOB_READ))
async def coverage(request: Request, actor: CurrentActor, project_id: str, path: str = '') -> CoverageAnswer:
    """Return what the newest runs of the flow `coverage` reached, merged, of all files or of the one at `path`."""
    merged = await call(services_of(request).coverage.merged, actor, parse_id(project_id, 'project'), path)
    return CoverageAnswer.model_validate(merged.as_json())
