"""Keeps other sites from acting in a signed-in person's name."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from ide.context import SESSION_COOKIE
from ide.errors import answer
from services.settings import Settings

_SAFE = frozenset({'GET', 'HEAD', 'OPTIONS', 'TRACE'})
_COOKIE = SESSION_COOKIE.encode()
FOREIGN = (
    'This request came from another site ({origin}) and was refused. If it was yours, open a6hub at {own}; '
    'an operator behind a proxy sets A6HUB_PUBLIC_URL to the address that people type.'
)
UNKNOWN_HOST = (
    'This server works for this machine only and was asked as {host}, so the request was refused. '
    'An operator behind a proxy sets A6HUB_PUBLIC_URL to the address that people type.'
)
NO_ORIGIN = (
    'A request that changes something with the session cookie needs an Origin or Sec-Fetch-Site header of this site; '
    'programs use a token in the Authorization header instead.'
)


class SameOrigin:
    """Refuses requests that another site's page sent, and websockets that it opened."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = self._problem(scope) if scope['type'] in {'http', 'websocket'} else ''
        if not problem:
            await self._app(scope, receive, send)
        elif scope['type'] == 'websocket':
            await send({'type': 'websocket.close', 'code': 1008, 'reason': 'another origin'})
        else:
            await answer(scope, 403, 'foreign-origin', problem)(scope, receive, send)

    def _problem(self, scope: Scope) -> str:
        headers = dict(scope['headers'])
        host = headers.get(b'host', b'').decode('latin-1')
        if self._settings.loopback_only and not _is_local(host):
            # A name that a stranger owns may point here (DNS rebinding); then nothing else tells the sites apart.
            return UNKNOWN_HOST.format(host=host[:80])
        origin = headers.get(b'origin', b'').decode('latin-1')
        foreign = bool(origin) and not self._is_own(origin, host)
        if scope['type'] == 'websocket':
            return FOREIGN.format(origin=origin[:80], own=self._settings.origin) if foreign else ''
        if scope['method'] in _SAFE or headers.get(b'authorization', b'')[:7].lower() == b'bearer ':
            return ''
        has_cookie = _COOKIE in headers.get(b'cookie', b'')
        if origin:
            harmless = not has_cookie and scope['path'].startswith('/api/')
            return FOREIGN.format(origin=origin[:80], own=self._settings.origin) if foreign and not harmless else ''
        return NO_ORIGIN if has_cookie and headers.get(b'sec-fetch-site') != b'same-origin' else ''

    def _is_own(self, origin: str, host: str) -> bool:
        if origin == self._settings.origin:
            return True
        if self._settings.public_url:
            return False
        return urlsplit(origin).netloc == host and bool(host)


def _is_local(host: str) -> bool:
    """Return whether no stranger can own this name: an address, a single word, or one below .localhost."""
    name = urlsplit(f'//{host}').hostname or ''
    return '.' not in name or name.endswith('.localhost') or name.replace('.', '').isdigit()
