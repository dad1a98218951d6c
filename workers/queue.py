"""The queue: Huey on SQLite embedded, on Redis in production; it wakes workers, the rows say what is next."""

from collections.abc import Callable
from uuid import UUID

from huey import Huey, RedisHuey, SqliteHuey

from services.settings import Settings
from workers import tasks


def open_huey(settings: Settings) -> Huey:
    """Return the queue that the settings name."""
    if settings.redis_url:
        return RedisHuey('a6hub-jobs', url=settings.redis_url, results=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey('a6hub', filename=str(settings.data_dir / 'queue.db'), fsync=False, results=False)


class HueyQueue:
    """Wakes a worker for each committed job (implements `services.jobs.JobQueue`)."""

    def __init__(self, huey: Huey, work: Callable[[UUID], None] | None = None) -> None:
        self.huey = huey
        self._work = tasks.declare(huey, work or _only_in_a_worker)

    def enqueue(self, job_id: UUID) -> None:
        """Tell a worker that this job waits; it takes the one that is next."""
        self.huey.enqueue(self._work.s(str(job_id)))

    def pending(self) -> int:
        """Return how many ids wait."""
        return int(self.huey.pending_count())


def open_queue(settings: Settings) -> HueyQueue:
    """Return the end of the queue that only puts jobs in."""
    return HueyQueue(open_huey(settings))


def _only_in_a_worker(job_id: UUID) -> None:
    raise RuntimeError(f'job {job_id} reached a process that runs no jobs')
