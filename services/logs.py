"""Running logs: bytes that grow while a job runs and are read from any offset; the whole is archived at the end."""

import os
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from redis import Redis

from services.settings import Settings

KEPT_S = 7 * 24 * 3600


class LogStore(Protocol):
    """Holds the logs of jobs that have not ended, by the job's id."""

    def append(self, job_id: UUID, data: bytes) -> int:
        """Add bytes at the end and return the new length."""

    def read(self, job_id: UUID, offset: int, length: int) -> bytes:
        """Return at most `length` bytes from `offset`; an unknown log is empty."""

    def length(self, job_id: UUID) -> int:
        """Return how long the log is."""

    def forget(self, job_id: UUID) -> None:
        """Drop the log, which is archived or begins anew."""


class FileLogStore:
    """One file for each job, shared by the processes of one host."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def append(self, job_id: UUID, data: bytes) -> int:
        """Add bytes at the end and return the new length."""
        with self._path(job_id).open('ab') as file:
            file.write(data)
            return file.tell()

    def read(self, job_id: UUID, offset: int, length: int) -> bytes:
        """Return at most `length` bytes from `offset`; an unknown log is empty."""
        try:
            descriptor = os.open(self._path(job_id), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return b''
        try:
            return os.pread(descriptor, length, offset)
        finally:
            os.close(descriptor)

    def length(self, job_id: UUID) -> int:
        """Return how long the log is."""
        try:
            return self._path(job_id).stat().st_size
        except FileNotFoundError:
            return 0

    def forget(self, job_id: UUID) -> None:
        """Drop the log, which is archived or begins anew."""
        self._path(job_id).unlink(missing_ok=True)

    def _path(self, job_id: UUID) -> Path:
        return self._folder / f'{job_id}.log'


class RedisLogStore:
    """One string for each job, shared by all hosts; it expires by itself if nobody ends the job."""

    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(url)

    def append(self, job_id: UUID, data: bytes) -> int:
        """Add bytes at the end and return the new length."""
        key = self._key(job_id)
        length = int(self._redis.append(key, data))
        if length == len(data):
            self._redis.expire(key, KEPT_S)
        return length

    def read(self, job_id: UUID, offset: int, length: int) -> bytes:
        """Return at most `length` bytes from `offset`; an unknown log is empty."""
        return bytes(self._redis.getrange(self._key(job_id), offset, offset + length - 1)) if length > 0 else b''

    def length(self, job_id: UUID) -> int:
        """Return how long the log is."""
        return int(self._redis.strlen(self._key(job_id)))

    def forget(self, job_id: UUID) -> None:
        """Drop the log, which is archived or begins anew."""
        self._redis.delete(self._key(job_id))

    def _key(self, job_id: UUID) -> str:
        return f'a6hub:log:{job_id}'


def open_log_store(settings: Settings) -> LogStore:
    """Return Redis where it is configured, else files in the data folder."""
    return RedisLogStore(settings.redis_url) if settings.redis_url else FileLogStore(settings.data_dir / 'logs')
