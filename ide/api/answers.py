"""How REST shows projects and files."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from ide.api.schemas import Answer
from services.access import ProjectInfo
from services.entries import FileEntry


class ProjectAnswer(Answer):
    """A project as the one who asks sees it; `role` is theirs, `reader` for everybody."""

    id: UUID
    owner: str
    slug: str
    name: str
    description: str
    visibility: str
    licence: str
    topics: Sequence[str]
    etag: str
    template: str
    forked_from: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    star_count: int
    fork_count: int
    job_count: int
    file_count: int
    byte_count: int
    role: str


class FileAnswer(Answer):
    """A file or folder; `etag` is what If-Match takes, without its quotes."""

    id: UUID
    path: str
    size: int
    sha256: str
    etag: str
    binary: bool
    folder: bool
    updated_at: datetime


_SHOWN = tuple(field.name for field in fields(ProjectInfo) if field.name != 'plan')


def project_json(info: ProjectInfo) -> dict[str, Any]:
    """Return the project as `ProjectAnswer` describes it, without the cost of building one."""
    return {name: getattr(info, name) for name in _SHOWN}


def file_json(entry: FileEntry) -> dict[str, Any]:
    """Return the file as `FileAnswer` describes it."""
    return {
        'id': entry.id,
        'path': entry.path,
        'size': entry.size,
        'sha256': entry.sha256,
        'etag': entry.etag,
        'binary': entry.is_binary,
        'folder': entry.is_folder,
        'updated_at': entry.updated_at,
    }


def etag_of(value: str) -> dict[str, str]:
    """Return the ETag header of a file or project."""
    return {'ETag': f'"{value}"'} if value else {}
