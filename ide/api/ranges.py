"""Answers with immutable bytes, whole or in the range that was asked for."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from services.errors import A6HubError

IMMUTABLE = 'private, max-age=31536000, immutable'
RANGE = re.compile(r'bytes=([0-9]{0,19})-([0-9]{0,19})')


class RangeError(A6HubError):
    """The range that was asked for lies outside of the object."""

    code = 'range'
    status = 416


def range_response(
    request: Request,
    stream: Callable[[int, int | None], Iterator[bytes]],
    size: int,
    sha256: str,
    media_type: str,
    name: str,
) -> Response:
    """Answer a GET of an object that never changes; `stream` yields its bytes from an offset."""
    headers = {
        'ETag': f'"{sha256}"',
        'Accept-Ranges': 'bytes',
        'Cache-Control': IMMUTABLE,
        'Content-Disposition': f"attachment; filename*=UTF-8''{quote(name.rpartition('/')[2])}",
    }
    if sha256 in request.headers.get('if-none-match', ''):
        return Response(status_code=304, headers=headers)
    wanted = wanted_range(request, size, sha256)
    if wanted is None:
        headers['Content-Length'] = str(size)
        return StreamingResponse(stream(0, None), media_type=media_type, headers=headers)
    first, last = wanted
    headers |= {'Content-Range': f'bytes {first}-{last}/{size}', 'Content-Length': str(last - first + 1)}
    return StreamingResponse(stream(first, last - first + 1), 206, headers, media_type)


def wanted_range(request: Request, size: int, sha256: str) -> tuple[int, int] | None:
    """Return the first and the last byte that are wanted, or nothing for the whole; several ranges give the whole."""
    match = RANGE.fullmatch(request.headers.get('range', '').strip())
    condition = request.headers.get('if-range', '')
    if match is None or match[0] == 'bytes=-' or (condition and sha256 not in condition):
        return None
    first, last = match[1], match[2]
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start > end or start >= size:
        raise RangeError(f'The range {match[0][:60]} lies outside of the {size} bytes there are.')
    return start, end
