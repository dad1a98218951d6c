"""Signing in, registering and signing out."""

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.cookies import clear_session, sign_in_browser
from ide.forms import Form, read_form, safe_target, see
from ide.templating import page
from services.auth import Registration
from services.errors import A6HubError
from services.permissions import ActorKind

router = APIRouter(include_in_schema=False)

HOME = '/projects'
_ACCOUNTS = {ActorKind.MEMBER, ActorKind.ADMIN}


@router.get('/login')
async def login_page(request: Request, actor: CurrentActor, next: str = '') -> Response:
    """Show the form, or go on for who is signed in."""
    if actor.kind in _ACCOUNTS:
        return see(safe_target(next, HOME))
    return await page(request, 'login.html', form=Form({'next': next}))


@router.post('/login')
async def login(request: Request, actor: CurrentActor) -> Response:
    """Sign in; a guest's projects move to the account."""
    services, form = services_of(request), await read_form(request)
    agent = request.headers.get('user-agent', '')
    try:
        sign_in = await call(
            services.auth.sign_in_browser, form.get('name'), form.get('password'), actor.address, agent
        )
    except A6HubError as error:
        return await page(request, 'login.html', error.status, form=form.failed(error))
    await call(services.account_data.adopt, actor, sign_in.actor)
    answer = see(safe_target(form.get('next'), HOME))
    sign_in_browser(answer, request, sign_in)
    return answer


@router.get('/register')
async def register_page(request: Request, actor: CurrentActor, next: str = '') -> Response:
    """Show the form, or go on for who has an account."""
    if actor.kind in _ACCOUNTS:
        return see(safe_target(next, HOME))
    return await page(request, 'register.html', form=Form({'next': next}))


@router.post('/register')
async def register(request: Request, actor: CurrentActor) -> Response:
    """Make an account and sign in; a guest keeps the projects."""
    services, form = services_of(request), await read_form(request)
    typed = Registration(**{name: form.get(name) for name in ('email', 'username', 'password', 'full_name')})
    try:
        user = await call(services.auth.register, actor, typed)
    except A6HubError as error:
        return await page(request, 'register.html', error.status, form=form.failed(error))
    if actor.kind is ActorKind.GUEST:
        # A new cookie, so that whoever knew the guest's one is out.
        await call(services.sessions.end, actor)
    agent = request.headers.get('user-agent', '')
    answer = see(safe_target(form.get('next'), HOME))
    sign_in_browser(answer, request, await call(services.auth.open_browser, user.id, actor.address, agent))
    return answer


@router.get('/logout')
async def logout_page(request: Request) -> Response:
    """Ask, since following a link must not sign anybody out."""
    return await page(request, 'logout.html')


@router.post('/logout')
async def logout(request: Request, actor: CurrentActor) -> Response:
    """Sign out here, at once."""
    await call(services_of(request).sessions.end, actor)
    answer = see('/')
    clear_session(answer, request)
    return answer
