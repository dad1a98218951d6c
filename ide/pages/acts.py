"""What a project's page lets a visitor do: star, fork, download, and its picture."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.forms import see
from ide.guests import as_guest, remember
from ide.pages.addresses import PROJECT
from ide.pages.runs_shown import artifact_of
from ide.preview import draw
from services.container import Services
from services.errors import A6HubError
from services.permissions import Actor

router = APIRouter(include_in_schema=False)

KEPT_PICTURES = 256
PICTURE_CACHE = 'private, max-age=300'


@router.post(f'{PROJECT}/star')
async def star(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Star the project and show it again."""
    services = services_of(request)
    project = await call(services.projects.find, actor, owner, slug)
    await call(services.stars.add, actor, project.id)
    return see(project.path)


@router.post(f'{PROJECT}/unstar')
async def unstar(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Take the star back and show the project again."""
    services = services_of(request)
    project = await call(services.projects.find, actor, owner, slug)
    await call(services.stars.remove, actor, project.id)
    return see(project.path)


@router.post(f'{PROJECT}/fork')
async def fork(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Copy the project and open the copy; who has no account becomes a guest."""
    services = services_of(request)
    project = await call(services.projects.find, actor, owner, slug)
    actor, guest = await as_guest(request, actor)
    copy = await call(services.forks.fork, actor, project.id)
    return remember(see(f'{copy.path}/edit'), request, guest)


@router.get(f'{PROJECT}/archive.zip')
async def archive(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Lead to the zip of all files."""
    project = await call(services_of(request).projects.find, actor, owner, slug)
    return see(f'/api/v1/projects/{project.id}/archive.zip')


@router.get(f'{PROJECT}/preview.png')
async def preview(request: Request, actor: CurrentActor, owner: str, slug: str) -> Response:
    """Answer with the project's picture."""
    picture = await call(read_picture, services_of(request), actor, owner, slug)
    return Response(picture, media_type='image/png', headers={'cache-control': PICTURE_CACHE})


def read_picture(services: Services, actor: Actor, owner: str, slug: str) -> bytes:
    """Return the picture, drawn once for each run and each change of name or description."""
    project = services.projects.find(actor, owner, slug)
    details = services.jobs.latest(actor, project.id, view='trace')
    trace = artifact_of(details, 'trace')
    key = (project.owner, project.name, project.description)
    if details is None or trace is None:
        return plain_picture(*key)
    try:
        opened = services.artifacts.open_trace(actor, project.id, details.job.id, trace.id)
    except A6HubError:
        return plain_picture(*key)
    return _pictures.get((*key, trace.id), lambda: draw(*key, opened))


def plain_picture(owner: str, name: str, description: str) -> bytes:
    """Return the picture of a project without waves."""
    return _pictures.get((owner, name, description), lambda: draw(owner, name, description, None))


class Pictures:
    """The pictures that were drawn last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the picture of this key, drawn if it is not at hand."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > KEPT_PICTURES:
                self._kept.popitem(last=False)
        return self._kept[key]


_pictures = Pictures()
