"""Headers that tell browsers what our pages may do."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# NOTE: NiceGUI's pages compile Vue templates in the browser, which needs 'unsafe-eval';
# the plain pages get the strict policy.
STRICT = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: "
    "blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
NICEGUI = STRICT.replace("'unsafe-inline'; style-src", "'unsafe-inline' 'unsafe-eval'; style-src").replace(
    "connect-src 'self'", "connect-src 'self' ws: wss:"
)
FIXED = [
    # What a page shows depends on who asks; answers that never change say so themselves.
    (b'cache-control', b'private, no-cache'),
    (b'x-content-type-options', b'nosniff'),
    (b'referrer-policy', b'strict-origin-when-cross-origin'),
    (b'x-frame-options', b'DENY'),
    (b'permissions-policy', b'camera=(), microphone=(), geolocation=()'),
]


class SecurityHeaders:
    """Adds the fixed headers and a content security policy to every HTTP response that has none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http':
            await self._app(scope, receive, send)
            return
        policy = NICEGUI if scope['path'].endswith('/edit') else STRICT

        async def send_with_headers(message: Message) -> None:
            if message['type'] == 'http.response.start':
                present = {name for name, _ in message['headers']}
                added = [*FIXED, (b'content-security-policy', policy.encode())]
                message['headers'] = [*message['headers'], *(item for item in added if item[0] not in present)]
            await send(message)

        await self._app(scope, receive, send_with_headers)
