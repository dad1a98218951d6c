"""REST of a project's files by their id: list, upload, read, change, move, duplicate, delete, undo."""

from contextlib import ExitStack
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException

from ide.api.actor import CurrentActor, needs
from ide.api.answers import FileAnswer, etag_of, file_json
from ide.api.incoming import announced_size, body_content
from ide.api.schemas import Json, PageOf, RequestBody
from ide.api.tree import file_response
from ide.context import call, services_of
from services.content import PIECE, Content
from services.entries import FileEntry
from services.errors import ConflictError, InvalidError, PreconditionError
from services.files import MAX_PAGE, FileChange, FileService, Replacement, Written
from services.ids import parse_id
from services.limits import check_editor_bytes, limits_of
from services.paths import shown
from services.permissions import Actor, Permission

router = APIRouter(prefix='/projects/{project_id}', tags=['files'])

IfMatch = Annotated[str | None, Header(alias='If-Match')]
READ, WRITE = needs(Permission.FILE_READ), needs(Permission.FILE_WRITE)
MAX_TEXT = 16 << 20

Body = TypeVar('Body', bound=RequestBody)


class TextBody(RequestBody):
    """A text file."""

    model_config = RequestBody.model_config | {'str_max_length': MAX_TEXT}

    path: str
    content: str = ''


class ChangeBody(RequestBody):
    """A new path, a new text, or both."""

    model_config = RequestBody.model_config | {'str_max_length': MAX_TEXT}

    path: str | None = None
    content: str | None = None


class MoveBody(RequestBody):
    """A move of the file or folder at `source`."""

    source: str
    target: str


class CopyBody(RequestBody):
    """A copy of the file or folder at `source`, beside it unless `target` says where."""

    source: str
    target: str = ''


class FolderBody(RequestBody):
    """A new folder."""

    path: str


class DeleteBody(RequestBody):
    """Files and folders to delete together."""

    paths: list[str] = Field(max_length=20_000)


class UndoBody(RequestBody):
    """The `undo` of a deletion or replacement."""

    undo: str


@router.get('/files', response_model=PageOf[FileAnswer], openapi_extra=READ)
async def listing(
    request: Request,
    actor: CurrentActor,
    project_id: str,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 1000,
    cursor: Annotated[str, Query(max_length=2000)] = '',
) -> Response:
    """List files and folders by path."""
    files = services_of(request).files
    entries, following = await call(files.page, actor, parse_id(project_id, 'project'), limit, cursor)
    return Json({'items': [file_json(entry) for entry in entries], 'next': following})


