"""Bytes on their way in: hashed and judged as they arrive, in memory while few, in a file beyond that."""

import codecs
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

from services.storage import ObjectStore

IN_MEMORY = 1 << 20
PIECE = 1 << 20

Source: TypeAlias = 'bytes | Path | Content'


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """What a file row keeps of its bytes."""

    sha256: str
    size: int
    is_binary: bool


class Content:
    """Takes pieces of any size with bounded memory; use it as a context, which removes the draft file."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()
        self._decoder = codecs.getincrementaldecoder('utf-8')()
        self._is_text = True
        self._memory = bytearray()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> 'Content':
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, piece: bytes) -> None:
        """Add the next bytes."""
        self.size += len(piece)
        self._hash.update(piece)
        self._judge(piece)
        if self._file is None and self.size <= IN_MEMORY:
            self._memory += piece
            return
        if self._file is None:
            # A file without a name: whatever ends this process, nothing is left behind.
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by the context)
            self._file.write(self._memory)
            self._memory.clear()
        self._file.write(piece)

    @property
    def blob(self) -> StoredBlob:
        """Hash, size and kind of what has arrived."""
        return StoredBlob(self._hash.hexdigest(), self.size, not self._is_text or not self._ends_whole())

    def read(self) -> bytes:
        """Return everything; meant for few bytes."""
        if self._file is None:
            return bytes(self._memory)
        return self._path().read_bytes()

    def store(self, store: ObjectStore, key: str) -> None:
        """Put everything into the object store."""
        if self._file is None:
            store.put(key, bytes(self._memory))
            return
        store.put_file(key, self._path())

    def _path(self) -> Path:
        """Return where the draft can be opened from its beginning while it is held."""
        assert self._file is not None
        self._file.flush()
        return Path(f'/proc/self/fd/{self._file.fileno()}')

    def _judge(self, piece: bytes) -> None:
        if not self._is_text:
            return
        try:
            self._decoder.decode(piece)
        except UnicodeDecodeError:
            self._is_text = False
        self._is_text = self._is_text and b'\0' not in piece

    def _ends_whole(self) -> bool:
        return not self._decoder.getstate()[0]


@contextmanager
def as_content(source: Source) -> Iterator[Content]:
    """Give the bytes, the file at a path, or what was already taken in, as content."""
    if isinstance(source, Content):
        yield source
        return
    with Content() as content:
        if isinstance(source, Path):
            with source.open('rb') as file:
                while piece := file.read(PIECE):
                    content.write(piece)
        else:
            content.write(bytes(source))
        yield content


def is_binary(data: bytes) -> bool:
    """Return whether `data` is no text: it holds a NUL or is not UTF-8."""
    with as_content(data) as content:
        return content.blob.is_binary
