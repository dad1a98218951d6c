"""REST of projects: create, find, list, change, delete, restore."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from ide.api.actor import PUBLIC, CurrentActor, needs
from ide.api.answers import ProjectAnswer, etag_of, project_json
from ide.api.schemas import Json, PageOf, RequestBody
from ide.context import call, services_of
from services.access import ProjectInfo
from services.cursors import Page
from services.entries import names
from services.ids import parse_id
from services.permissions import Permission
from services.project_fields import ProjectChange
from services.projects import Sort

router = APIRouter(prefix='/projects', tags=['projects'])

Limit = Annotated[int, Query(ge=1, le=100, description='How many at most.')]
Cursor = Annotated[str, Query(max_length=600, description='The `next` of the page before.')]
IfMatch = Annotated[str | None, Header(alias='If-Match', description='The ETag that must still be true.')]


class ProjectBody(RequestBody):
    """A new project: empty, or as the template begins."""

    name: str
    description: str | None = None
    visibility: str | None = None
    licence: str | None = None
    topics: list[str] | None = None
    slug: str | None = None
    template: str | None = None


class ProjectChangeBody(RequestBody):
    """What to change; what is left out stays."""

    name: str | None = None
    description: str | None = None
    visibility: str | None = None
    licence: str | None = None
    topics: list[str] | None = None
    slug: str | None = None


@router.post('', status_code=201, response_model=ProjectAnswer, openapi_extra=needs(Permission.PROJECT_CREATE))
async def create(request: Request, actor: CurrentActor, body: ProjectBody) -> Response:
    """Create a project."""
    services = services_of(request)
    fields = body.model_dump(exclude={'template'})
    if body.template:
        info = await call(services.templates.create, actor, body.template, ProjectChange(**fields))
    else:
        info = await call(services.projects.create, actor, ProjectChange(**fields))
    return created(info)


@router.get('', response_model=PageOf[ProjectAnswer], openapi_extra=needs(Permission.PROJECT_READ))
async def own(
    request: Request, actor: CurrentActor, sort: Sort = Sort.UPDATED, limit: Limit = 50, cursor: Cursor = ''
) -> Response:
    """List the projects in which you take part."""
    return page_json(await call(services_of(request).projects.own, actor, sort, limit, cursor))


@router.get('/public', response_model=PageOf[ProjectAnswer], openapi_extra=PUBLIC)
async def public(
    request: Request,
    actor: CurrentActor,
    q: Annotated[str, Query(max_length=1000, description='Words that must all be found.')] = '',
    topic: Annotated[str, Query(max_length=100)] = '',
    sort: Sort = Sort.UPDATED,
    limit: Limit = 50,
    cursor: Annotated[str, Query(max_length=2000)] = '',
) -> Response:
    """List public projects: all of them, or those found by name, description, topics, owner and the text of files."""
    page = await call(services_of(request).search.explore, actor, q, topic, sort, limit, cursor)
    items = [{key: value for key, value in asdict(item).items() if key != 'plan'} for item in page.items]
    return Json({'items': items, 'next': page.next})


@router.get('/deleted', response_model=PageOf[ProjectAnswer], openapi_extra=needs(Permission.PROJECT_READ))
async def deleted(request: Request, actor: CurrentActor) -> Response:
    """List your deleted projects that can still be restored."""
    return page_json(Page(await call(services_of(request).projects.deleted, actor)))


@router.delete('/deleted/{project_id}', status_code=204, openapi_extra=needs(Permission.PROJECT_DELETE))
async def purge(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Remove a deleted project for ever, at once."""
    await call(services_of(request).projects.purge, actor, parse_id(project_id, 'project'))
    return Response(status_code=204)


@router.get('/{project_id}', response_model=ProjectAnswer, openapi_extra=needs(Permission.PROJECT_READ))
async def read(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Return a project."""
    # NOTE: on the event loop on purpose: one indexed select costs less than the way to a thread and back.
    info = services_of(request).projects.get(actor, parse_id(project_id, 'project'))
    if names(request.headers.get('if-none-match', ''), info.etag):
        return Response(status_code=304, headers=etag_of(info.etag))
    return Json(project_json(info), headers=etag_of(info.etag))


@router.put('/{project_id}', response_model=ProjectAnswer, openapi_extra=needs(Permission.PROJECT_UPDATE))
@router.patch('/{project_id}', response_model=ProjectAnswer, openapi_extra=needs(Permission.PROJECT_UPDATE))
async def update(
    request: Request, actor: CurrentActor, project_id: str, body: ProjectChangeBody, if_match: IfMatch = None
) -> Response:
    """Change a project's own properties."""
    change = ProjectChange(**body.model_dump())
    identity = parse_id(project_id, 'project')
    info = await call(services_of(request).projects.update, actor, identity, change, if_match)
    return Json(project_json(info), headers=etag_of(info.etag))


@router.delete('/{project_id}', status_code=204, openapi_extra=needs(Permission.PROJECT_DELETE))
async def delete(request: Request, actor: CurrentActor, project_id: str, if_match: IfMatch = None) -> Response:
    """Delete a project; it can be restored for some days."""
    await call(services_of(request).projects.delete, actor, parse_id(project_id, 'project'), if_match)
    return Response(status_code=204)


@router.post('/{project_id}/restore', response_model=ProjectAnswer, openapi_extra=needs(Permission.PROJECT_DELETE))
async def restore(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Bring a deleted project back."""
    info = await call(services_of(request).projects.restore, actor, parse_id(project_id, 'project'))
    return Json(project_json(info), headers=etag_of(info.etag))


def created(info: ProjectInfo) -> Response:
    """Answer with a new project and its address."""
    headers = {**etag_of(info.etag), 'Location': f'/api/v1/projects/{info.id}'}
    return Json(project_json(info), status_code=201, headers=headers)


def page_json(page: Page[ProjectInfo]) -> Response:
    """Answer with a page of projects."""
    return Json({'items': [project_json(info) for info in page.items], 'next': page.next})
