"""Answers what a waveform viewer asks about a stored trace: hierarchy, windows of time, values, edges."""

import gzip
import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response

from ide.api.actor import needs
from ide.context import call
from services.permissions import Actor, Permission
from services.waveform.model import MAX_TIME
from services.waveform.trace import MAX_PIXELS, Trace

# Checks that the actor may read the job, then opens the trace that the artifact holds.
OpenTrace: TypeAlias = Callable[[Actor, UUID, UUID, UUID], Trace]

# A trace never changes under its artifact's id; only a new version of this program may answer differently.
VERSION = '1'
IMMUTABLE = 'private, max-age=31536000, immutable'
SMALL = 512
BINARY = 'application/octet-stream'
JSON = 'application/json'

Time: TypeAlias = Annotated[int, Query(ge=-MAX_TIME, le=MAX_TIME, description='A time in ticks.')]
EndTime: TypeAlias = Annotated[int, Query(ge=-MAX_TIME, le=2 * MAX_TIME, description='A time in ticks, up to 2^64.')]
Variables: TypeAlias = Annotated[
    str,
    Query(alias='v', pattern=r'^\d{1,9}(,\d{1,9})*$', description='Numbers of variables in the hierarchy, by commas.'),
]


class Direction(StrEnum):
    """Where to look for an edge."""

    NEXT = 'next'
    PREVIOUS = 'previous'


def waves_router(actor_of: Callable[..., Any], open_trace: OpenTrace) -> APIRouter:
    """Return the routes; `actor_of` is the dependency that tells who asks."""
    router = APIRouter(
        prefix='/projects/{project_id}/jobs/{job_id}/waves/{artifact_id}',
        tags=['waveforms'],
        responses={404: {'description': 'There is no such trace, or it is private.'}},
    )

    async def wave(
        request: Request, project_id: UUID, job_id: UUID, artifact_id: UUID, actor: Annotated[Actor, Depends(actor_of)]
    ) -> Wave:
        trace = await call(open_trace, actor, project_id, job_id, artifact_id)
        return Wave(request, artifact_id, trace)

    Opened: TypeAlias = Annotated[Wave, Depends(wave)]

    @router.get('/hierarchy', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
    async def hierarchy(wave: Opened) -> Response:
        """Return scopes, variables, timescale and time range as JSON columns."""
        return await wave.answer(JSON, wave.trace.hierarchy_json)

    @router.get('/window', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
    async def window(
        wave: Opened, v: Variables, t0: Time, t1: EndTime, px: Annotated[int, Query(ge=1, le=MAX_PIXELS)]
    ) -> Response:
        """Return the picture of t0 <= t < t1 in px columns; docs/trace-format.md describes the bytes."""
        return await wave.answer(BINARY, lambda: wave.trace.window(numbers(v), t0, t1, px))

    @router.get('/values', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
    async def values(wave: Opened, v: Variables, t: Time) -> Response:
        """Return the value of each variable at a time."""
        return await wave.answer(JSON, lambda: orjson.dumps({'t': str(t), 'values': wave.trace.values(numbers(v), t)}))

    @router.get('/edges', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
    async def edges(
        wave: Opened, v: Annotated[int, Query(ge=0)], t: Time, direction: Direction = Direction.NEXT
    ) -> Response:
        """Return the next or the previous change of a variable, null if there is none."""
        return await wave.answer(JSON, lambda: edge_json(wave.trace, v, t, direction))

    return router


class Wave:
    """An opened trace and the request about it."""

    def __init__(self, request: Request, artifact_id: UUID, trace: Trace) -> None:
        self.trace = trace
        self._request = request
        query = f'{VERSION} {artifact_id} {request.url.path.rsplit("/", 1)[-1]} {request.url.query}'
        self._etag = f'"{hashlib.sha256(query.encode()).hexdigest()[:32]}"'

    async def answer(self, media_type: str, make: Callable[[], bytes]) -> Response:
        """Answer with what `make` returns, compressed where that is wanted, or that nothing has changed."""
        headers = {'etag': self._etag, 'cache-control': IMMUTABLE, 'vary': 'accept-encoding'}
        if self._etag in self._request.headers.get('if-none-match', ''):
            return Response(status_code=304, headers=headers)
        zipped = 'gzip' in self._request.headers.get('accept-encoding', '')
        body = await call(lambda: pack(make(), zipped))
        if body[:2] == b'\x1f\x8b' and zipped:
            headers['content-encoding'] = 'gzip'
        return Response(body, media_type=media_type, headers=headers)


def pack(body: bytes, zipped: bool) -> bytes:
    """Compress a body that is worth it."""
    return gzip.compress(body, 1, mtime=0) if zipped and len(body) >= SMALL else body


def numbers(variables: str) -> list[int]:
    """Read a list of variable numbers."""
    return [int(number) for number in variables.split(',')]


def edge_json(trace: Trace, variable: int, t: int, direction: Direction) -> bytes:
    """Return an edge as JSON; its time is text because JavaScript's numbers end at 2^53."""
    find = trace.next_edge if direction == Direction.NEXT else trace.previous_edge
    edge = find(variable, t)
    return orjson.dumps({'edge': edge and {'time': str(edge.time), 'value': edge.value}})
