"""What every object store can do."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol


class StoredObject(NamedTuple):
    """An object as a listing shows it: size in bytes, time of the last write in UTC."""

    key: str
    size: int
    modified: datetime


class ObjectStore(Protocol):
    """Bytes under keys such as `blobs/ab/cd/…`; a key is written whole or not at all."""

    def put(self, key: str, data: bytes) -> None:
        """Store `data` under `key`, replacing what was there."""

    def put_file(self, key: str, path: Path) -> None:
        """Store the contents of the file at `path` under `key`."""

    def get(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `offset`, at most `length` of them; raise `NotFoundError` for an unknown key."""

    def stream(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the same bytes in pieces of at most 1 MiB."""

    def size(self, key: str) -> int | None:
        """Return the size in bytes, or None where there is no such key."""

    def delete(self, key: str) -> None:
        """Forget `key`; an unknown one is no error."""

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """Yield every object whose key begins with `prefix`."""

    def check(self) -> None:
        """Raise unless the store answers and can be written."""
