"""REST of what runs leave: bytes of artifacts, whole or in ranges, and how long they are kept."""

from functools import partial

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor, needs
from ide.api.jobs import ArtifactAnswer
from ide.api.ranges import range_response
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Actor, Permission
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


@router.put('/{artifact_id}/pin', openapi_extra=needs(Permission.ARTIFACT_PIN))
async def pin(
    request: Request, actor: CurrentActor, project_id: str, job_id: str, artifact_id: str
) -> list[ArtifactAnswer]:
    """Keep an artifact for ever."""
    return await _pin(request, actor, project_id, job_id, artifact_id, pinned=True)


@router.delete('/{artifact_id}/pin', openapi_extra=needs(Permission.ARTIFACT_PIN))
async def unpin(
    request: Request, actor: CurrentActor, project_id: str, job_id: str, artifact_id: str
) -> list[ArtifactAnswer]:
    """Keep an artifact no longer than the plan says."""
    return await _pin(request, actor, project_id, job_id, artifact_id, pinned=False)


@router.put('/pin', openapi_extra=needs(Permission.ARTIFACT_PIN))
async def pin_all(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> list[ArtifactAnswer]:
    """Keep all that a run left for ever."""
    return await _pin(request, actor, project_id, job_id, '', pinned=True)


@router.delete('/pin', openapi_extra=needs(Permission.ARTIFACT_PIN))
async def unpin_all(request: Request, actor: CurrentActor, project_id: str, job_id: str) -> list[ArtifactAnswer]:
    """Keep what a run left no longer than the plan says."""
    return await _pin(request, actor, project_id, job_id, '', pinned=False)


async def _pin(
    request: Request, actor: Actor, project_id: str, job_id: str, artifact_id: str, *, pinned: bool
) -> list[ArtifactAnswer]:
    act = partial(services_of(request).artifacts.pin, pinned=pinned)
    meant = parse_id(artifact_id, 'artifact') if artifact_id else None
    found = await call(act, actor, parse_id(project_id, 'project'), parse_id(job_id, 'run'), meant)
    return [ArtifactAnswer.model_validate(artifact) for artifact in found]
