"""New rows of jobs: drafts of runs get their numbers, in the transaction that took their snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.access import ProjectInfo
from services.errors import LimitError
from services.job_order import waits
from services.limits import Limits, limits_of
from services.models import Job, Priority, Project
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """A run to come; `name` tells it from the other runs of its regression, a `fresh` one is run in any case."""

    flow: str
    options: dict[str, Any] = field(default_factory=dict)
    priority: Priority = Priority.INTERACTIVE
    name: str = ''
    fresh: bool = False


def insert_jobs(
    session: Session,
    actor: Actor,
    project: ProjectInfo,
    snapshot_id: UUID,
    drafts: Sequence[Draft],
    children_of_first: bool = False,
) -> list[Job]:
    """Insert queued jobs with the next numbers; with `children_of_first` the others are runs of the first one."""
    check_room(session, project, len(drafts) - int(children_of_first))
    counted = update(Project).where(Project.id == project.id).values(job_count=Project.job_count + len(drafts))
    last = session.execute(counted.returning(Project.job_count)).scalar_one()
    jobs = [
        Job(
            project_id=project.id,
            number=last - len(drafts) + 1 + position,
            flow=draft.flow,
            options=draft.options,
            snapshot_id=snapshot_id,
            created_by=actor.user_id,
            priority=draft.priority,
            name=draft.name[:200],
            envelope={'fresh': True} if draft.fresh else {},
        )
        for position, draft in enumerate(drafts)
    ]
    if children_of_first:
        parent, *children = jobs
        parent.child_count = len(children)
        session.add(parent)
        session.flush()
        for child in children:
            child.parent_id = parent.id
    session.add_all(jobs)
    session.flush()
    return jobs


def check_room(session: Session, project: ProjectInfo, wanted: int) -> None:
    """Raise where too many runs of the project would wait."""
    limit = limits_of(project.plan).waiting_jobs_per_project
    waiting = session.scalar(select(func.count()).where(Job.project_id == project.id, waits())) or 0
    if waiting + wanted > limit:
        already = f'{waiting:,} runs of this project wait already' if waiting else 'No run of this project waits yet'
        raise LimitError(
            f'{already}, and {wanted:,} more would make {waiting + wanted:,}; at most {limit:,} may wait '
            '(waiting_jobs_per_project). Let some of them end or cancel them.'
        )


def check_time(options: dict[str, Any], limits: Limits) -> None:
    """Raise where a run asks for more time than the plan gives."""
    wanted = options.get('time_limit_s', 0)
    if wanted > limits.job_time_s:
        raise LimitError(
            f'time_limit_s is {wanted:g}; this plan gives a run at most {limits.job_time_s} s (job_time_s).'
        )
