"""The history of a project's runs: a list that can be narrowed down, and two runs side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from services.access import open_project
from services.audit import record
from services.cursors import Page, fetch_newest
from services.database import Database
from services.errors import NotFoundError
from services.jobs import LARGEST_LOG_PART, JobService, visible_jobs
from services.models import Job, JobDiagnostic, JobState, Snapshot, User
from services.permissions import Actor, ActorKind, Permission, require_account
from services.run_comparison import (
    Change,
    DiagnosticChange,
    Figure,
    LogDifference,
    changes_of,
    compare_diagnostics,
    compare_figures,
    compare_logs,
)
from services.snapshots import SnapshotService


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs are wanted; empty means all."""

    flow: str = ''
    state: JobState | None = None
    person: str = ''
    cached: bool | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of one project; `a` is the earlier one."""

    a: Job
    b: Job
    settings: Sequence[Change]
    versions: Sequence[Change]
    figures: Sequence[Figure]
    diagnostics: Sequence[DiagnosticChange]
    files: Sequence[Change]
    log: LogDifference
    people: Mapping[UUID, str] = field(default_factory=dict)


class RunHistoryService:
    """Whoever may read a project's runs may read their history."""

    def __init__(self, database: Database, snapshots: SnapshotService, jobs: JobService) -> None:
        self._database = database
        self._snapshots = snapshots
        self._jobs = jobs

    def find(self, actor: Actor, project_id: UUID, wanted: RunFilter, limit: int = 50, cursor: str = '') -> Page[Job]:
        """Return the runs that were asked for, newest first; those of a regression stand in its table."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            statement = visible_jobs(actor).where(Job.project_id == project_id, Job.parent_id.is_(None))
            if wanted.flow:
                statement = statement.where(Job.flow == wanted.flow)
            if wanted.state is not None:
                statement = statement.where(Job.state == wanted.state)
            if wanted.person:
                named = select(User.id).where(User.username == wanted.person.lower())
                statement = statement.where(Job.created_by.in_(named))
            return fetch_newest(session, statement, Job.id, limit, cursor)

    def people(self, actor: Actor, project_id: UUID) -> Mapping[UUID, str]:
        """Return the names of those who ran something, by their ids."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            return _people(session, project_id)

    def compare(self, actor: Actor, project_id: UUID, a: int, b: int) -> Comparison:
        """Return what two runs, by their numbers, have in common and in what they differ."""
        a, b = sorted((a, b))
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            first, second = self._numbered(session, project_id, a), self._numbered(session, project_id, b)
            found = [self._diagnostics(session, job) for job in (first, second)]
            snapshots = [session.get_one(Snapshot, job.snapshot_id) for job in (first, second)]
            people = _people(session, project_id)
        files = [{file.path: file.sha256 for file in self._snapshots.files(snapshot)} for snapshot in snapshots]
        return Comparison(
            a=first,
            b=second,
            settings=changes_of({'flow': first.flow, **first.options}, {'flow': second.flow, **second.options}),
            versions=changes_of(_versions(first), _versions(second)),
            figures=compare_figures(first.metrics, second.metrics),
            diagnostics=compare_diagnostics(*found),
            files=[change for change in changes_of(*files) if change.differs],
            log=compare_logs(*(self._log(actor, project_id, job) for job in (first, second))),
            people=people,
        )

    def retry_dead(self, actor: Actor, project_id: UUID, job_id: UUID) -> Job:
        """Try a dead run again for the person whose run it was; for administrators, who need no part in the project."""
        require_account(actor, Permission.QUEUE_READ)
        with self._database.read() as session:
            dead = select(Job).where(Job.id == job_id, Job.project_id == project_id, Job.state == JobState.DEAD)
            job = session.scalar(dead)
        if job is None or job.created_by is None:
            raise NotFoundError('There is no such dead run, or the account of its person is gone.')
        person = Actor(user_id=job.created_by, kind=ActorKind.MEMBER)
        again = self._jobs.retry(person, project_id, job_id)
        with self._database.write() as session:
            record(session, actor, 'job.retried', 'job', again.id, project_id, {'dead': job.number})
        return again

    def _numbered(self, session: Session, project_id: UUID, number: int) -> Job:
        wanted = select(Job).where(Job.project_id == project_id, Job.number == number).options(undefer(Job.envelope))
        job = session.scalar(wanted)
        if job is None:
            raise NotFoundError(f'This project has no run #{number}.')
        return job

    def _diagnostics(self, session: Session, job: Job) -> Sequence[JobDiagnostic]:
        found = select(JobDiagnostic).where(JobDiagnostic.job_id == job.id).order_by(JobDiagnostic.position)
        return session.scalars(found).all()

    def _log(self, actor: Actor, project_id: UUID, job: Job) -> str:
        part = self._jobs.read_log(actor, project_id, job.id, 0, LARGEST_LOG_PART)
        return part.data.decode(errors='replace')


def _people(session: Session, project_id: UUID) -> Mapping[UUID, str]:
    ran = select(Job.created_by).where(Job.project_id == project_id).distinct()
    rows = session.execute(select(User.id, User.username).where(User.id.in_(ran)).order_by(User.username))
    return {row.id: row.username for row in rows}


def _versions(job: Job) -> Mapping[str, Any]:
    tools: Mapping[str, Mapping[str, str]] = job.envelope.get('trace', {}).get('tools', {})
    return {name: recipe.get('version', '') for name, recipe in tools.items()}
