"""REST of accounts: registering, signing in and out, passwords, sign-ins, and one's own data."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from ide.api.actor import PUBLIC, CurrentActor, needs
from ide.api.schemas import Answer, PageOf, RequestBody
from ide.api.users import UserAnswer, UserChanges
from ide.context import call, services_of
from services.auth import Registration
from services.errors import InvalidError
from services.ids import parse_id
from services.permissions import Permission
from services.users import Changes

router = APIRouter(prefix='/auth', tags=['accounts'])


class RegisterBody(RequestBody):
    """A new account."""

    email: str
    username: str
    password: str
    full_name: str = ''


class LoginBody(RequestBody):
    """Credentials; `email` takes the username as well."""

    email: str = ''
    username: str = ''
    password: str


class RefreshBody(RequestBody):
    """A refresh token."""

    refresh_token: str


class LogoutBody(RequestBody):
    """The refresh token of the sign-in to end, where no access token is at hand."""

    refresh_token: str = ''


class PasswordBody(RequestBody):
    """The present and the new password."""

    current_password: str
    new_password: str


class ForgotBody(RequestBody):
    """The address that gets the link."""

    email: str


class ResetBody(RequestBody):
    """The secret of the mailed link, and the new password."""

    token: str
    password: str


class VerifyBody(RequestBody):
    """The secret of the mailed link."""

    token: str


class TokenAnswer(Answer):
    """What a client keeps: the access token for requests, the refresh token for the next pair."""

    access_token: str
    refresh_token: str
    token_type: str = 'bearer'  # noqa: S105
    expires_in: int


class SignInAnswer(Answer):
    """One place where the person is signed in."""

    id: UUID
    kind: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str
    user_agent: str
    current: bool


class EventAnswer(Answer):
    """One act of the person."""

    id: UUID
    created_at: datetime
    action: str
    object_type: str
    object_id: str
    project_id: UUID | None
    address: str
    detail: dict[str, Any]


@router.post('/register', status_code=201, openapi_extra=PUBLIC)
async def register(request: Request, actor: CurrentActor, body: RegisterBody) -> UserAnswer:
    """Make an account; a guest becomes a member and keeps the projects."""
    user = await call(services_of(request).auth.register, actor, Registration(**body.model_dump()))
    return UserAnswer.model_validate(user)


@router.post('/login', openapi_extra=PUBLIC)
async def login(request: Request, body: LoginBody) -> TokenAnswer:
    """Sign in with e-mail address or username, and password."""
    name = body.email or body.username
    if not name:
        raise InvalidError('email takes the e-mail address or the username.', field='email')
    address = request.client.host if request.client else ''
    return TokenAnswer.model_validate(await call(services_of(request).auth.sign_in_api, name, body.password, address))


@router.post('/refresh', openapi_extra=PUBLIC)
async def refresh(request: Request, body: RefreshBody) -> TokenAnswer:
    """Exchange a refresh token for the next pair; a refresh token works once."""
    return TokenAnswer.model_validate(await call(services_of(request).sessions.refresh, body.refresh_token))


@router.post('/logout', status_code=204, openapi_extra=PUBLIC)
async def logout(request: Request, actor: CurrentActor, body: LogoutBody | None = None) -> None:
    """End the sign-in of the access token, and that of the refresh token, if one is given."""
    sessions = services_of(request).sessions
    await call(sessions.end, actor)
    if body and body.refresh_token:
        await call(sessions.end_family_of, body.refresh_token)


@router.get('/me', openapi_extra=needs(Permission.ACCOUNT_READ))
async def me(request: Request, actor: CurrentActor) -> UserAnswer:
    """Return one's own account."""
    return UserAnswer.model_validate(await call(services_of(request).users.me, actor))


@router.patch('/me', openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def change_me(request: Request, actor: CurrentActor, body: UserChanges) -> UserAnswer:
    """Change one's own account; a new e-mail address needs the password."""
    users = services_of(request).users
    own = await call(users.me, actor)
    return UserAnswer.model_validate(await call(users.update, actor, own.id, Changes(**body.model_dump())))


@router.post('/password', status_code=204, openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def change_password(request: Request, actor: CurrentActor, body: PasswordBody) -> None:
    """Set a new password; all access tokens and every other sign-in end."""
    change = services_of(request).auth.change_password
    await call(change, actor, body.current_password, body.new_password)


@router.post('/forgot', status_code=202, openapi_extra=PUBLIC)
async def forgot(request: Request, body: ForgotBody) -> dict[str, str]:
    """Send a link that sets a new password, if the address belongs to an account."""
    await call(services_of(request).auth.forgot_password, body.email)
    return {'detail': 'If the address belongs to an account, a link is on its way.'}


@router.post('/reset', status_code=204, openapi_extra=PUBLIC)
async def reset(request: Request, body: ResetBody) -> None:
    """Set a new password with the secret of a mailed link; every sign-in and every token ends."""
    await call(services_of(request).auth.reset_password, body.token, body.password)


@router.post('/verify', status_code=204, openapi_extra=PUBLIC)
async def verify(request: Request, body: VerifyBody) -> None:
    """Prove one's e-mail address with the secret of a mailed link."""
    await call(services_of(request).auth.verify_email, body.token)


@router.post('/verification', status_code=202, openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def send_verification(request: Request, actor: CurrentActor) -> dict[str, str]:
    """Send the link that proves one's e-mail address once more."""
    await call(services_of(request).auth.send_verification, actor)
    return {'detail': 'If the address is not confirmed yet, a link is on its way.'}


@router.get('/sessions', openapi_extra=needs(Permission.ACCOUNT_READ))
async def sign_ins(request: Request, actor: CurrentActor) -> PageOf[SignInAnswer]:
    """Return where one is signed in, the latest use first."""
    found = await call(services_of(request).sessions.sign_ins, actor)
    return PageOf(items=[SignInAnswer.model_validate(each) for each in found], next=None)


@router.delete('/sessions', status_code=204, openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def end_other_sign_ins(request: Request, actor: CurrentActor) -> None:
    """End every sign-in but this one."""
    await call(services_of(request).sessions.revoke_others, actor)


@router.delete('/sessions/{session_id}', status_code=204, openapi_extra=needs(Permission.ACCOUNT_MANAGE))
async def end_sign_in(request: Request, actor: CurrentActor, session_id: str) -> None:
    """End one sign-in."""
    await call(services_of(request).sessions.revoke, actor, parse_id(session_id, 'sign-in'))


@router.get('/events', openapi_extra=needs(Permission.ACCOUNT_READ))
async def events(
    request: Request, actor: CurrentActor, limit: Annotated[int, Query(ge=1)] = 50, cursor: str = ''
) -> PageOf[EventAnswer]:
    """Return one's own acts, newest first."""
    page = await call(services_of(request).audit.own, actor, limit, cursor)
    return PageOf(items=[EventAnswer.model_validate(each) for each in page.items], next=page.next)


@router.get('/export', openapi_extra=needs(Permission.ACCOUNT_EXPORT), response_class=StreamingResponse)
async def export(request: Request, actor: CurrentActor) -> Response:
    """Return all of one's data as one zip archive."""
    name, pieces = await call(services_of(request).account_data.export, actor)
    headers = {'Content-Disposition': f'attachment; filename="{name}"', 'Cache-Control': 'no-store'}
    return StreamingResponse(pieces, media_type='application/zip', headers=headers)
