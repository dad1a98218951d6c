"""What readers of archives give out, and the bounds within which they do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.errors import InvalidError, LimitError
from services.limits import MB, Limits, megabytes

MOST_MEMBERS = 50_000
"""More entries than this are not even looked at."""

HARMLESS = 10 * MB
"""Whatever an archive expands to within this, it is no bomb."""

NOTHING = 'Nothing was imported.'


class MemberKind(StrEnum):
    """What an entry of an archive is; only files and folders are taken."""

    FILE = 'file'
    FOLDER = 'folder'
    LINK = 'link'
    DEVICE = 'device'


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """An entry; `pieces` begins to read it, which for a tar must happen before the next entry is asked for."""

    name: str
    kind: MemberKind
    size: int
    pieces: Callable[[], Iterator[bytes]]


class Bounds:
    """How much an archive may expand to, by what it declares and by what really comes out."""

    def __init__(self, archive_bytes: int, limits: Limits) -> None:
        self.archive_bytes = archive_bytes
        self._limits = limits
        self._most = limits.bytes_per_project
        self._taken = 0

    def allow(self, extra_bytes: int) -> None:
        """Let in that much more than a project holds, for the runs of an export."""
        self._most += extra_bytes

    def declared(self, size: int) -> None:
        """Raise if this many bytes in all would be too many."""
        if size > self._most:
            raise LimitError(
                f'The archive holds {megabytes(size)}; at most {megabytes(self._most)} fit into a project '
                f'(bytes_per_project). {NOTHING} Leave out what is not needed.'
            )
        self.expanded(size)

    def took(self, size: int) -> None:
        """Count bytes that really came out."""
        self._taken += size
        self.declared(self._taken)

    def expanded(self, size: int) -> None:
        """Raise if the archive grows more than designs do."""
        ratio = self._limits.archive_ratio
        if size > max(HARMLESS, ratio * self.archive_bytes):
            raise LimitError(
                f'The archive of {megabytes(self.archive_bytes)} expands to {megabytes(size)} or more, '
                f'over {ratio} times its size (archive_ratio): only archives made to fill disks do that. {NOTHING}'
            )

    def unpacked(self, position: int) -> None:
        """Raise if a packed tar is longer than any that is taken, skipped entries included."""
        if position > (most := self._limits.import_bytes + self._most):
            raise LimitError(f'The archive unpacks to more than {megabytes(most)} (import_bytes). {NOTHING}')
        self.expanded(position)


def check_members(count: int) -> None:
    """Raise for an archive with more entries than are looked at."""
    if count > MOST_MEMBERS:
        raise LimitError(f'The archive has {count:,} entries or more; at most {MOST_MEMBERS:,} are read. {NOTHING}')


def damaged(error: Exception | str) -> InvalidError:
    """Return the error for an archive that cannot be read to its end."""
    told = str(error).strip().rstrip('.')[:200] or type(error).__name__
    return InvalidError(f'The archive is damaged or cut off ({told}). {NOTHING} Make it again and upload it anew.')


def decoded(name: bytes) -> str:
    """Return a name of an archive as text: UTF-8 where it is, the letters of old PCs otherwise."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode('cp437')
