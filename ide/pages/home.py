"""The start page, the templates, and trying one of them without an account."""

from pathlib import Path

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.forms import see
from ide.guests import as_guest, remember
from ide.render import markdown
from ide.templating import page

router = APIRouter(include_in_schema=False)

SHOWN_PROJECTS = 6
GUIDE = Path(__file__).parents[2] / 'docs' / 'guide.md'


@router.get('/')
async def home(request: Request, actor: CurrentActor) -> Response:
    """Show what a6hub is, the templates, and public projects."""
    services = services_of(request)
    templates = services.templates.list_templates()[:8]
    found = await call(services.search.explore, actor, limit=SHOWN_PROJECTS)
    return await page(request, 'home.html', templates=templates, projects=found.items)


@router.get('/templates')
async def templates(request: Request) -> Response:
    """Show every template."""
    return await page(request, 'templates.html', templates=services_of(request).templates.list_templates())


@router.post('/try/{template}')
async def try_template(request: Request, actor: CurrentActor, template: str) -> Response:
    """Open a copy of a template; who has no account becomes a guest."""
    services = services_of(request)
    services.templates.get(template)
    actor, guest = await as_guest(request, actor)
    project = await call(services.templates.create, actor, template)
    return remember(see(f'{project.path}/edit'), request, guest)


@router.get('/help')
async def help_page(request: Request) -> Response:
    """Show the guide."""
    return await page(request, 'help.html', prose=markdown(GUIDE.read_text()))
