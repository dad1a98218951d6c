"""Takes the files of an archive into the object store, a few at a time so that memory stays small."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from services.archives.incoming import NOTHING, ArchiveMember, Bounds, MemberKind
from services.archives.layout import Layout, Skipped, common_top
from services.archives.tar_reader import TarReader
from services.archives.zip_reader import ZipReader
from services.blobs import BlobService
from services.content import Content, StoredBlob
from services.errors import InvalidError
from services.limits import Limits, check_files
from services.projects import Entry

AT_ONCE = 100
BYTES_AT_ONCE = 16 << 20

ArchiveSource: TypeAlias = 'Path | BinaryIO'
Reader: TypeAlias = 'ZipReader | TarReader'

_MAGIC = {b'PK\x03\x04': 'zip', b'PK\x05\x06': 'zip', b'\x1f\x8b': 'gz', b'BZh': 'bz2', b'\xfd7zXZ\x00': 'xz'}
OWN_ZIP = b'a6hub: paths as in the project'
"""The comment of our own archives, where a folder that holds everything is part of the project."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The files of an archive, stored, with the paths they get; `top` is the folder around all of them."""

    entries: list[Entry]
    skipped: list[Skipped]
    top: str

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(blob is not None for _, blob in self.entries)


@contextmanager
def open_archive(source: ArchiveSource, limits: Limits) -> Iterator[Reader]:
    """Give a reader for what the bytes are, whatever the file is called."""
    with ExitStack() as stack:
        file = stack.enter_context(source.open('rb')) if isinstance(source, Path) else source
        bounds = Bounds(file.seek(0, os.SEEK_END), limits)
        file.seek(0)
        start = file.read(512)
        file.seek(0)
        kind = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), '')
        if not kind and start[257:262] != b'ustar':
            raise InvalidError(f'This is no archive that can be read: zip, tar, tar.gz, tar.xz or tar.bz2. {NOTHING}')
        yield ZipReader(file, bounds) if kind == 'zip' else TarReader(file, bounds, kind)


class Intake:
    """Collects contents and stores them many at a time."""

    def __init__(self, blobs: BlobService) -> None:
        self._blobs = blobs
        self._stack = ExitStack()
        self._waiting: list[tuple[str, Content]] = []
        self._bytes = 0
        self.stored: list[tuple[str, StoredBlob]] = []

    def __enter__(self) -> 'Intake':
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    @property
    def count(self) -> int:
        """How many files were taken in."""
        return len(self.stored) + len(self._waiting)

    def add(self, path: str, pieces: Iterator[bytes]) -> None:
        """Take one file in."""
        content = self._stack.enter_context(Content())
        for piece in pieces:
            content.write(piece)
        self._waiting.append((path, content))
        self._bytes += content.size
        if len(self._waiting) >= AT_ONCE or self._bytes >= BYTES_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Store what waits."""
        blobs = self._blobs.put_many([content for _, content in self._waiting])
        self.stored += zip((path for path, _ in self._waiting), blobs, strict=True)
        self._waiting, self._bytes = [], 0
        self._stack.close()


def take(reader: Reader, blobs: BlobService, limits: Limits) -> Taken:
    """Store every file of the archive that a project may hold; a limit ends it all."""
    layout, folders = Layout(), []
    with Intake(blobs) as intake:
        for member, path in placed(reader, layout, limits):
            if member.kind is MemberKind.FOLDER:
                folders.append(path)
            else:
                intake.add(path, member.pieces())
                check_files(intake.count, limits)
        intake.flush()
    own = isinstance(reader, ZipReader) and reader.comment == OWN_ZIP
    top = '' if own else common_top([path for path, _ in intake.stored], folders)
    entries: list[Entry] = [(path.removeprefix(top), blob) for path, blob in intake.stored]
    entries += [(path.removeprefix(top), None) for path in folders if f'{path}/' != top]
    return Taken(entries, layout.report(), top.rstrip('/'))


def placed(reader: Reader, layout: Layout, limits: Limits) -> Iterator[tuple[ArchiveMember, str]]:
    """Yield the entries to take, with their paths; a zip tells its sizes, so they are checked before all else."""
    found = ((member, layout.place(member)) for member in reader.members())
    chosen = ((member, path) for member, path in found if path is not None)
    if isinstance(reader, TarReader):
        return chosen
    known = list(chosen)
    files = [member.size for member, _ in known if member.kind is MemberKind.FILE]
    check_files(len(files), limits)
    reader.bounds.declared(sum(files))
    return iter(known)
