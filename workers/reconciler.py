"""Brings rows and queue together again: at start, and every few seconds."""

import logging
import threading
import time
from uuid import UUID

from services.bus import EventBus
from services.events import JobStatusChanged
from services.job_leases import JobLeases
from services.models import Job, JobState
from workers.owners import dead_owners
from workers.queue import HueyQueue

log = logging.getLogger(__name__)

EVERY_S = 2.0
AGAIN_AFTER_S = 30.0


class Reconciler:
    """Queues what was lost: rows that no queue knows, and jobs whose worker is gone."""

    def __init__(self, leases: JobLeases, queue: HueyQueue, bus: EventBus, owner: str) -> None:
        self._leases = leases
        self._queue = queue
        self._bus = bus
        self._owner = owner
        self._handed: dict[UUID, float] = {}
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._loop, name='reconcile', daemon=True)

    def start(self) -> None:
        """Look now and from now on."""
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._closing.set()
        self._thread.join(5)

    def look(self) -> None:
        """Compare rows and queue once."""
        for job in self._leases.reclaim(dead_owners(self._leases.owners(), self._owner)):
            self._handed.pop(job.id, None)
            self._report(job)
        waiting = self._leases.queued()
        idle = self._queue.pending() == 0
        moment = time.monotonic()
        known = {job.id: self._handed.get(job.id) for job in waiting}
        self._handed = {job_id: handed if handed is not None else moment for job_id, handed in known.items()}
        for job in waiting:
            handed = known[job.id]
            # A row that is new to us is most likely on its way; one seen before, beside an empty queue, is lost.
            if (handed is not None and idle) or (handed is not None and moment - handed > AGAIN_AFTER_S):
                self._queue.enqueue(job.id, job.priority)
                self._handed[job.id] = moment

    def _loop(self) -> None:
        while True:
            try:
                self.look()
            except Exception:  # database and queue come back, and then somebody has to look
                log.exception('Rows and queue could not be compared; the next look is in %.0f s', EVERY_S)
            if self._closing.wait(EVERY_S):
                return

    def _report(self, job: Job) -> None:
        log.warning('Job %s lost its worker in attempt %d', job.id, job.attempt)
        state = JobState(job.state)
        if not state.is_final:
            self._queue.enqueue(job.id, job.priority)
            self._handed[job.id] = time.monotonic()
        self._bus.publish(JobStatusChanged(job.project_id, job.id, state))
