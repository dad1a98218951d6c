"""Reads zips: their table of contents is bounded before it is believed."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from lzma import LZMAError
from typing import BinaryIO

from services.archives.incoming import (
    NOTHING,
    ArchiveMember,
    Bounds,
    MemberKind,
    check_members,
    damaged,
    decoded,
)
from services.content import PIECE
from services.errors import InvalidError, LimitError
from services.limits import megabytes

LARGEST_TABLE = 8_000_000
_ENCRYPTED = 0x1
_UTF8 = 0x800
_WINDOWS = {0, 10, 14}
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    NotImplementedError,
    MemoryError,
)


class ZipReader:
    """The members of a zip in their order."""

    def __init__(self, file: BinaryIO, bounds: Bounds) -> None:
        self.bounds = bounds
        _check_table(file)
        try:
            self._archive = zipfile.ZipFile(file)
        except _FAILURES as error:
            raise damaged(error) from None
        check_members(len(self._archive.infolist()))
        self.comment = self._archive.comment

    def members(self) -> Iterator[ArchiveMember]:
        """Yield what the table of contents names."""
        for info in self._archive.infolist():
            yield ArchiveMember(_name(info), _kind(info), info.file_size, partial(self._pieces, info))

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a small file by its exact name, None where there is none or it is larger than `limit`."""
        with suppress(KeyError):
            info = self._archive.getinfo(name)
            return b''.join(self._pieces(info)) if info.file_size <= limit else None
        return None

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        _check_readable(info)
        try:
            with self._archive.open(info) as entry:
                while piece := entry.read(PIECE):
                    self.bounds.took(len(piece))
                    yield piece
        except _FAILURES as error:
            raise damaged(error) from None


def _check_table(file: BinaryIO) -> None:
    """Raise for a table of contents so long that reading it would fill the memory."""
    size = file.seek(0, 2)
    tail_size = min(size, 65_557)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    file.seek(0)
    at = tail.rfind(b'PK\x05\x06')
    if at < 0 or at + 22 > len(tail):
        raise damaged('it has no table of contents')
    count, table = struct.unpack_from('<HI', tail, at + 10)
    if table == 0xFFFFFFFF and (at64 := tail.rfind(b'PK\x06\x06', 0, at)) >= 0 and at64 + 56 <= len(tail):
        count, table = struct.unpack_from('<QQ', tail, at64 + 32)
    check_members(count)
    if table > LARGEST_TABLE:
        raise LimitError(
            f'The table of contents of the archive has {megabytes(table)}; '
            f'at most {megabytes(LARGEST_TABLE)} are read. {NOTHING}'
        )


def _check_readable(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise InvalidError(
            f'The archive is encrypted ({info.filename[:120]!r} needs a password). {NOTHING} Make it without one.'
        )
    if info.compress_type not in _METHODS:
        raise InvalidError(
            f'{info.filename[:120]!r} is packed by method {info.compress_type}, which few programs know. {NOTHING} '
            'Make the archive with the method deflate.'
        )


def _name(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        # Many programs write UTF-8 without saying so; the library took it for the letters of old PCs.
        with suppress(UnicodeEncodeError):
            name = decoded(name.encode('cp437'))
    if info.create_system in _WINDOWS and '/' not in name:
        name = name.replace('\\', '/')
    return name


def _kind(info: zipfile.ZipInfo) -> MemberKind:
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode == stat.S_IFLNK:
        return MemberKind.LINK
    if info.is_dir() or info.orig_filename.endswith(('/', '\\')) or mode == stat.S_IFDIR:
        return MemberKind.FOLDER
    return MemberKind.FILE if mode in {0, stat.S_IFREG} else MemberKind.DEVICE
