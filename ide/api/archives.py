"""REST of archives: projects go out as zips and come in from zips and tars."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.datastructures import FormData, UploadFile

from ide.api.actor import CurrentActor, needs
from ide.api.answers import ProjectAnswer, etag_of, project_json
from ide.api.incoming import announced_size
from ide.api.schemas import Answer, Json
from ide.context import call, services_of
from services.archives import Download, ImportReport
from services.errors import InvalidError, LimitError
from services.ids import parse_id
from services.limits import limits_of, megabytes
from services.permissions import Permission
from services.project_fields import ProjectChange

router = APIRouter(prefix='/projects', tags=['archives'])

FIELDS = ('name', 'description', 'visibility', 'licence')
_MULTIPART: dict[str, Any] = {
    'requestBody': {
        'required': True,
        'content': {
            'multipart/form-data': {
                'schema': {
                    'type': 'object',
                    'required': ['archive'],
                    'properties': {
                        'archive': {'type': 'string', 'format': 'binary', 'description': 'zip, tar, tar.gz, .xz, .bz2'},
                        **{name: {'type': 'string'} for name in FIELDS},
                    },
                }
            }
        },
    }
}


class SkippedAnswer(Answer):
    """An entry of the archive that was left out, and why."""

    name: str
    reason: str


class ImportAnswer(Answer):
    """What became of an archive; `undo` brings back the files that it replaced, `runs` counts those restored."""

    project: ProjectAnswer
    stored: int
    skipped: Sequence[SkippedAnswer]
    notes: Sequence[str]
    undo: UUID | None
    runs: int


@router.get('/{project_id}/archive.zip', response_class=Response, openapi_extra=needs(Permission.FILE_READ))
async def archive(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Return all files of a project as a zip."""
    return sent(await call(services_of(request).archives.download, actor, parse_id(project_id, 'project')))


@router.get('/{project_id}/export', response_class=Response, openapi_extra=needs(Permission.JOB_READ))
async def export(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Return a project with its files and runs as a zip, from which `import` restores it."""
    return sent(await call(services_of(request).archives.export, actor, parse_id(project_id, 'project')))


@router.post(
    '/import',
    status_code=201,
    response_model=ImportAnswer,
    openapi_extra=needs(Permission.PROJECT_CREATE) | _MULTIPART,
)
async def import_project(request: Request, actor: CurrentActor) -> Response:
    """Make a project of an archive: of files, of a Tiny Tapeout project, or of an export with its runs."""
    archives = services_of(request).archives
    await call(archives.check_import, actor)
    async with received(request) as (form, upload):
        name, description, visibility, licence = (_text(form, name) for name in FIELDS)
        change = ProjectChange(name, description, visibility, licence)
        await call(archives.check_import, actor, change)
        report = await call(archives.import_archive, actor, upload.file, change, upload.filename or '')
    headers = {**etag_of(report.project.etag), 'Location': f'/api/v1/projects/{report.project.id}'}
    return Json(report_json(report), status_code=201, headers=headers)


@router.post(
    '/{project_id}/import', response_model=ImportAnswer, openapi_extra=needs(Permission.FILE_WRITE) | _MULTIPART
)
async def import_files(request: Request, actor: CurrentActor, project_id: str) -> Response:
    """Add the files of an archive to a project."""
    services, identity = services_of(request), parse_id(project_id, 'project')
    await call(services.files.check_write, actor, identity)
    async with received(request) as (_, upload):
        return Json(report_json(await call(services.archives.import_into, actor, identity, upload.file)))


def sent(download: Download) -> Response:
    """Answer with an archive while it is made."""
    headers = {
        'Content-Disposition': f'attachment; filename="{download.name}"',
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
    }
    return StreamingResponse(download.pieces, headers=headers, media_type='application/zip')


def report_json(report: ImportReport) -> dict[str, Any]:
    """Return the report as `ImportAnswer` describes it."""
    return {
        'project': project_json(report.project),
        'stored': report.stored,
        'skipped': [asdict(item) for item in report.skipped],
        'notes': report.notes,
        'undo': report.undo,
        'runs': report.runs,
    }


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[tuple[FormData, UploadFile]]:
    """Give the form and its one file, which lies on the disk as soon as it is large."""
    limit = limits_of().import_bytes
    if (size := announced_size(request)) > limit:
        raise LimitError(f'The upload has {megabytes(size)}; at most {megabytes(limit)} are taken (import_bytes).')
    if not request.headers.get('content-type', '').startswith('multipart/form-data'):
        raise InvalidError('Send the archive as multipart/form-data, in the field archive.', field='archive')
    async with request.form(max_files=1, max_fields=20) as form:
        uploads = [value for value in form.values() if isinstance(value, UploadFile)]
        if not uploads:
            raise InvalidError('The form holds no file; put the archive into the field archive.', field='archive')
        yield form, uploads[0]


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) and value else None
