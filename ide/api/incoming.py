"""Takes a request's body in as it arrives, with bounded memory and an end at the limit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request

from ide.context import call
from services.content import IN_MEMORY, Content
from services.errors import InvalidError, LimitError
from services.limits import megabytes


def announced_size(request: Request) -> int:
    """Return the size that the client says its body has, 0 where it does not."""
    told = request.headers.get('content-length', '0')
    if not (told.isascii() and told.isdigit() and len(told) < 20):
        raise InvalidError('Content-Length takes a number of bytes.')
    return int(told)


@asynccontextmanager
async def body_content(request: Request, limit: int, what: str) -> AsyncIterator[Content]:
    """Give the whole body as content; more than `limit` bytes are an error before the rest is read."""
    with Content() as content:
        async for piece in request.stream():
            if content.size + len(piece) > limit:
                raise LimitError(f'{what} is larger than {megabytes(limit)}, which is all that fits here.')
            if content.size + len(piece) > IN_MEMORY:
                await call(content.write, piece)
            else:
                content.write(piece)
        yield content
