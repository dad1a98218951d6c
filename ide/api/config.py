"""REST of `a6hub.toml`: its schema, what a project sets, and changes that keep the rest of the file."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import Field

from ide.api.actor import PUBLIC, CurrentActor, needs
from ide.api.answers import etag_of
from ide.api.schemas import Answer, Json, RequestBody
from ide.context import call, services_of
from services.configs import ConfigState
from services.design_config import config_schema
from services.diagnostics import Diagnostic
from services.ids import parse_id
from services.permissions import Permission

router = APIRouter(tags=['runs'])
READ, WRITE = needs(Permission.FILE_READ), needs(Permission.FILE_WRITE)
PATH = '/projects/{project_id}/a6hub-toml'


class MistakeAnswer(Answer):
    """A mistake in the file; `line` and `column` count from 1, 0 is unknown."""

    severity: str
    message: str
    line: int
    column: int
    hint: str


class ConfigAnswer(Answer):
    """What the file sets, table by table; `etag` is empty where there is no file."""

    etag: str
    settings: dict[str, dict[str, Any]]
    mistakes: list[MistakeAnswer]


class SettingsBody(RequestBody):
    """Keys of one table with their new values; null takes a key out."""

    table: str = Field(max_length=60)
    changes: dict[str, Any] = Field(max_length=100)


@router.get('/a6hub-toml/schema', openapi_extra=PUBLIC)
async def schema() -> dict[str, Any]:
    """Return the JSON schema of `a6hub.toml`."""
    return config_schema()


@router.get(PATH, response_model=ConfigAnswer, openapi_extra=READ)
async def read(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Return what the project's `a6hub.toml` sets, and what is wrong in it."""
    state = await call(services_of(request).configs.get, actor, parse_id(project_id, 'project'))
    return config_response(state)


@router.patch(PATH, response_model=ConfigAnswer, openapi_extra=WRITE)
async def change(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    body: SettingsBody,
    if_match: Annotated[str | None, Header(alias='If-Match')] = None,
) -> Response:
    """Write settings into the file, which keeps its comments, its order and all other keys."""
    identity = parse_id(project_id, 'project')
    configs = services_of(request).configs
    return config_response(await call(configs.change, actor, identity, body.table, body.changes, if_match))


def config_response(state: ConfigState) -> Response:
    """Answer with the settings and the ETag that a change names in `If-Match`."""
    content = {
        'etag': state.etag,
        'settings': state.settings,
        'mistakes': [mistake_json(each) for each in state.mistakes],
    }
    return Json(content, headers=etag_of(state.etag) if state.etag else {})


def mistake_json(mistake: Diagnostic) -> dict[str, Any]:
    """Return a mistake as REST shows it."""
    return {
        'severity': str(mistake.severity),
        'message': mistake.message,
        'line': mistake.line,
        'column': mistake.column,
        'hint': mistake.hint,
    }
