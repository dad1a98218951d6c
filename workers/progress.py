"""What a running job uses, told to whoever looks: at once on the bus, less often in the row.

The thread that watches a tool only leaves its figures here; another one tells them, so that a slow database never
keeps a limit from being noticed.
"""

import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from services.bus import EventBus
from services.events import JobProgress
from services.job_leases import Claim, JobLeases
from workers.sandbox import Usage

log = logging.getLogger(__name__)

ROW_EVERY_S = 2.0


class Progress:
    """The newest figures of one job."""

    def __init__(self, claim: Claim, leases: JobLeases, bus: EventBus) -> None:
        self._claim = claim
        self._leases = leases
        self._bus = bus
        self._step = ''
        self._newest: JobProgress | None = None
        self._told: JobProgress | None = None
        self._written_at = 0.0

    def begin(self, step: str) -> None:
        """Take note of the step whose tools run from now on."""
        self._step = step

    def hear(self, usage: Usage) -> None:
        """Take the figures of a tool."""
        self._newest = JobProgress(
            project_id=self._claim.job.project_id,
            job_id=self._claim.job.id,
            step=self._step,
            wall_s=round(usage.wall_s, 2),
            cpu_s=round(usage.cpu_s, 2),
            memory_bytes=usage.memory_bytes,
            peak_bytes=usage.peak_bytes,
            disk_bytes=usage.disk_bytes,
            waves_bytes=usage.waves_bytes,
            processes=usage.busy,
            tasks=usage.tasks,
            limit_wall_s=usage.limits.wall_s,
            limit_memory_bytes=usage.limits.memory_bytes,
            limit_disk_bytes=usage.limits.disk_bytes,
            limit_processes=usage.limits.processes,
        )

    def tell(self) -> None:
        """Publish the figures if they are new, and write them to the row now and then."""
        newest = self._newest
        if newest is None or newest is self._told:
            return
        self._told = newest
        self._bus.publish(newest)
        if time.monotonic() - self._written_at >= ROW_EVERY_S:
            self._written_at = time.monotonic()
            try:
                self._leases.progress(self._claim, newest)
            except SQLAlchemyError:
                log.exception('The progress of job %s could not be written; it goes on', self._claim.job.id)
