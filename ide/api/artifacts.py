"""REST of what runs leave: bytes of artifacts, whole or in ranges."""

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor, needs
from ide.api.jobs import ArtifactAnswer
from ide.api.ranges import range_response
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Permission
from services.views import LOG, VCD

router = APIRouter(prefix='/projects/{project_id}/jobs/{job_id}/artifacts', tags=['runs'])

TEXT = 'text/plain; charset=utf-8'
BINARY = 'application/octet-stream'


@router.get('', openapi_extra=needs(Permission.JOB_READ))
async def artifacts(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> list[ArtifactAnswer]:
    """Return the artifacts of a run."""
    found = await call(services_of(request).jobs.get, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'))
    return [ArtifactAnswer.model_validate(artifact) for artifact in found.artifacts]


@router.get('/{artifact_id}', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
async def artifact(request: Request, actor: CurrentActor, project_id: str, job_id: str, artifact_id: str) -> Response:
    """Return the bytes of an artifact; they never change."""
    service = services_of(request).artifacts
    found = await call(
        service.get,
        actor,
        parse_id(project_id, 'project'),
        parse_id(job_id, 'run'),
        parse_id(artifact_id, 'artifact'),
    )
    media_type = TEXT if found.view in (LOG.id, VCD.id) else BINARY
    return range_response(
        request,
        lambda offset, length: service.stream(found, offset, length),
        found.size,
        found.sha256,
        media_type,
        found.name,
    )
