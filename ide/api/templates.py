"""REST of the templates that a project can begin as."""

from fastapi import APIRouter, Request, Response

from ide.api.actor import PUBLIC
from ide.api.schemas import Answer, Json, PageOf
from ide.context import services_of

router = APIRouter(tags=['templates'])


class TemplateAnswer(Answer):
    """A template; `name` is what the creation of a project takes."""

    name: str
    title: str
    summary: str
    language: str
    tags: list[str]


@router.get('/templates', response_model=PageOf[TemplateAnswer], openapi_extra=PUBLIC)
async def templates(request: Request) -> Response:
    """List the templates in the order in which they are shown."""
    found = services_of(request).templates.list_templates()
    fields = ('name', 'title', 'summary', 'language', 'tags')
    return Json({'items': [{field: getattr(item, field) for field in fields} for item in found], 'next': None})
