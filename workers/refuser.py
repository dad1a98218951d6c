"""What takes the runner's place where designs cannot be contained: it ends each job at once and says why."""

from uuid import UUID

from services.bus import EventBus
from services.events import JobStatusChanged
from services.job_leases import Ending, JobLeases
from services.models import JobState


class Refuser:
    """Runs nothing; a person who started a job learns the reason instead of waiting for ever."""

    def __init__(self, leases: JobLeases, bus: EventBus, owner: str, reason: str) -> None:
        self._leases = leases
        self._bus = bus
        self._owner = owner
        self._reason = reason

    def work(self, job_id: UUID) -> None:
        """End a job that waits."""
        claim = self._leases.claim(job_id, self._owner)
        if claim is not None and self._leases.finish(claim, Ending(JobState.CRASHED, self._reason)):
            self._bus.publish(JobStatusChanged(claim.job.project_id, job_id, JobState.CRASHED))