@router.post('/files', status_code=201, response_model=FileAnswer, openapi_extra=WRITE)
async def add(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Add a text file from JSON `{"path", "content"}`, or files from a multipart upload.

    A multipart file's field `path` (or else its own name) says where it goes, `folder` below which folder.
    """
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    await call(files.check_write, actor, identity)
    if request.headers.get('content-type', '').startswith('multipart/form-data'):
        return await _upload(request, actor, identity)
    body = await _json(request, TextBody)
    data = _text(body.path, body.content)
    try:
        return _written(await call(files.write, actor, identity, body.path, data, if_none_match=True))
    except PreconditionError:
        told = f'{shown(body.path)} exists already; PUT it to replace it, or choose another name.'
        raise ConflictError(told, field='path') from None


@router.get('/files/{file_id}', openapi_extra=READ)
async def read(
    request: Request, actor: CurrentActor, project_id: str, file_id: str, content: Annotated[bool, Query()] = True
) -> Response:
    """Return a file with its text (`content` is null for a binary one, which `tree` gives as bytes)."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    entry = await call(files.get, actor, identity, parse_id(file_id, 'file'))
    text = await call(_content, files, actor, identity, entry) if content else None
    return Json({**file_json(entry), 'content': text}, headers=etag_of(entry.etag))


@router.get('/files/{file_id}/raw', openapi_extra=READ)
async def raw(request: Request, actor: CurrentActor, project_id: str, file_id: str) -> Response:
    """Return the bytes of a file, as `tree` does."""
    files = services_of(request).files
    opened = await call(files.open_by_id, actor, parse_id(project_id, 'project'), parse_id(file_id, 'file'))
    return await file_response(request, opened, download=True)


@router.put('/files/{file_id}', response_model=FileAnswer, openapi_extra=WRITE)
async def change(
    request: Request, actor: CurrentActor, project_id: str, file_id: str, if_match: IfMatch = None
) -> Response:
    """Replace a file's text, or move it to another path, or both: JSON `{"path"?, "content"?}` or raw bytes."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    project = await call(files.check_write, actor, identity, '', announced_size(request))
    entry = await call(files.get, actor, identity, parse_id(file_id, 'file'))
    if not request.headers.get('content-type', '').startswith('application/json'):
        async with body_content(request, limits_of(project.plan).bytes_per_project, 'The file') as content:
            return _written(await call(files.write, actor, identity, entry.path, content, if_match=if_match))
    body = await _json(request, ChangeBody)
    changed = await call(_change, files, actor, identity, entry, body, if_match)
    return Json(file_json(changed), headers=etag_of(changed.etag))


@router.delete('/files/{file_id}', openapi_extra=WRITE)
async def delete(
    request: Request, actor: CurrentActor, project_id: str, file_id: str, if_match: IfMatch = None
) -> Response:
    """Move a file or folder to the trash; `undo` of the answer brings it back."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    deletion = await call(files.delete, actor, identity, parse_id(file_id, 'file'), if_match)
    return Json({'undo': deletion.batch_id, 'paths': deletion.paths})


@router.post('/files/delete', openapi_extra=WRITE)
async def delete_many(request: Request, actor: CurrentActor, project_id: str, body: DeleteBody) -> Response:
    """Move several files and folders to the trash at once."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    deletion = await call(files.delete_many, actor, identity, body.paths)
    return Json({'undo': deletion.batch_id, 'paths': deletion.paths})


@router.post('/files/move', openapi_extra=WRITE)
async def move(
    request: Request, actor: CurrentActor, project_id: str, body: MoveBody, if_match: IfMatch = None
) -> Response:
    """Move or rename a file or folder."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    return _entries(await call(files.move, actor, identity, body.source, body.target, if_match))


@router.post('/files/duplicate', status_code=201, openapi_extra=WRITE)
async def duplicate(request: Request, actor: CurrentActor, project_id: str, body: CopyBody) -> Response:
    """Copy a file or folder."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    return _entries(await call(files.duplicate, actor, identity, body.source, body.target), 201)


@router.post('/files/undo', openapi_extra=WRITE)
async def undo(request: Request, actor: CurrentActor, project_id: str, body: UndoBody) -> Response:
    """Bring back what a deletion or replacement took away."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    return _entries(await call(files.undo, actor, identity, parse_id(body.undo, 'deletion to undo')))


@router.post('/folders', status_code=201, response_model=FileAnswer, openapi_extra=WRITE)
async def add_folder(request: Request, actor: CurrentActor, project_id: str, body: FolderBody) -> Response:
    """Make a folder and those above it."""
    files, identity = services_of(request).files, parse_id(project_id, 'project')
    return Json(file_json(await call(files.add_folder, actor, identity, body.path)), status_code=201)


async def _upload(request: Request, actor: Actor, project_id: UUID) -> Response:
    try:
        async with request.form(max_files=1000, max_fields=1010) as form:
            named = _named(form)
            stored = await call(_write_uploads, services_of(request).files, actor, project_id, named)
    except MultiPartException as error:
        raise InvalidError(f'The upload could not be read: {error.message}.') from None
    items = [file_json(item.entry) for item in stored.written]
    one = items[0] if len(items) == 1 else {}
    # One file answers as a file, many as a list; either way `undo` brings back what they replaced.
    return Json({**one, 'items': items, 'undo': stored.batch_id}, status_code=201)


def _named(form: FormData) -> list[tuple[str, UploadFile]]:
    uploads = [item for _, item in form.multi_items() if isinstance(item, UploadFile)]
    paths = [str(path) for path in form.getlist('path')] or [item.filename or '' for item in uploads]
    if not uploads or len(paths) != len(uploads):
        raise InvalidError(f'The upload has {len(uploads)} files and {len(paths)} paths; send one path for each file.')
    folder = str(form.get('folder') or '').strip('/')
    return [(f'{folder}/{path}' if folder else path, item) for path, item in zip(paths, uploads, strict=True)]


def _write_uploads(
    files: FileService, actor: Actor, project_id: UUID, uploads: list[tuple[str, UploadFile]]
) -> Replacement:
    with ExitStack() as stack:
        changes = [FileChange(path, _received(stack.enter_context(Content()), item)) for path, item in uploads]
        return files.write_many(actor, project_id, changes)


def _received(content: Content, upload: UploadFile) -> Content:
    while piece := upload.file.read(PIECE):
        content.write(piece)
    return content


def _content(files: FileService, actor: Actor, project_id: UUID, entry: FileEntry) -> str | None:
    if entry.is_folder or entry.is_binary:
        return None
    check_editor_bytes(entry.path, entry.size, limits_of())
    return files.read(actor, project_id, entry.path).decode()


def _change(
    files: FileService, actor: Actor, project_id: UUID, entry: FileEntry, body: ChangeBody, if_match: str | None
) -> FileEntry:
    if body.content is not None:
        data = _text(entry.path, body.content)
        entry = files.write(actor, project_id, entry.path, data, if_match=if_match).entry
        if_match = entry.etag
    if body.path is not None and body.path != entry.path:
        entry = files.move(actor, project_id, entry.id, body.path, if_match)[0]
    return entry


def _text(path: str, content: str) -> bytes:
    data = content.encode()
    check_editor_bytes(path, len(data), limits_of())
    return data


async def _json(request: Request, model: type[Body]) -> Body:
    """Read a body whose form depends on its Content-Type, with the errors of every other route."""
    async with body_content(request, limits_of().json_body_bytes, 'The JSON body') as content:
        data = await call(content.read)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise RequestValidationError([{**item, 'loc': ('body', *item['loc'])} for item in error.errors()]) from None


def _written(written: Written) -> Response:
    status = 201 if written.created else 200
    return Json(file_json(written.entry), status_code=status, headers=etag_of(written.entry.etag))


def _entries(entries: list[FileEntry], status: int = 200) -> Response:
    return Json({'items': [file_json(entry) for entry in entries], 'next': None}, status_code=status)
