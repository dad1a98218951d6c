"""Brings rows and queue together again: at start, and every few seconds."""

import logging
import threading

from services.bus import EventBus
from services.events import JobStatusChanged
from services.job_leases import JobLeases
from services.models import Job, JobState
from workers.owners import dead_owners
from workers.queue import HueyQueue
from workers.slots import Slots

log = logging.getLogger(__name__)

EVERY_S = 2.0


class Reconciler:
    """Queues the jobs whose worker is gone, and wakes this worker for rows that the queue forgot."""

    def __init__(self, leases: JobLeases, queue: HueyQueue, bus: EventBus, slots: Slots, owner: str) -> None:
        self._leases = leases
        self._queue = queue
        self._bus = bus
        self._slots = slots
        self._owner = owner
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
            self._report(job)
        # A job waits for its person's other jobs, or for a pause to end, or the queue lost what told of it.
        if self._slots.room() is not None and self._queue.pending() == 0:
            for job_id in self._leases.waiting(self._slots.count):
                self._queue.enqueue(job_id)

    def _loop(self) -> None:
        while True:
            try:
                self.look()
            except Exception:  # database and queue come back, and then somebody has to look
                log.exception('Rows and queue could not be compared; the next look is in %.0f s', EVERY_S)
            if self._closing.wait(EVERY_S):
                return

    def _report(self, job: Job) -> None:
        state = JobState(job.state)
        log.warning('Job %s lost its worker, the %d. one; it is %s now', job.id, job.deaths, state.value)
        self._bus.publish(JobStatusChanged(job.project_id, job.id, state))
        if job.parent_id is not None and state.is_final:
            self._bus.publish(JobStatusChanged(job.project_id, job.parent_id, self._leases.state(job.parent_id)))
        if not state.is_final:
            self._queue.enqueue(job.id)
