"""Reads tars, plain or packed: piece by piece, and no further than the bounds."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, TypeAlias

from services.archives.incoming import ArchiveMember, Bounds, MemberKind, check_members, damaged, decoded
from services.content import PIECE
from services.errors import LimitError

LONGEST_HEADER = 4 * PIECE
_Stream: TypeAlias = 'gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile | BinaryIO'
_FAILURES = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, KeyError, MemoryError)


class TarReader:
    """The members of a tar in their order."""

    def __init__(self, file: BinaryIO, bounds: Bounds, packing: str = '') -> None:
        self.bounds = bounds
        self._stream = _Bounded(_unpacked(file, packing), bounds)
        try:
            # NOTE: the type only knows real files, of which tarfile needs read, seek and tell.
            self._archive = tarfile.open(fileobj=self._stream, mode='r:')  # type: ignore[call-overload]  # noqa: SIM115
        except _FAILURES as error:
            raise damaged(error) from None

    def members(self) -> Iterator[ArchiveMember]:
        """Yield the entries as they come."""
        count = 0
        while (info := self._next()) is not None:
            count += 1
            check_members(count)
            # Otherwise the library would keep every entry that it has seen.
            self._archive.members = []
            name = decoded(info.name.encode('utf-8', 'surrogateescape'))
            yield ArchiveMember(name, _kind(info), info.size, partial(self._pieces, info))
        # NOTE: the library takes a header that it cannot read for the end.
        if self._stream.last.strip(b'\0') or 0 < len(self._stream.last) < tarfile.BLOCKSIZE:
            raise damaged('a header cannot be read')

    def _next(self) -> tarfile.TarInfo | None:
        try:
            info: tarfile.TarInfo | None = self._archive.next()
        except _FAILURES as error:
            raise damaged(error) from None
        return info

    def _pieces(self, info: tarfile.TarInfo) -> Iterator[bytes]:
        try:
            entry = self._archive.extractfile(info)
            while entry is not None and (piece := entry.read(PIECE)):
                self.bounds.took(len(piece))
                yield piece
        except _FAILURES as error:
            raise damaged(error) from None


def _unpacked(file: BinaryIO, packing: str) -> _Stream:
    if packing == 'gz':
        return gzip.GzipFile(fileobj=file, mode='rb')
    if packing == 'bz2':
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if packing == 'xz' else file


def _kind(info: tarfile.TarInfo) -> MemberKind:
    if info.isreg():
        return MemberKind.FILE
    if info.isdir():
        return MemberKind.FOLDER
    return MemberKind.LINK if info.issym() or info.islnk() else MemberKind.DEVICE


class _Bounded:
    """The unpacked bytes; a header that claims to be huge, or a way past the end, is refused before it is read."""

    def __init__(self, inner: _Stream, bounds: Bounds) -> None:
        self._inner = inner
        self._bounds = bounds
        self.last = b''

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LONGEST_HEADER:
            raise LimitError('A header of the archive is longer than any real one. Nothing was imported.')
        self.last = self._inner.read(size)
        self._bounds.unpacked(self._inner.tell())
        return self.last

    def seek(self, position: int) -> int:
        self._bounds.unpacked(position)
        return self._inner.seek(position)

    def tell(self) -> int:
        return self._inner.tell()
