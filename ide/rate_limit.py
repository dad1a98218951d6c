"""Bounds how often one person or address asks, with the headers that tell how much is left."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ide.context import address_of, known_actor
from ide.errors import answer
from services.container import Services
from services.rate_limits import RateLimiter, SharedCounts, Verdict
from services.throttle import network_of

_FREE = ('/assets/', '/health', '/_nicegui')
_STRICT = frozenset(
    [f'/api/v1/auth/{name}' for name in ('login', 'register', 'refresh', 'forgot', 'reset', 'verify')]
    + ['/login', '/register', '/forgot', '/reset']
)
STRICTER = 10
"""Signing in and making accounts may be tried this many times less often."""
WINDOW_COST = 0.1
"""A waveform asks for many small windows while it is dragged."""


class RateLimit:
    """Counts requests by person where the credential was verified a moment ago, otherwise by address."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        settings = services.settings
        per_minute = settings.requests_per_minute
        self._counts = SharedCounts(settings.redis_url, 'requests') if settings.redis_url and per_minute else None
        self._limiter = RateLimiter(per_minute, self._counts) if per_minute else None
        self._strict = RateLimiter(max(STRICTER, per_minute // STRICTER))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._limiter is None or scope['type'] != 'http' or scope['path'].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        verdict = self._verdict(scope, self._limiter)
        if self._counts and self._counts.is_due():
            asyncio.get_running_loop().run_in_executor(None, self._counts.synchronise, self._limiter)
        headers = _headers(verdict)
        if not verdict.allowed:
            detail = f'More than {verdict.limit} requests in a minute; try again in {verdict.retry_after_s} s.'
            told = {name.decode(): value.decode() for name, value in headers}
            await answer(scope, 429, 'rate-limit', detail, told)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message['type'] == 'http.response.start':
                message['headers'] = [*message['headers'], *headers]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _verdict(self, scope: Scope, limiter: RateLimiter) -> Verdict:
        actor = known_actor(scope, self._services)
        path: str = scope['path']
        if scope['method'] == 'POST' and (path in _STRICT or path.startswith('/try/')):
            strict = self._strict.take(network_of(address_of(scope)))
            if not strict.allowed:
                return strict
        key = str(actor.user_id) if actor and actor.user_id else network_of(address_of(scope))
        return limiter.take(key, WINDOW_COST if '/waves/' in path else 1.0)


def _headers(verdict: Verdict) -> list[tuple[bytes, bytes]]:
    found = [
        (b'ratelimit-limit', b'%d' % verdict.limit),
        (b'ratelimit-remaining', b'%d' % verdict.remaining),
        (b'ratelimit-reset', b'%d' % verdict.reset_s),
    ]
    return found if verdict.allowed else [*found, (b'retry-after', b'%d' % verdict.retry_after_s)]
