"""Makes a guest of who has no account, for acts that leave a project behind."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from ide.context import call, services_of
from ide.cookies import sign_in_browser
from services.permissions import Actor
from services.sessions import BrowserSignIn


async def as_guest(request: HTTPConnection, actor: Actor) -> tuple[Actor, BrowserSignIn | None]:
    """Return the actor, or a new guest with the sign-in that `remember` gives to the browser."""
    if actor.user_id is not None:
        return actor, None
    agent = request.headers.get('user-agent', '')
    guest = await call(services_of(request).auth.create_guest, actor.address, agent)
    return guest.actor, guest


def remember(answer: Response, request: HTTPConnection, guest: BrowserSignIn | None) -> Response:
    """Let the browser keep a new guest's sign-in; without one the answer stays as it is."""
    if guest is not None:
        sign_in_browser(answer, request, guest)
    return answer
