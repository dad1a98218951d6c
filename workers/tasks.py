"""The Huey tasks: five lines each, ids only."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from huey import Huey


def declare(huey: Huey, work: Callable[[UUID], None]) -> Any:
    """Declare `job_waits` on a queue; both ends do, so that they mean the same name."""

    @huey.task(retries=0, name='job_waits')
    def job_waits(job_id: str) -> None:
        """Begin to work because a job waits; the rows say which one is next."""
        work(UUID(job_id))

    return job_waits
