"""The Huey tasks: five lines each, ids only."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from huey import Huey


def declare(huey: Huey, run: Callable[[UUID], None]) -> Any:
    """Declare `run_job` on a queue; both ends do, so that they mean the same name."""

    @huey.task(retries=0, name='run_job')
    def run_job(job_id: str) -> None:
        """Run one job by its id; the database row says what to run."""
        run(UUID(job_id))

    return run_job
