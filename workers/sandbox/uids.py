"""A user id for each job that runs at this moment, so that jobs cannot reach each other's files and processes."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Between the ranges that distributions give to people and to services.
FIRST_UID = 60600
COUNT = 400
LOCKS = Path('/run/a6hub-users')
"""One place for the whole host: two servers on it must not give the same user to two jobs."""


class UidPool:
    """Hands out user ids; a locked file stands for each, and is gone when the job is."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or LOCKS

    @contextmanager
    def claim(self) -> Iterator[int]:
        """Hold one user id, seldom the one of the job before: the kernel still counts its dying processes."""
        first = secrets.randbelow(COUNT)
        for uid in (FIRST_UID + (first + step) % COUNT for step in range(COUNT)):
            # Whoever lets the last lock go removes the folder.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / f'{uid}.lock'
            lock = _locked(path)
            if lock is None:
                continue
            try:
                yield uid
            finally:
                path.unlink(missing_ok=True)
                os.close(lock)
                with suppress(OSError):
                    self._folder.rmdir()
            return
        raise OSError(f'{COUNT} jobs run on this host already')


def _locked(path: Path) -> int | None:
    """Lock the file at a path, or return nothing where somebody else holds it or has just let it go."""
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between opening and locking its last holder may have removed it.
        if os.fstat(lock).st_ino == path.stat().st_ino:
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)
    return None
