"""The jobs that this worker runs right now: their leases are renewed, and wishes to cancel reach them."""

import logging
import threading
import time
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from services.job_leases import LEASE, Claim, JobLeases
from workers.job_log import JobLog
from workers.progress import Progress

log = logging.getLogger(__name__)

HEARTBEAT_S = 5.0
LOOK_EVERY_S = 0.2
LOG_EVERY_S = 0.05


class Stop(Enum):
    """Why a running job was told to stop."""

    NO = 'no'
    CANCELLED = 'cancelled'
    LOST = 'lost'
    RETURNED = 'returned'


@dataclass(eq=False, slots=True)
class RunningJob:
    """A claimed job, its log, and the flag that ends its tools."""

    claim: Claim
    log: JobLog
    progress: Progress
    cancel: threading.Event = field(default_factory=threading.Event)
    stop: Stop = Stop.NO

    def end(self, why: Stop) -> None:
        """Ask the job to stop; the first reason counts."""
        if self.stop is Stop.NO:
            self.stop = why
        self.cancel.set()


class RunningJobs:
    """One thread watches over all jobs of the process."""

    def __init__(self, leases: JobLeases) -> None:
        self._leases = leases
        self._jobs: dict[UUID, RunningJob] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._renewed = time.monotonic()
        self._thread = threading.Thread(target=self._watch, name='leases', daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._closing.set()
        self._thread.join(5)

    def add(self, job: RunningJob) -> None:
        """Watch over a job."""
        with self._lock:
            if not self._jobs:
                self._renewed = time.monotonic()
            self._jobs[job.claim.job.id] = job

    def remove(self, job: RunningJob) -> None:
        """Let a job go."""
        with self._lock:
            self._jobs.pop(job.claim.job.id, None)

    def all(self) -> list[RunningJob]:
        """Return the jobs that run."""
        with self._lock:
            return list(self._jobs.values())

    def end_all(self, why: Stop) -> None:
        """Ask every job to stop."""
        for job in self.all():
            job.end(why)

    def _watch(self) -> None:
        looked = 0.0
        while not self._closing.wait(LOG_EVERY_S):
            jobs = self.all()
            try:
                for job in jobs:
                    job.log.tell()
                    job.progress.tell()
                if jobs and time.monotonic() - looked >= LOOK_EVERY_S:
                    looked = time.monotonic()
                    self._look(jobs)
            except Exception:  # without this thread every job would lose its lease
                log.exception('Watching over the running jobs failed; it goes on')

    def _look(self, jobs: list[RunningJob]) -> None:
        try:
            wanted = self._leases.cancelled([job.claim.job.id for job in jobs])
            for job in jobs:
                if job.claim.job.id in wanted:
                    job.end(Stop.CANCELLED)
            if time.monotonic() - self._renewed >= HEARTBEAT_S:
                self._renew(jobs)
        except SQLAlchemyError:
            log.exception('The database does not answer; leases were last renewed %.0f s ago', self._age())
            if self._age() > LEASE.total_seconds():
                # Another worker may take the jobs over now: two runs of one job must not go on side by side.
                self.end_all(Stop.LOST)

    def _renew(self, jobs: list[RunningJob]) -> None:
        lost = {claim.job.id for claim in self._leases.renew([job.claim for job in jobs])}
        self._renewed = time.monotonic()
        for job in jobs:
            if job.claim.job.id in lost:
                job.end(Stop.LOST)

    def _age(self) -> float:
        return time.monotonic() - self._renewed
