"""REST of how runs came about: their envelope, and how to do the same with the bare tools."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, StreamingResponse

from ide.api.actor import CurrentActor, needs
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Permission

router = APIRouter(prefix='/projects/{project_id}/jobs/{job_id}', tags=['runs'])


@router.get('/envelope', openapi_extra=needs(Permission.JOB_READ))
async def envelope(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> dict[str, Any]:
    """Return the run's result, what was assumed, and its trace: commands, versions, hashes, times."""
    service = services_of(request).reproduction
    return await call(service.envelope, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))


@router.get('/reproduce', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
async def reproduce(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> Response:
    """Return a zip with the run's files and `reproduce.sh`, which does the same with the bare tools."""
    service = services_of(request).reproduction
    name, pieces = await call(service.bundle, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    headers = {'Content-Disposition': f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type='application/zip', headers=headers)


@router.get('/reproduce.sh', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
async def script(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> Response:
    """Return `reproduce.sh` alone."""
    service = services_of(request).reproduction
    text = await call(service.script, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return PlainTextResponse(text)
