"""REST of personal access tokens."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer, PageOf, RequestBody
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import Permission

router = APIRouter(prefix='/auth/tokens', tags=['accounts'])


class TokenBody(RequestBody):
    """A new token; without `scopes` it may work on projects, files and jobs, without `days` it has no end."""

    name: str
    scopes: list[str] | None = None
    days: int | None = None


class PersonalTokenAnswer(Answer):
    """A token without its secret; `hint` is its beginning and its end."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewTokenAnswer(PersonalTokenAnswer):
    """A new token with its secret, which is shown this once."""

    token: str


@router.get('', openapi_extra=needs(Permission.TOKEN_MANAGE))
async def tokens(request: Request, actor: CurrentActor) -> PageOf[PersonalTokenAnswer]:
    """Return one's tokens that still work."""
    found = await call(services_of(request).tokens.tokens, actor)
    return PageOf(items=[PersonalTokenAnswer.model_validate(each) for each in found], next=None)


@router.post('', status_code=201, openapi_extra=needs(Permission.TOKEN_MANAGE))
async def create_token(request: Request, actor: CurrentActor, body: TokenBody) -> NewTokenAnswer:
    """Make a token; the answer is the only place that shows it."""
    row, secret = await call(services_of(request).tokens.create, actor, body.name, body.scopes, body.days)
    return NewTokenAnswer(**PersonalTokenAnswer.model_validate(row).model_dump(), token=secret)


@router.delete('/{token_id}', status_code=204, openapi_extra=needs(Permission.TOKEN_MANAGE))
async def revoke_token(request: Request, actor: CurrentActor, token_id: str) -> None:
    """End a token at once."""
    await call(services_of(request).tokens.revoke, actor, parse_id(token_id, 'token'))
