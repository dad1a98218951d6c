"""The data behind the demo page: a small project in memory with files, logs that grow or break, and a search."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

router = APIRouter(prefix='/api')
LINES = 1_000_000
MANY = 20_000


@dataclass
class Log:
    """A log that a test writes; readers that follow wait for more until it is closed."""

    data: bytes = b''
    closed: bool = False
    grown: asyncio.Condition = field(default_factory=asyncio.Condition)
    requests: list[int] = field(default_factory=list)


class Replacement(BaseModel):
    """What is to be replaced."""

    query: str
    replacement: str
    regex: bool = False
    case: bool = False
    word: bool = False
    include: str = ''


LOGS: dict[str, Log] = {}
FILES: dict[str, bytes] = {}
SOURCE = 'module uart_tx (\n  input clk,\n  output tx\n);\n  // <b>tx</b> idles high\n  assign tx = 1;\nendmodule\n'


@router.get('/files')
def files(limit: int = 1000, cursor: str = '0') -> dict[str, object]:
    """List many files, page by page."""
    start = int(cursor)
    items = [{'path': f'core{n // 100:03}/cell_{n:05}.v', 'size': n} for n in range(start, min(start + limit, MANY))]
    return {'items': items, 'next': str(start + limit) if start + limit < MANY else None}


@router.put('/tree/{path:path}', status_code=201)
async def put(path: str, request: Request) -> Response:
    """Store a file; names with "bad" are refused."""
    body = await request.body()
    if 'bad' in path:
        return JSONResponse({'error': 'invalid', 'detail': 'A name must not contain "bad". Choose another.'}, 422)
    FILES[path] = body
    return Response(status_code=201)


@router.get('/tree/{path:path}')
def get(path: str) -> Response:
    """Return a stored file."""
    return Response(FILES.get(path, b''), media_type='application/octet-stream')


@router.get('/stored')
def stored() -> dict[str, int]:
    """Return the stored files and their sizes."""
    return {path: len(data) for path, data in FILES.items()}


@router.get('/logs/big')
def big_log(offset: int = 0) -> Response:
    """Return a million lines."""
    lines = (f'{n:>9} ns  tb_uart.dut  state={n % 4} shift={n % 256:08b}\n' for n in range(LINES))
    return Response(''.join(lines).encode()[offset:], media_type='text/plain')


@router.post('/logs/{name}')
async def write(name: str, request: Request, close: bool = False) -> Response:
    """Add to a log."""
    log = LOGS.setdefault(name, Log())
    log.data += await request.body()
    log.closed = close
    async with log.grown:
        log.grown.notify_all()
    return Response()


@router.get('/logs/{name}')
async def follow(name: str, offset: int = 0, cut: int = 0) -> Response:
    """Stream a log from an offset until it is closed; the first answer breaks off after `cut` bytes."""
    if name == 'missing':
        return JSONResponse({'error': 'not-found', 'detail': 'There is no such run.'}, 404)
    log = LOGS.setdefault(name, Log())
    first = not log.requests
    log.requests.append(offset)
    return StreamingResponse(_stream(log, offset, cut if first else 0), media_type='text/plain')


@router.get('/logs/{name}/requests')
def requests(name: str) -> list[int]:
    """Return the offsets that were asked for."""
    return LOGS[name].requests


async def _stream(log: Log, offset: int, cut: int) -> AsyncIterator[bytes]:
    at = offset
    while True:
        piece = log.data[at : cut or None]
        at += len(piece)
        if piece:
            yield piece
        if cut and at >= cut:
            await asyncio.sleep(0.05)
            raise ConnectionResetError('cut')
        if log.closed and at >= len(log.data):
            return
        if not log.data[at:]:
            async with log.grown:
                await log.grown.wait()


@router.get('/search')
def search(q: str, regex: bool = False, case: bool = False, word: bool = False, include: str = '') -> Response:
    """Search three copies of a source."""
    try:
        pattern = _pattern(q, regex, case, word)
    except re.error as error:
        return JSONResponse({'error': 'invalid', 'detail': f'The expression is not valid: {error}.'}, 422)
    items = [
        {'path': path, 'line': number, 'column': m.start() + 1, 'length': len(m[0]), 'text': line}
        for path in ('rtl/uart_tx.v', 'rtl/uart_rx.v', 'tb/tb_uart.v')
        if not include or path.startswith(include.rstrip('*'))
        for number, line in enumerate(SOURCE.splitlines(), 1)
        for m in pattern.finditer(line)
    ]
    return JSONResponse({'items': items, 'truncated': False})


@router.post('/replace')
def replace(body: Replacement) -> dict[str, int]:
    """Count what would be replaced."""
    count = len(_pattern(body.query, body.regex, body.case, body.word).findall(SOURCE))
    return {'files': 3, 'replacements': 3 * count}


def _pattern(query: str, regex: bool, case: bool, word: bool) -> re.Pattern[str]:
    text = query if regex else re.escape(query)
    return re.compile(rf'\b{text}\b' if word else text, 0 if case else re.IGNORECASE)
