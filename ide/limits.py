"""Bounds of what a request may carry: its size, and its characters."""

import re
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ide.errors import answer

MEGABYTE = 1 << 20
MAX_FORM = MEGABYTE
MAX_PROJECT_JSON = 16 * MEGABYTE
MAX_UPLOAD = 256 * MEGABYTE
_CONTROL = re.compile(r'[\x00-\x1f\x7f]')
_LOST = '\ufffd'
_UPLOADS = ('/api/v1/projects', '/new', '/projects')


class _TooLargeError(Exception):
    """Ends the reading of a body that exceeds its limit."""


class BodyLimit:
    """Answers 413 to a body that is too large, told or counted, and 422 to an address that holds no text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http':
            await self._app(scope, receive, send)
            return
        if problem := _problem(scope):
            shown = _CONTROL.sub('?', scope['path'])
            await answer({**scope, 'path': shown}, 422, 'invalid', problem)(scope, receive, send)
        elif scope['method'] in {'GET', 'HEAD'}:
            await self._app(scope, receive, send)
        else:
            await self._limited(scope, receive, send)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope['headers'])
        limit = limit_of(scope['path'], headers.get(b'content-type', b''))
        told = headers.get(b'content-length', b'0')
        if told.isdigit() and (len(told) > 19 or int(told) > limit):
            await _refuse(scope, receive, send, limit)
            return
        reader = _Counted(receive, limit)
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            if reader.exceeded and not started:
                return
            started = True
            await send(message)

        with suppress(_TooLargeError):
            await self._app(scope, reader, send_noted)
        if reader.exceeded and not started:
            await _refuse(scope, receive, send, limit)


def _problem(scope: Scope) -> str:
    path, raw = scope['path'], scope.get('raw_path') or b''
    if '\0' in path or b'%00' in scope['query_string']:
        return 'The address holds a NUL character, which no name has.'
    if _CONTROL.search(path):
        return 'The address holds a control character such as a line break, which no name has; remove it.'
    if _LOST in path and b'%EF%BF%BD' not in raw.upper() and _LOST.encode() not in raw:
        # NOTE: the server has put U+FFFD for what it could not decode; two names would become one.
        return 'The address is not UTF-8; write its special characters as percent-encoded UTF-8.'
    return ''


class _Counted:
    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.exceeded = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get('body', b''))
        if self._left < 0:
            self.exceeded = True
            raise _TooLargeError
        return message


def limit_of(path: str, content_type: bytes) -> int:
    """Return how many bytes a body may have: uploads are large, JSON with a file's text less, all else small."""
    if not path.startswith(_UPLOADS):
        return MAX_FORM
    structured = content_type.startswith((b'application/json', b'application/x-www-form-urlencoded'))
    return MAX_PROJECT_JSON if structured else MAX_UPLOAD


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    detail = f'The body is larger than the {limit // MEGABYTE} MB that this address takes.'
    # The rest of the body is not read, so the connection cannot be used again.
    await answer(scope, 413, 'limit', detail, {'Connection': 'close'})(scope, receive, send)
