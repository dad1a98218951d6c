"""How long a testbench took when it was simulated the last time: what the choice of a simulator goes by."""

from uuid import UUID

from sqlalchemy import select

from services.database import Database
from services.metrics import WALL_TIME
from services.models import Job, JobState, JobStep
from services.simulators import LastRun, Simulator

STEPS = {f'{simulator.value}.simulate': simulator for simulator in Simulator}


def last_simulation(
    database: Database, project_id: UUID, top: str, snapshot_id: UUID | None = None, before: UUID | None = None
) -> LastRun | None:
    """Return the newest simulation of `top` in a project; `before` leaves out the run that asks."""
    newest = (
        select(JobStep.step, JobStep.metrics, Job.snapshot_id)
        .join(Job, Job.id == JobStep.job_id)
        .where(Job.project_id == project_id, Job.flow == 'simulate', Job.top_module == top[:200], Job.id != before)
        .where(JobStep.step.in_(STEPS), JobStep.state.in_([JobState.PASSED, JobState.FAILED, JobState.TIMED_OUT]))
        .order_by(Job.number.desc())
        .limit(1)
    )
    with database.read() as session:
        row = session.execute(newest).first()
    if row is None or WALL_TIME.id not in row[1]:
        return None
    return LastRun(STEPS[row[0]], float(row[1][WALL_TIME.id]), snapshot_id is not None and row[2] == snapshot_id)
