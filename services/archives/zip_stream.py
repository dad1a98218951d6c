"""Writes a zip piece by piece, so that a reader gets its beginning while its end is still being read."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from services.clock import now

ENOUGH = 64 * 1024
EARLIEST, LATEST = 1980, 2107
"""A zip knows no other years."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file to write, or a folder where the name ends with a slash."""

    name: str
    pieces: Iterable[bytes] = ()
    moment: datetime | None = None


def zip_stream(members: Iterable[Member], comment: bytes = b'') -> Iterator[bytes]:
    """Yield a zip of these members in their order."""
    pipe = _Pipe()
    with ZipFile(pipe, 'w', ZIP_DEFLATED) as target:
        target.comment = comment
        for member in members:
            with target.open(_info(member), 'w', force_zip64=True) as entry:
                for piece in member.pieces:
                    entry.write(piece)
                    if pipe.size >= ENOUGH:
                        yield pipe.taken()
            if pipe.size >= ENOUGH:
                yield pipe.taken()
    yield pipe.taken()


def _info(member: Member) -> ZipInfo:
    moment = (member.moment or now()).astimezone(UTC)
    year = min(max(moment.year, EARLIEST), LATEST)
    info = ZipInfo(member.name, (year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    info.compress_type = ZIP_STORED if member.name.endswith('/') else ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = (0o40755 << 16 | 0x10) if member.name.endswith('/') else 0o100644 << 16
    return info


class _Pipe(io.RawIOBase):
    """A file without seeking that hands on what was written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        pieces, self._pieces, self.size = self._pieces, [], 0
        return b''.join(pieces)
