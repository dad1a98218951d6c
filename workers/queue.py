"""The queue: Huey on SQLite embedded, on Redis in production; it carries ids, the rows are the truth."""

from collections.abc import Callable
from uuid import UUID

from huey import Huey, PriorityRedisHuey, SqliteHuey

from services.settings import Settings
from workers import tasks


def open_huey(settings: Settings) -> Huey:
    """Return the queue that the settings name."""
    if settings.redis_url:
        return PriorityRedisHuey('a6hub', url=settings.redis_url, results=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey('a6hub', filename=str(settings.data_dir / 'queue.db'), fsync=False, results=False)


class HueyQueue:
    """Puts the ids of committed jobs on the queue (implements `services.jobs.JobQueue`)."""

    def __init__(self, huey: Huey, run: Callable[[UUID], None] | None = None) -> None:
        self.huey = huey
        self._run_job = tasks.declare(huey, run or _only_in_a_worker)

    def enqueue(self, job_id: UUID, priority: int = 0) -> None:
        """Queue the job; higher priorities come first."""
        self.huey.enqueue(self._run_job.s(str(job_id), priority=priority))

    def pending(self) -> int:
        """Return how many ids wait."""
        return int(self.huey.pending_count())


def open_queue(settings: Settings) -> HueyQueue:
    """Return the end of the queue that only puts jobs in."""
    return HueyQueue(open_huey(settings))


def _only_in_a_worker(job_id: UUID) -> None:
    raise RuntimeError(f'job {job_id} reached a process that runs no jobs')
