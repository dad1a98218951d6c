"""The cookie of a browser's sign-in."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from ide.context import SESSION_COOKIE, services_of
from services.sessions import BrowserSignIn


def sign_in_browser(answer: Response, request: HTTPConnection, sign_in: BrowserSignIn) -> None:
    """Let the browser keep a new sign-in."""
    set_session(answer, request, sign_in.cookie, sign_in.max_age_s)


def set_session(answer: Response, request: HTTPConnection, value: str, max_age_s: int) -> None:
    """Put the cookie into the answer: not readable by scripts, not sent along from other sites."""
    answer.set_cookie(
        SESSION_COOKIE, value, max_age=max_age_s, httponly=True, samesite='lax', secure=_is_secure(request)
    )


def clear_session(answer: Response, request: HTTPConnection) -> None:
    """Let the browser forget its sign-in."""
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite='lax', secure=_is_secure(request))


def _is_secure(request: HTTPConnection) -> bool:
    return request.url.scheme == 'https' or services_of(request).settings.origin.startswith('https://')
