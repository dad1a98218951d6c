"""REST of what people do with each other's projects: star, fork, duplicate, and work in them as members."""

from dataclasses import asdict
from datetime import datetime

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor, needs
from ide.api.answers import ProjectAnswer, etag_of, project_json
from ide.api.projects import created
from ide.api.schemas import Answer, Json, PageOf, RequestBody
from ide.context import call, services_of
from services.access import ProjectInfo
from services.ids import parse_id
from services.permissions import Permission

router = APIRouter(prefix='/projects/{project_id}', tags=['sharing'])

READ, STAR = needs(Permission.PROJECT_READ), needs(Permission.PROJECT_STAR)
FORK, MANAGE = needs(Permission.PROJECT_FORK), needs(Permission.MEMBER_MANAGE)


class CopyBody(RequestBody):
    """A copy of a project; without a name it takes the origin's."""

    name: str | None = None


class MemberBody(RequestBody):
    """A person and the role to give: maintainer, editor or viewer."""

    username: str
    role: str


class RoleBody(RequestBody):
    """The role to give: maintainer, editor or viewer."""

    role: str


class MemberAnswer(Answer):
    """A person in a project."""

    username: str
    full_name: str
    role: str
    since: datetime


@router.put('/star', response_model=ProjectAnswer, openapi_extra=STAR)
async def star(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Star a project; a second time changes nothing."""
    return _project(await call(services_of(request).stars.add, actor, parse_id(project_id, 'project')))


@router.delete('/star', response_model=ProjectAnswer, openapi_extra=STAR)
async def unstar(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Take your star back."""
    return _project(await call(services_of(request).stars.remove, actor, parse_id(project_id, 'project')))


@router.post('/fork', status_code=201, response_model=ProjectAnswer, openapi_extra=FORK)
async def fork(request: Request, actor: CurrentActor, project_id: str, body: CopyBody | None = None) -> Response:
    """Copy a project into a private one of your own that remembers its origin."""
    name = body.name if body else None
    return created(await call(services_of(request).forks.fork, actor, parse_id(project_id, 'project'), name))


@router.post('/duplicate', status_code=201, response_model=ProjectAnswer, openapi_extra=FORK)
async def duplicate(request: Request, actor: CurrentActor, project_id: str, body: CopyBody | None = None) -> Response:
    """Copy a project into a private one of your own that stands for itself."""
    name = body.name if body else None
    return created(await call(services_of(request).forks.duplicate, actor, parse_id(project_id, 'project'), name))


@router.get('/members', response_model=PageOf[MemberAnswer], openapi_extra=READ)
async def members(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """List owner and members; who does not take part sees the owner only."""
    found = await call(services_of(request).members.list_members, actor, parse_id(project_id, 'project'))
    return Json({'items': [asdict(member) for member in found], 'next': None})


@router.post('/members', status_code=201, response_model=MemberAnswer, openapi_extra=MANAGE)
async def add_member(request: Request, actor: CurrentActor, project_id: str, body: MemberBody) -> Response:
    """Give a person a role."""
    service, identity = services_of(request).members, parse_id(project_id, 'project')
    return Json(asdict(await call(service.add, actor, identity, body.username, body.role)), status_code=201)


@router.put('/members/{username}', response_model=MemberAnswer, openapi_extra=MANAGE)
async def change_member(
    request: Request, actor: CurrentActor, project_id: str, username: str, body: RoleBody
) -> Response:
    """Give a member another role."""
    service, identity = services_of(request).members, parse_id(project_id, 'project')
    return Json(asdict(await call(service.change, actor, identity, username, body.role)))


@router.delete('/members/{username}', status_code=204, openapi_extra=MANAGE)
async def remove_member(request: Request, actor: CurrentActor, project_id: str, username: str) -> Response:
    """Take a person's role away; a member may leave by themselves."""
    await call(services_of(request).members.remove, actor, parse_id(project_id, 'project'), username)
    return Response(status_code=204)


def _project(info: ProjectInfo) -> Response:
    return Json(project_json(info), headers=etag_of(info.etag))
