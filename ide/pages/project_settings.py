"""A project's settings: name and address, who sees it, who takes part, a copy, everything as an archive, deletion."""

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.forms import Form, read_form, see
from ide.pages.addresses import PROJECT
from ide.pages.mine import VISIBILITIES
from ide.pages.public import read_frame
from ide.templating import page
from services.access import ProjectInfo
from services.container import Services
from services.errors import A6HubError, InvalidError
from services.members import GIVEN
from services.permissions import Actor, Permission, require
from services.project_fields import ProjectChange

router = APIRouter(include_in_schema=False)

SETTINGS = f'{PROJECT}/settings'
DONE = {
    'saved': 'The settings are saved.',
    'added': 'The member is added.',
    'removed': 'The member is removed.',
}


@router.get(SETTINGS)
async def settings_page(request: Request, actor: CurrentActor, owner: str, slug: str, done: str = '') -> Response:
    """Show the settings to who may change them."""
    return await show(request, actor, owner, slug, Form(), notice=DONE.get(done, ''))


@router.post(SETTINGS)
async def save(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Save name, address, description, visibility, licence and topics."""
    services, form = services_of(request), await read_form(request)
    topics = [topic for word in form.get('topics').split(',') if (topic := word.strip())]
    change = ProjectChange(
        name=form.get('name'),
        slug=form.get('slug'),
        description=form.get('description'),
        visibility=form.get('visibility'),
        licence=form.get('licence'),
        topics=topics,
    )
    try:
        project = await call(services.projects.find, actor, owner, slug)
        changed = await call(services.projects.update, actor, project.id, change)
    except A6HubError as error:
        return await show(request, actor, owner, slug, form.failed(error), status=error.status)
    return see(f'{changed.path}/settings?done=saved')


@router.post(f'{SETTINGS}/members')
async def add_member(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Give a person a role."""
    services, form = services_of(request), await read_form(request)
    try:
        project = await call(services.projects.find, actor, owner, slug)
        await call(services.members.add, actor, project.id, form.get('username'), form.get('role'))
    except A6HubError as error:
        return await show(request, actor, owner, slug, form.failed(error), status=error.status)
    return see(f'{project.path}/settings?done=added')


@router.post(f'{SETTINGS}/members/{{username:name}}/remove')
async def remove_member(request: Request, actor: CurrentActor, owner: str, slug: str, username: str) -> Response:
    """Take a person's role away."""
    services = services_of(request)
    project = await call(services.projects.find, actor, owner, slug)
    await call(services.members.remove, actor, project.id, username)
    return see(f'{project.path}/settings?done=removed')


@router.post(f'{SETTINGS}/duplicate')
async def duplicate(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Copy the project into another one of the person's own."""
    services = services_of(request)
    project = await call(services.projects.find, actor, owner, slug)
    copy = await call(services.forks.duplicate, actor, project.id)
    return see(f'{copy.path}/edit')


@router.post(f'{SETTINGS}/delete')
async def delete(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Delete the project, which can be brought back from the list of projects."""
    services, form = services_of(request), await read_form(request)
    try:
        project = await call(services.projects.find, actor, owner, slug)
        check_typed(project, form.get('typed'))
        await call(services.projects.delete, actor, project.id)
    except A6HubError as error:
        return await show(request, actor, owner, slug, form.failed(error), status=error.status)
    return see('/projects?deleted=1')


def check_typed(project: ProjectInfo, typed: str) -> None:
    """Raise unless the person typed the project's address, so that nobody deletes one by a slip."""
    if typed.strip().lower() != project.slug:
        raise InvalidError(f'Type {project.slug} to delete this project; nothing was deleted.', field='typed')


async def show(
    request: Request, actor: Actor, owner: str, slug: str, form: Form, notice: str = '', status: int = 200
) -> Response:
    """Show the page, with what was typed where something was refused."""
    values = await call(read_settings, services_of(request), actor, owner, slug)
    return await page(request, 'project_settings.html', status, **values, form=form, notice=notice)


def read_settings(services: Services, actor: Actor, owner: str, slug: str) -> dict[str, object]:
    """Return what the page shows, to who may change the project."""
    project, frame = read_frame(services, actor, owner, slug)
    require(actor, Permission.PROJECT_UPDATE, project.role)
    return {
        **frame,
        'members': services.members.list_members(actor, project.id),
        'roles': [role.value for role in GIVEN],
        'visibilities': VISIBILITIES,
        'may_delete': project.allows(actor, Permission.PROJECT_DELETE),
    }
