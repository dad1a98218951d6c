"""Links that mails carry: a new password, and a proven address."""

from fastapi import APIRouter, Request, Response

from ide.api.actor import CurrentActor
from ide.context import call, services_of
from ide.cookies import sign_in_browser
from ide.forms import Form, read_form, see
from ide.templating import page
from services.errors import A6HubError

router = APIRouter(include_in_schema=False)


@router.get('/forgot')
async def forgot_page(request: Request) -> Response:
    """Ask for the address."""
    return await page(request, 'forgot.html', form=Form(), sent=False, mails=_mails(request))


@router.post('/forgot')
async def forgot(request: Request) -> Response:
    """Send the link, and say the same whether the address is known or not."""
    form = await read_form(request)
    await call(services_of(request).auth.forgot_password, form.get('email'))
    return await page(request, 'forgot.html', form=form, sent=True, mails=_mails(request))


@router.get('/reset')
async def reset_page(request: Request, token: str = '') -> Response:
    """Ask for the new password."""
    return await page(request, 'reset.html', form=Form({'token': token}))


@router.post('/reset')
async def reset(request: Request, actor: CurrentActor) -> Response:
    """Set the password and sign in here; every other sign-in ends."""
    services, form = services_of(request), await read_form(request)
    try:
        user = await call(services.auth.reset_password, form.get('token'), form.get('password'))
    except A6HubError as error:
        return await page(request, 'reset.html', error.status, form=form.failed(error))
    answer = see('/account?done=password')
    agent = request.headers.get('user-agent', '')
    sign_in_browser(answer, request, await call(services.auth.open_browser, user.id, actor.address, agent))
    return answer


@router.get('/verify')
async def verify_page(request: Request, token: str = '') -> Response:
    """Ask for a click, since scanners of mails follow links."""
    return await page(request, 'verify.html', form=Form({'token': token}), verified='')


@router.post('/verify')
async def verify(request: Request) -> Response:
    """Note that the address is proven."""
    form = await read_form(request)
    try:
        user = await call(services_of(request).auth.verify_email, form.get('token'))
    except A6HubError as error:
        return await page(request, 'verify.html', error.status, form=form.failed(error), verified='')
    return await page(request, 'verify.html', form=form, verified=user.email)


def _mails(request: Request) -> bool:
    return bool(services_of(request).settings.smtp_url)
