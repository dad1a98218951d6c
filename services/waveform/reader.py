"""Where a trace file is read from: anything that gives ranges of bytes, a file or an object in the store."""

from pathlib import Path
from typing import Protocol

from services.storage.protocol import ObjectStore


class RangeReader(Protocol):
    """Gives any range of an immutable object."""

    @property
    def size(self) -> int:
        """The size of the object in bytes."""

    def read(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset` on, fewer only at the end."""


class FileReader:
    """Reads a file on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size

    def read(self, offset: int, length: int) -> bytes:
        with self._path.open('rb') as file:
            file.seek(offset)
            return file.read(length)


class ObjectReader:
    """Reads an object of the store."""

    def __init__(self, store: ObjectStore, key: str, size: int) -> None:
        self._store = store
        self._key = key
        self.size = size

    def read(self, offset: int, length: int) -> bytes:
        return self._store.get(self._key, offset, length)


class BytesReader:
    """Reads bytes in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]
