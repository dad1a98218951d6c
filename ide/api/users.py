"""REST of people: one's own account by id, and all accounts for administrators."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request

from ide.api.actor import CurrentActor, needs
from ide.api.schemas import Answer, PageOf, RequestBody
from ide.context import call, services_of
from services.ids import parse_id
from services.permissions import ActorKind, Permission
from services.users import Changes

router = APIRouter(prefix='/users', tags=['users'])


class UserAnswer(Answer):
    """An account as its person and administrators see it."""

    id: UUID
    username: str
    kind: str
    email: str | None
    email_verified_at: datetime | None
    full_name: str
    bio: str
    plan: str
    created_at: datetime
    last_seen_at: datetime | None


class UserChanges(RequestBody):
    """What to change; what is left out stays. `password` is the present one, needed for a new `email`."""

    username: str | None = None
    full_name: str | None = None
    bio: str | None = None
    email: str | None = None
    password: str | None = None
    preferences: dict[str, Any] | None = None


class AdminChanges(UserChanges):
    """What administrators change besides."""

    kind: ActorKind | None = None
    plan: str | None = None


class DeleteBody(RequestBody):
    """The present password; not needed within 15 minutes after signing in."""

    password: str = ''


@router.get('', openapi_extra=needs(Permission.USER_LIST))
async def users(
    request: Request, actor: CurrentActor, limit: Annotated[int, Query(ge=1)] = 50, cursor: str = '', search: str = ''
) -> PageOf[UserAnswer]:
    """Return all accounts, newest first; `search` looks into names and addresses."""
    page = await call(services_of(request).users.users, actor, limit, cursor, search)
    return PageOf(items=[UserAnswer.model_validate(each) for each in page.items], next=page.next)


@router.get('/{user_id}', openapi_extra=needs(Permission.ACCOUNT_READ))
async def user(request: Request, actor: CurrentActor, user_id: str) -> UserAnswer:
    """Return one account: one's own, or any for administrators."""
    found = await call(services_of(request).users.user, actor, parse_id(user_id, 'user'))
    return UserAnswer.model_validate(found)


@router.put('/{user_id}', openapi_extra=needs(Permission.ACCOUNT_MANAGE))
@router.patch('/{user_id}', openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def change_user(request: Request, actor: CurrentActor, user_id: str, body: AdminChanges) -> UserAnswer:
    """Change one account; what the body leaves out stays."""
    update = services_of(request).users.update
    changes = Changes(**body.model_dump())
    return UserAnswer.model_validate(await call(update, actor, parse_id(user_id, 'user'), changes))


@router.delete('/{user_id}', status_code=204, openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def delete_user(
    request: Request, actor: CurrentActor, user_id: str, body: Annotated[DeleteBody | None, Body()] = None
) -> None:
    """Delete an account with its projects, files and jobs, for good."""
    password = body.password if body else ''
    await call(services_of(request).account_data.delete, actor, parse_id(user_id, 'user'), password)
