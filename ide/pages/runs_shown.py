"""Runs as the plain pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ide.formats import duration
from services.jobs import JobDetails
from services.models import Artifact, Job, JobState

TONES = {JobState.PASSED: 'ok', JobState.QUEUED: 'accent', JobState.RUNNING: 'accent', JobState.CANCELLED: 'warn'}


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run with its times as texts; `tone` is the colour of its state."""

    number: int
    flow: str
    state: str
    tone: str
    reason: str
    top_module: str
    duration: str
    attempt: int
    created_at: datetime


def shown_run(job: Job) -> ShownRun:
    """Return a job as a page shows it."""
    state = JobState(job.state)
    return ShownRun(
        number=job.number,
        flow=job.flow,
        state=state.value,
        tone=TONES.get(state, 'err'),
        reason=job.reason,
        top_module=job.top_module,
        duration=duration(job.started_at, job.finished_at),
        attempt=job.attempt,
        created_at=job.created_at,
    )


def artifact_of(details: JobDetails | None, view: str) -> Artifact | None:
    """Return the artifact of a run with this view, None if it left none."""
    found: Sequence[Artifact] = details.artifacts if details else ()
    return next((item for item in found if item.view == view), None)
