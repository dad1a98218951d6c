"""Where workers say that they live, with what isolation and which tools, so that health can show it."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from redis import Redis
from redis.exceptions import RedisError

from services.settings import Settings

FRESH_S = 15


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """What one worker says of itself: isolation, versions and places of its tools; `refusal` is why it runs no jobs."""

    name: str
    threads: int
    running: int
    isolation: str
    level: int
    refusal: str = ''
    tools: dict[str, str] = field(default_factory=dict)
    tool_paths: dict[str, str] = field(default_factory=dict)


class WorkerBoard(Protocol):
    """Shows the workers that spoke within the last seconds."""

    def post(self, status: WorkerStatus) -> None:
        """Say that this worker lives; repeated every few seconds."""

    def read(self) -> list[WorkerStatus]:
        """Return the workers that live."""

    def leave(self, name: str) -> None:
        """Say that a worker stops."""


class FileBoard:
    """A small file for each worker of this host."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def post(self, status: WorkerStatus) -> None:
        """Say that this worker lives; repeated every few seconds."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(status.name)
        draft = path.with_suffix('.draft')
        draft.write_text(json.dumps(asdict(status)))
        draft.replace(path)

    def read(self) -> list[WorkerStatus]:
        """Return the workers that live; files of dead ones are swept away."""
        found: list[WorkerStatus] = []
        for path in sorted(self._folder.glob('*.json')):
            try:
                if time.time() - path.stat().st_mtime <= FRESH_S:
                    found.append(_status(path.read_bytes()))
                else:
                    path.unlink()
            except FileNotFoundError:
                continue
        return found

    def leave(self, name: str) -> None:
        """Say that a worker stops."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f'{hashlib.sha256(name.encode()).hexdigest()[:16]}.json'


class RedisBoard:
    """A key for each worker of all hosts, which expires by itself."""

    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(url)

    def post(self, status: WorkerStatus) -> None:
        """Say that this worker lives; repeated every few seconds."""
        self._redis.set(f'a6hub:worker:{status.name}', json.dumps(asdict(status)), ex=FRESH_S)

    def read(self) -> list[WorkerStatus]:
        """Return the workers that live; none while Redis does not answer."""
        try:
            keys = sorted(self._redis.scan_iter('a6hub:worker:*', count=1000))
            return [_status(data) for data in (self._redis.mget(keys) if keys else []) if data]
        except RedisError:
            return []

    def leave(self, name: str) -> None:
        """Say that a worker stops."""
        self._redis.delete(f'a6hub:worker:{name}')


def open_board(settings: Settings) -> WorkerBoard:
    """Return Redis where it is configured, else files in the data folder."""
    return RedisBoard(settings.redis_url) if settings.redis_url else FileBoard(settings.data_dir / 'workers')


def _status(data: bytes) -> WorkerStatus:
    return WorkerStatus(**json.loads(data))
