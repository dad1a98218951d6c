"""REST of a project's files by path, as raw bytes with ETag, preconditions and ranges."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from ide.api.actor import CurrentActor, needs
from ide.api.answers import FileAnswer, etag_of, file_json
from ide.api.incoming import announced_size, body_content
from ide.api.ranges import wanted_range
from ide.api.schemas import Json
from ide.context import call, services_of
from services.entries import names
from services.files import OpenFile
from services.ids import parse_id
from services.limits import limits_of
from services.permissions import Permission

router = APIRouter(prefix='/projects/{project_id}/tree', tags=['files'])

WHOLE = 1 << 20
"""Files up to this size are sent in one piece."""


@router.head('/{path:path}', include_in_schema=False, openapi_extra=needs(Permission.FILE_READ))
@router.get('/{path:path}', openapi_extra=needs(Permission.FILE_READ))
async def read(
    request: Request, actor: CurrentActor, project_id: str, path: str, download: Annotated[bool, Query()] = False
) -> Response:
    """Return the bytes of a file, or those of a range; text is text/plain, all else octet-stream."""
    identity = parse_id(project_id, 'project')
    opened = await call(services_of(request).files.open, actor, identity, path)
    return await file_response(request, opened, download=download)


@router.put('/{path:path}', response_model=FileAnswer, openapi_extra=needs(Permission.FILE_WRITE))
async def write(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    path: str,
    if_match: Annotated[str | None, Header(alias='If-Match')] = None,
    if_none_match: Annotated[str | None, Header(alias='If-None-Match')] = None,
    origin: Annotated[str, Header(alias='X-Origin', max_length=100)] = '',
) -> Response:
    """Create or replace a file with the body; answered once it is stored."""
    files = services_of(request).files
    identity = parse_id(project_id, 'project')
    project = await call(files.check_write, actor, identity, path, announced_size(request))
    async with body_content(request, limits_of(project.plan).bytes_per_project, 'The file') as content:
        written = await call(
            files.write,
            actor,
            identity,
            path,
            content,
            if_match=if_match,
            if_none_match=if_none_match is not None,
            origin=origin,
        )
    status = 201 if written.created else 200
    return Json(file_json(written.entry), status_code=status, headers=etag_of(written.entry.etag))


@router.delete('/{path:path}', openapi_extra=needs(Permission.FILE_WRITE))
async def delete(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    path: str,
    if_match: Annotated[str | None, Header(alias='If-Match')] = None,
) -> Response:
    """Move a file or folder to the trash; `undo` of the answer brings it back."""
    identity = parse_id(project_id, 'project')
    deletion = await call(services_of(request).files.delete, actor, identity, path, if_match)
    return Json({'undo': deletion.batch_id, 'paths': deletion.paths})


async def file_response(request: Request, opened: OpenFile, *, download: bool = False) -> Response:
    """Answer with a stored file; a browser never runs it as a page of ours."""
    entry = opened.entry
    headers = {
        **etag_of(entry.etag),
        'Accept-Ranges': 'bytes',
        'Cache-Control': 'private, no-cache',
        'Content-Disposition': disposition(entry.name, inline=not (entry.is_binary or download)),
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
    }
    if names(request.headers.get('if-none-match', ''), entry.etag):
        return Response(status_code=304, headers=headers)
    kind = 'application/octet-stream' if entry.is_binary else 'text/plain; charset=utf-8'
    span = wanted_range(request, entry.size, entry.etag)
    first, last = span or (0, entry.size - 1)
    status, length = 206 if span else 200, last - first + 1
    headers['Content-Length'] = str(length)
    if span:
        headers['Content-Range'] = f'bytes {first}-{last}/{entry.size}'
    if request.method == 'HEAD':
        return Response(status_code=status, headers=headers, media_type=kind)
    if span is None and entry.size <= WHOLE:
        return Response(await call(opened.read), status_code=status, headers=headers, media_type=kind)
    pieces = opened.stream(first, length) if span else opened.stream()
    return StreamingResponse(pieces, status_code=status, headers=headers, media_type=kind)


def disposition(name: str, *, inline: bool = False) -> str:
    """Return the header that names a download in every alphabet."""
    plain = re.sub(r'[^\w.\- ]', '_', name, flags=re.ASCII)
    return f'{"inline" if inline else "attachment"}; filename="{plain}"; filename*=UTF-8\'\'{quote(name, safe="")}'
