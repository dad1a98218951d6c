"""What callers get to see of a file, and the check that guards a write against what happened meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.errors import PreconditionError
from services.models import File
from services.paths import shown


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file or folder of a project."""

    id: UUID
    path: str
    size: int
    sha256: str
    is_binary: bool
    is_folder: bool
    updated_at: datetime

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition('/')[2]

    @property
    def etag(self) -> str:
        """What `If-Match` compares: the SHA-256 of the content."""
        return self.sha256


def entry_of(row: File) -> FileEntry:
    """Return the entry of a row."""
    return FileEntry(row.id, row.path, row.size, row.sha256, bool(row.is_binary), bool(row.is_folder), row.updated_at)


def check_precondition(path: str, present: File | None, if_match: str | None, if_none_match: bool = False) -> None:
    """Raise `PreconditionError` with the present etag unless the file is as the writer last saw it."""
    etag = present.sha256 if present is not None and not present.is_folder else ''
    if if_none_match and etag:
        raise PreconditionError(f'{shown(path)} exists already; nothing was written.', etag)
    if if_match is None or names(if_match, etag):
        return
    what = 'was changed meanwhile' if etag else 'is not there any more'
    raise PreconditionError(f'{shown(path)} {what}; nothing was written. Read it again and choose what to keep.', etag)


def names(header: str, etag: str) -> bool:
    """Return whether an `If-Match` value (`*`, or a list of quoted or bare etags) names `etag`; none is never named."""
    if not etag:
        return False
    given = [item.strip().removeprefix('W/').strip('"') for item in header.split(',')]
    return etag in given or '*' in given
