"""One's own account: profile, password, sign-ins, tokens, data."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.cookies import clear_session
from ide.forms import Form, read_form, see
from ide.templating import page
from services.errors import A6HubError, InvalidError, NotSignedInError
from services.ids import parse_id
from services.permissions import Actor, ActorKind
from services.tokens import DEFAULT_SCOPES, grantable
from services.users import Changes

router = APIRouter(prefix='/account', include_in_schema=False)

DONE = {
    'profile': 'Your profile is saved.',
    'email': 'Your e-mail address is changed; a link to confirm it is on its way.',
    'password': 'Your password is changed; every other sign-in has ended.',
    'session': 'The sign-in has ended.',
    'token': 'The token is revoked.',
    'verification': 'A link to confirm your address is on its way.',
}
DAYS = {'30': '30 days', '90': '90 days', '365': 'a year', '': 'no end'}


@router.get('')
async def account_page(request: Request, actor: CurrentActor, done: str = '') -> Response:
    """Show everything of the account."""
    return await _account(request, actor, notice=DONE.get(done, ''))


@router.post('/profile')
async def change_profile(request: Request, actor: CurrentActor) -> Response:
    """Save name and text, and the username of members."""
    form = await read_form(request)
    username = form.get('username') if actor.kind is not ActorKind.GUEST else None
    changes = Changes(full_name=form.get('full_name'), bio=form.get('bio'), username=username)
    return await _change(request, actor, form, 'profile', changes)


@router.post('/email')
async def change_email(request: Request, actor: CurrentActor) -> Response:
    """Take a new address, which is proven by a mailed link."""
    form = await read_form(request)
    changes = Changes(email=form.get('email'), password=form.get('email_password'))
    return await _change(request, actor, form, 'email', changes)


@router.post('/password')
async def change_password(request: Request, actor: CurrentActor) -> Response:
    """Set a new password."""
    form, auth = await read_form(request), services_of(request).auth
    try:
        await call(auth.change_password, actor, form.get('current_password'), form.get('new_password'))
    except A6HubError as error:
        return await _account(request, actor, error.status, form=form.failed(error), failed='password')
    return see('/account?done=password')


@router.post('/verification')
async def send_verification(request: Request, actor: CurrentActor) -> Response:
    """Send the link that proves the address once more."""
    await call(services_of(request).auth.send_verification, actor)
    return see('/account?done=verification')


@router.post('/sessions/{session_id}/end')
async def end_sign_in(request: Request, actor: CurrentActor, session_id: str) -> Response:
    """End one sign-in."""
    await call(services_of(request).sessions.revoke, actor, parse_id(session_id, 'sign-in'))
    return see('/account?done=session#sessions')


@router.post('/sessions/end')
async def end_other_sign_ins(request: Request, actor: CurrentActor) -> Response:
    """End every sign-in but this one."""
    await call(services_of(request).sessions.revoke_others, actor)
    return see('/account?done=session#sessions')


@router.post('/tokens')
async def create_token(request: Request, actor: CurrentActor) -> Response:
    """Make a token and show it, this once."""
    form = await read_form(request)
    days, scopes = form.get('days'), form.lists.get('scopes', [])
    try:
        if days not in DAYS:
            raise InvalidError('Choose how long the token lasts.', field='days')
        tokens = services_of(request).tokens
        _, secret = await call(tokens.create, actor, form.get('token_name'), scopes, int(days) if days else None)
    except A6HubError as error:
        return await _account(request, actor, error.status, form=form.failed(error), failed='tokens')
    answer = await _account(request, actor, 201, secret=secret)
    answer.headers['cache-control'] = 'no-store'
    return answer


@router.post('/tokens/{token_id}/revoke')
async def revoke_token(request: Request, actor: CurrentActor, token_id: str) -> Response:
    """End a token at once."""
    await call(services_of(request).tokens.revoke, actor, parse_id(token_id, 'token'))
    return see('/account?done=token#tokens')


@router.get('/export')
async def export(request: Request, actor: CurrentActor) -> Response:
    """Hand out all of the person's data as one zip."""
    name, pieces = await call(services_of(request).account_data.export, actor)
    headers = {'Content-Disposition': f'attachment; filename="{name}"', 'Cache-Control': 'no-store'}
    return StreamingResponse(pieces, media_type='application/zip', headers=headers)


@router.post('/delete')
async def delete_account(request: Request, actor: CurrentActor) -> Response:
    """Delete the account with all its data."""
    if actor.user_id is None:
        raise NotSignedInError('Sign in first: only its person deletes an account.')
    form, data = await read_form(request), services_of(request).account_data
    try:
        await call(data.delete, actor, actor.user_id, form.get('delete_password'), ask=True)
    except A6HubError as error:
        error.field = 'delete_password'
        return await _account(request, actor, error.status, form=form.failed(error), failed='delete')
    answer = see('/')
    clear_session(answer, request)
    return answer


async def _change(request: Request, actor: Actor, form: Form, what: str, changes: Changes) -> Response:
    users = services_of(request).users
    try:
        own = await call(users.me, actor)
        await call(users.update, actor, own.id, changes)
    except A6HubError as error:
        if what == 'email' and error.field == 'password':
            error.field = 'email_password'
        return await _account(request, actor, error.status, form=form.failed(error), failed=what)
    return see(f'/account?done={what}')


async def _account(
    request: Request,
    actor: Actor,
    status: int = 200,
    *,
    form: Form | None = None,
    failed: str = '',
    notice: str = '',
    secret: str = '',
) -> Response:
    services = services_of(request)
    user = await call(services.users.me, actor)
    is_guest = actor.kind is ActorKind.GUEST
    values: dict[str, Any] = {
        'user': user,
        'is_guest': is_guest,
        'sign_ins': await call(services.sessions.sign_ins, actor),
        'tokens': [] if is_guest else await call(services.tokens.tokens, actor),
        'acts': (await call(services.audit.own, actor, 10)).items,
        'scopes': [str(scope) for scope in grantable(actor)],
        'default_scopes': DEFAULT_SCOPES,
        'days': DAYS,
    }
    form = form or Form()
    return await page(request, 'account.html', status, form=form, failed=failed, notice=notice, secret=secret, **values)
