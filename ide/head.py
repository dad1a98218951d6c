"""Answers HEAD as GET without its body, for previews, link checkers and load balancers."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _EnoughError(Exception):
    """Ends an application that goes on to send a body."""


class HeadRequests:
    """Runs the route of GET and keeps the headers; NiceGUI's page is spared, it would be built for nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http' or scope['method'] != 'HEAD' or scope['path'].endswith('/edit'):
            await self._app(scope, receive, send)
            return
        started = False

        async def send_headers(message: Message) -> None:
            nonlocal started
            if started:
                raise _EnoughError
            started = True
            await send(message)
            await send({'type': 'http.response.body', 'body': b''})

        try:
            await self._app({**scope, 'method': 'GET'}, receive, send_headers)
        except* _EnoughError:  # alone, or within the group of a streamed answer
            pass
