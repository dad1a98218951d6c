"""Public projects, searched by name, description, topic and the text of their files; and a person's page."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.pages.addresses import OWNER
from ide.templating import page
from services.projects import Sort

router = APIRouter(include_in_schema=False)
people = APIRouter(include_in_schema=False)

SORTS = ((Sort.UPDATED, 'Last change'), (Sort.STARS, 'Stars'), (Sort.NAME, 'Name'), (Sort.CREATED, 'Newest'))
PAGE = 24


@dataclass(frozen=True, slots=True)
class ExploreQuery:
    """What the page was asked for."""

    q: str
    topic: str
    sort: Sort


@router.get('/explore')
async def explore(
    request: Request,
    actor: CurrentActor,
    q: Annotated[str, Query(max_length=200)] = '',
    topic: Annotated[str, Query(max_length=60)] = '',
    sort: str = Sort.UPDATED,
    cursor: Annotated[str, Query(max_length=400)] = '',
) -> Response:
    """Show a page of the results."""
    query = ExploreQuery(q, topic, Sort(sort) if sort in set(Sort) else Sort.UPDATED)
    search = services_of(request).search
    found = await call(search.explore, actor, q=q, topic=topic, sort=query.sort, limit=PAGE, cursor=cursor)
    follow = {'q': q, 'topic': topic, 'sort': query.sort.value, 'cursor': found.next}
    next_url = f'/explore?{urlencode(follow)}' if found.next else ''
    return await page(request, 'explore.html', query=query, sorts=SORTS, projects=found.items, next_url=next_url)


@people.get(OWNER)
async def profile(request: Request, actor: CurrentActor, owner: str) -> Response:
    """Show the projects of a person that this visitor may see."""
    services = services_of(request)
    person = await call(services.users.profile, owner)
    found = await call(services.projects.of_owner, actor, owner)
    return await page(request, 'profile.html', person=person, projects=found.items)
