"""Reads regressions: the table of one with the history of its runs, and JUnit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.access import open_project
from services.blobs import BlobService
from services.coverage import Coverage, stored_coverage
from services.database import Database
from services.errors import InvalidError, NotFoundError
from services.metrics import LINE_COVERAGE, WALL_TIME
from services.models import Artifact, Job, JobState, Project
from services.permissions import Actor, Permission
from services.regressions.table import Past, Row, Table, junit
from services.views import COVERAGE

LARGEST = 32 << 20
REMEMBERED = 10
"""How many earlier regressions a history goes back."""


class RegressionService:
    """Whoever may read a project's runs may read its regressions."""

    def __init__(self, database: Database, blobs: BlobService) -> None:
        self._database = database
        self._blobs = blobs

    def table(self, actor: Actor, project_id: UUID, job_id: UUID) -> Table:
        """Return the runs of a regression in the order of its matrix."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            job = session.scalar(select(Job).where(Job.id == job_id, Job.project_id == project_id))
            if job is None:
                raise NotFoundError('There is no such run in this project.')
            if not job.child_count:
                raise InvalidError(f'Run #{job.number} is no regression: it has no runs of its own.')
            runs = session.scalars(select(Job).where(Job.parent_id == job_id).order_by(Job.number)).all()
            history = self._history(session, job)
            reached = session.scalars(
                select(Artifact.sha256)
                .where(Artifact.job_id.in_([run.id for run in runs]), Artifact.view == COVERAGE.id)
                .where(Artifact.sha256 != '', Artifact.size <= LARGEST)
            ).all()
        rows = [_row(run, history.get(run.name, ())) for run in runs]
        return Table(job.number, JobState(job.state), rows, self._merged_percent(reached))

    def _merged_percent(self, reached: Sequence[str]) -> float | None:
        """Return how many of the lines all runs together reached."""
        merged = Coverage()
        for sha256 in dict.fromkeys(reached):
            merged.add(stored_coverage(self._blobs.read(sha256)))
        return merged.totals()['line'].percent if merged.files else None

    def junit(self, actor: Actor, project_id: UUID, job_id: UUID) -> bytes:
        """Return the table as JUnit XML."""
        table = self.table(actor, project_id, job_id)
        with self._database.read() as session:
            name = session.scalar(select(Project.name).where(Project.id == project_id)) or ''
        return junit(table, name)

    def _history(self, session: Session, job: Job) -> Mapping[str, Sequence[Past]]:
        """Return how runs ended before, by their names, the newest first."""
        earlier = (
            select(Job)
            .where(Job.project_id == job.project_id, Job.child_count > 0, Job.number < job.number)
            .order_by(Job.number.desc())
            .limit(REMEMBERED)
        )
        parents = {parent.id: parent for parent in session.scalars(earlier)}
        found: dict[str, list[Past]] = defaultdict(list)
        ended = select(Job).where(Job.parent_id.in_(parents), Job.finished_at.is_not(None))
        for run in sorted(session.scalars(ended), key=lambda run: -run.number):
            parent = parents[run.parent_id] if run.parent_id else None
            if parent is not None and not run.cached:
                past = Past(parent.number, JobState(run.state), run.snapshot_id == job.snapshot_id)
                found[run.name].append(past)
        return found


def _row(run: Job, history: Sequence[Past]) -> Row:
    return Row(
        id=run.id,
        number=run.number,
        name=run.name,
        flow=run.flow,
        state=JobState(run.state),
        reason=run.reason,
        time_s=run.metrics.get(WALL_TIME.id),
        coverage_percent=run.metrics.get(LINE_COVERAGE.id),
        from_run=run.from_run,
        cached=run.cached,
        history=history,
    )
