"""Objects as files below one folder, for embedded mode and for tests."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from services.errors import NotFoundError
from services.storage.protocol import StoredObject

PIECE = 1 << 20


class LocalStore:
    """Writes to a temporary file first and renames it, so that a reader never sees half an object."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()
        self._drafts = self._root / '.drafts'
        self._drafts.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, data: bytes) -> None:
        with self._draft() as draft:
            draft.write_bytes(data)
            self._publish(draft, key)

    def put_file(self, key: str, path: Path) -> None:
        with self._draft() as draft:
            shutil.copyfile(path, draft)
            self._publish(draft, key)

    def get(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        return b''.join(self.stream(key, offset, length))

    def stream(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        try:
            with self._path(key).open('rb') as file:
                file.seek(offset)
                left = (1 << 62) if length is None else length
                while left > 0 and (piece := file.read(min(PIECE, left))):
                    left -= len(piece)
                    yield piece
        except (FileNotFoundError, IsADirectoryError):
            raise NotFoundError(f'The object {key} is not in the store.') from None

    def size(self, key: str) -> int | None:
        path = self._path(key)
        return path.stat().st_size if path.is_file() else None

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def list(self, prefix: str) -> Iterator[StoredObject]:
        folder = self._path(prefix) if prefix.endswith('/') else self._root
        for path in folder.rglob('*') if folder.is_dir() else ():
            key = path.relative_to(self._root).as_posix()
            if path.is_file() and key.startswith(prefix) and not key.startswith('.drafts/'):
                status = path.stat()
                yield StoredObject(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def check(self) -> None:
        with self._draft() as draft:
            draft.write_bytes(b'')

    def _path(self, key: str) -> Path:
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root):
            raise NotFoundError(f'The object {key} is not in the store.')
        return path

    @contextlib.contextmanager
    def _draft(self) -> Iterator[Path]:
        with NamedTemporaryFile(dir=self._drafts, delete=False) as file:
            draft = Path(file.name)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)

    def _publish(self, draft: Path, key: str) -> None:
        """Make the draft the object; it reaches the disk before its name does."""
        with draft.open('rb') as file:
            os.fsync(file.fileno())
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(path)
