"""What a request carries: the services, who asks, and a thread for each service call."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import anyio.to_thread
from starlette.requests import HTTPConnection
from starlette.types import Scope

from services.container import Services
from services.identity import BEARER, COOKIE
from services.permissions import Actor

P = ParamSpec('P')
T = TypeVar('T')

SESSION_COOKIE = 'a6hub_session'
ACTOR = 'a6hub.actor'
"""Where the scope of a request keeps its actor."""


async def call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a service method in a thread, so that it never holds up the event loop."""
    return await anyio.to_thread.run_sync(lambda: function(*args, **kwargs))


def services_of(request: HTTPConnection) -> Services:
    """Return the services that the application was built with."""
    app: Any = request.scope['app']
    services: Services = app.state.services
    return services


async def actor_of(request: HTTPConnection) -> Actor:
    """Return who asks; a bearer token of no use is an error, a cookie of no use an anonymous visitor."""
    scope = request.scope
    known: Actor | None = scope.get(ACTOR)
    if known is None:
        identity = services_of(request).identity
        credential, address = credential_of(scope), address_of(scope)
        # NOTE: no thread for who asked a moment ago; most requests end here.
        known = identity.cached(credential, address) if credential else Actor(address=address)
        if known is None:
            known = await call(identity.resolve, credential, address)
        scope[ACTOR] = known
    return known


def known_actor(scope: Scope, services: Services) -> Actor | None:
    """Return who asks if that needs no database, None otherwise."""
    if ACTOR not in scope and (credential := credential_of(scope)):
        actor = services.identity.cached(credential, address_of(scope))
        if actor is None:
            return None
        scope[ACTOR] = actor
    found: Actor | None = scope.get(ACTOR)
    return found


def credential_of(scope: Scope) -> str:
    """Return the bearer token or the session cookie of a request, empty for neither."""
    cookies = ''
    for name, value in scope['headers']:
        if name == b'authorization':
            kind, _, token = value.decode('latin-1').partition(' ')
            if kind.lower() == 'bearer':
                return f'{BEARER}{token.strip()}'
        elif name == b'cookie':
            cookies = f'{cookies}; {value.decode("latin-1")}'
    session = cookie_value(cookies, SESSION_COOKIE) if SESSION_COOKIE in cookies else ''
    return f'{COOKIE}{session}' if session else ''


def cookie_value(header: str, name: str) -> str:
    """Return the value of one cookie of a Cookie header."""
    for part in header.split(';'):
        key, _, value = part.strip().partition('=')
        if key == name:
            return value.strip('"')
    return ''


def address_of(scope: Scope) -> str:
    """Return the address that the request came from."""
    client = scope.get('client')
    return str(client[0]) if client else ''
