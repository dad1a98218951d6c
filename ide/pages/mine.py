"""My projects: the list, a new one, and those that were deleted lately."""

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData, UploadFile

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.forms import Form, see
from ide.guests import as_guest, remember
from ide.templating import page
from services.access import ProjectInfo
from services.archives import ImportReport
from services.container import Services
from services.errors import A6HubError
from services.ids import parse_id
from services.limits import limits_of
from services.permissions import Actor, ActorKind
from services.project_fields import ProjectChange

router = APIRouter(include_in_schema=False)

SHOWN = 100
VISIBILITIES = (('private', 'Only me and members'), ('unlisted', 'Who knows the address'), ('public', 'Everybody'))


@router.get('/projects')
async def projects(request: Request, actor: CurrentActor) -> Response:
    """Show what the person works on."""
    services = services_of(request)
    own = await call(services.projects.own, actor, limit=SHOWN) if actor.user_id else None
    deleted = await call(services.projects.deleted, actor) if actor.user_id else []
    return await page(
        request,
        'projects.html',
        projects=own.items if own else [],
        deleted=deleted,
        guest=actor.kind in {ActorKind.GUEST, ActorKind.ANONYMOUS},
        templates=services.templates.list_templates()[:4],
    )


@router.post('/projects/{project_id}/restore')
async def restore(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Bring a deleted project back."""
    project = await call(services_of(request).projects.restore, actor, parse_id(project_id, 'project'))
    return see(project.path)


@router.get('/new')
async def new_page(request: Request, template: str = '') -> Response:
    """Show the form."""
    return await show_form(request, Form({'template': template[:60], 'visibility': 'private'}))


@router.post('/new')
async def new(request: Request, actor: CurrentActor) -> Response:
    """Make a project from a template, from an archive, or empty; who has no account becomes a guest."""
    services = services_of(request)
    async with request.form(max_files=1) as data:
        form = Form({name: value for name, value in data.items() if isinstance(value, str)})
        actor, guest = await as_guest(request, actor)
        try:
            made = await call(create, services, actor, form, data)
        except A6HubError as error:
            answer = await show_form(request, form.failed(error), error.status)
        else:
            answer = await show_made(request, made)
    return remember(answer, request, guest)


def create(services: Services, actor: Actor, form: Form, data: FormData) -> ProjectInfo | ImportReport:
    """Make the project that the form asks for; an archive is answered with what became of it."""
    archive = data.get('archive')
    change = ProjectChange(
        name=form.get('name').strip() or None,
        description=form.get('description').strip() or None,
        visibility=form.get('visibility') or None,
    )
    if isinstance(archive, UploadFile) and archive.filename:
        return services.archives.import_archive(actor, archive.file, change, archive.filename)
    if form.get('template'):
        return services.templates.create(actor, form.get('template'), change)
    return services.projects.create(actor, change)


async def show_made(request: Request, made: ProjectInfo | ImportReport) -> Response:
    """Open the new project, after a page about what was left out of its archive and what was added to it."""
    if isinstance(made, ProjectInfo):
        return see(f'{made.path}/edit')
    if made.skipped or made.notes:
        return await page(request, 'imported.html', report=made)
    return see(f'{made.project.path}/edit')


async def show_form(request: Request, form: Form, status: int = 200) -> Response:
    """Show the form with what was typed and what is wrong."""
    return await page(
        request,
        'new.html',
        status,
        form=form.values,
        error=form.error,
        templates=services_of(request).templates.list_templates(),
        visibilities=VISIBILITIES,
        limit_mb=limits_of().bytes_per_project // 1_000_000,
    )
