"""REST of searches: through all public projects, and through the files of one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer, Json, PageOf, RequestBody
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Permission
from services.projects import Sort
from services.text_query import TextQuery

router = APIRouter(tags=['search'])

READ, WRITE = needs(Permission.FILE_READ), needs(Permission.FILE_WRITE)

Limit = Annotated[int, Query(ge=1, le=100, description='How many at most.')]
Cursor = Annotated[str, Query(max_length=2000, description='The `next` of the page before.')]


class HitAnswer(Answer):
    """A line of a file in which the query was found."""

    path: str
    line: int
    text: str


class FoundProjectAnswer(Answer):
    """A public project; `hits` are places in its files."""

    id: UUID
    owner: str
    slug: str
    name: str
    description: str
    visibility: str
    licence: str
    topics: Sequence[str]
    star_count: int
    fork_count: int
    file_count: int
    updated_at: datetime
    hits: Sequence[HitAnswer]


class PlaceAnswer(Answer):
    """A match: line and column count from 1, columns, `length` and `start` in UTF-16 units.

    `text` is the line; of a long one the part that begins at `start`.
    """

    path: str
    line: int
    column: int
    length: int
    text: str
    start: int


class PlacesAnswer(Answer):
    """What was found; `truncated` where there is more."""

    items: Sequence[PlaceAnswer]
    truncated: bool


class ReplaceBody(RequestBody):
    """What to replace; in a regular expression's replacement `$1` stands for its first group."""

    query: str
    replacement: str
    regex: bool = False
    case: bool = False
    word: bool = False
    include: str = ''
    paths: list[str] | None = None


class ReplacedAnswer(Answer):
    """How much was replaced; `files/undo` takes `undo` and brings the old texts back."""

    files: int
    replacements: int
    undo: UUID | None


@router.get('/search/projects', response_model=PageOf[FoundProjectAnswer], openapi_extra=needs(Permission.PROJECT_READ))
async def found_projects(
    request: Request,
    actor: CurrentActor,
    q: Annotated[str, Query(max_length=1000, description='Words that must all be found.')] = '',
    topic: Annotated[str, Query(max_length=100)] = '',
    sort: Sort = Sort.UPDATED,
    limit: Limit = 24,
    cursor: Cursor = '',
) -> Response:
    """Find public projects by name, description, topics, owner and the text of their files."""
    page = await call(services_of(request).search.explore, actor, q, topic, sort, limit, cursor)
    items = [{key: value for key, value in asdict(item).items() if key != 'plan'} for item in page.items]
    return Json({'items': items, 'next': page.next})


@router.get('/projects/{project_id}/search', response_model=PlacesAnswer, openapi_extra=READ)
async def found_places(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    q: Annotated[str, Query(max_length=2000, description='A text, or a regular expression.')],
    regex: bool = False,
    case: bool = False,
    word: bool = False,
    include: Annotated[str, Query(max_length=2000, description='Patterns such as rtl/*.v, by commas.')] = '',
) -> Response:
    """Search the text files of a project."""
    search = services_of(request).file_search
    query = TextQuery(q, regex, case, word)
    return Json(await call(search.find, actor, parse_id(project_id, 'project'), query, include))


@router.post(
    '/projects/{project_id}/replace', response_model=ReplacedAnswer, openapi_extra=needs(Permission.FILE_WRITE)
)
async def replace_all(request: Request, actor: CurrentActor, project_id: str, body: ReplaceBody) -> Response:
    """Replace in all text files that fit, as one change that can be undone."""
    replace, identity = services_of(request).file_search.replace, parse_id(project_id, 'project')
    query = TextQuery(body.query, body.regex, body.case, body.word)
    return Json(await call(replace, actor, identity, query, body.replacement, body.include, body.paths))
