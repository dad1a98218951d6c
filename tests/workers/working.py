"""Waiting for runs, and worker processes of their own, for the tests of workers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from services.container import Services
from services.jobs import JobDetails
from services.models import Job, JobState
from services.permissions import Actor
from services.settings import Settings

ROOT = Path(__file__).parents[2]
WORKER = (str(ROOT / 'main.py'), 'worker')


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that another thread or process brings about."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, 'it did not come'
        time.sleep(0.01)


def finished(services: Services, owner: Actor, job: Job, seconds: float = 30) -> JobDetails:
    """Wait until a run has ended, and return it with all that it left."""
    until(lambda: row_of(services, owner, job).state.is_final, seconds)
    return services.jobs.get(owner, job.project_id, job.id)


def row_of(services: Services, owner: Actor, job: Job) -> Job:
    """Return the row of a run as it is now."""
    row = services.jobs.get(owner, job.project_id, job.id).job
    row.state = JobState(row.state)
    return row


def log_of(services: Services, owner: Actor, job: Job) -> str:
    """Return the log of a run."""
    return services.jobs.read_log(owner, job.project_id, job.id).data.decode()


def worker_process(
    settings: Settings, argv: Sequence[str] = (str(ROOT / 'main.py'), 'worker')
) -> subprocess.Popen[bytes]:
    """Start a worker process of its own on the same data."""
    names = ('data_dir', 'database_url', 'redis_url', 's3_url', 'host')
    env = {f'A6HUB_{name.upper()}': str(getattr(settings, name)) for name in names}
    return subprocess.Popen([sys.executable, *argv], env={**os.environ, **env, 'PYTHONPATH': str(ROOT)})
