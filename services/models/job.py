"""Jobs: one run of a flow on a snapshot, its steps, artifacts and diagnostics."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from services.models.base import Base, WithId


class JobState(StrEnum):
    """Where a job is; all but the first two are final."""

    QUEUED = 'queued'
    RUNNING = 'running'
    PASSED = 'passed'
    FAILED = 'failed'
    CANCELLED = 'cancelled'
    TIMED_OUT = 'timed-out'
    CRASHED = 'crashed'
    DEAD = 'dead'

    @property
    def is_final(self) -> bool:
        """Whether the job will not change any more."""
        return self not in {JobState.QUEUED, JobState.RUNNING}


class Priority(IntEnum):
    """Who is served first: a person who waits, then what goes on by itself."""

    BATCH = -10
    """Runs of a regression, and runs that a program started and nobody waits for."""
    INTERACTIVE = 0
    """A single run that a person started."""


class Job(WithId, Base):
    """One run of a flow; this row is the truth, the queue only wakes a worker."""

    __tablename__ = 'jobs'
    __table_args__ = (
        UniqueConstraint('project_id', 'number'),
        Index('ix_jobs_state', 'state', 'lease_expires_at'),
        Index('ix_jobs_person_started', 'created_by', 'started_at'),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'))
    number: Mapped[int]
    flow: Mapped[str] = mapped_column(String(60))
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey('snapshots.id', ondelete='CASCADE'), index=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey('users.id', ondelete='SET NULL'), index=True)
    state: Mapped[JobState] = mapped_column(String(20), default=JobState.QUEUED)
    reason: Mapped[str] = mapped_column(Text, default='')
    """Why it ended as it did, for people."""
    priority: Mapped[int] = mapped_column(default=Priority.INTERACTIVE)
    attempt: Mapped[int] = mapped_column(default=0)
    """Which attempt this is; one that ended through no fault of the job does not count."""
    deaths: Mapped[int] = mapped_column(default=0, server_default='0')
    """How many workers died while they ran it, alone or beside other jobs."""
    owner: Mapped[str] = mapped_column(String(100), default='')
    lease_expires_at: Mapped[datetime | None]
    cancel_requested_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    exit_code: Mapped[int | None]
    top_module: Mapped[str] = mapped_column(String(200), default='')
    metrics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    log_size: Mapped[int] = mapped_column(BigInteger, default=0)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey('jobs.id', ondelete='CASCADE'), index=True)
    """The regression that this run is one cell of."""
    child_count: Mapped[int] = mapped_column(default=0, server_default='0')
    """How many runs it consists of; no worker runs such a job itself, its state follows theirs."""
    name: Mapped[str] = mapped_column(String(200), default='', server_default='')
    """What tells it from the other runs of its regression."""
    source_job_id: Mapped[UUID | None] = mapped_column(ForeignKey('jobs.id', ondelete='SET NULL'), index=True)
    """The equal run whose stored result this one returns."""
    run_key: Mapped[str] = mapped_column(String(64), default='', server_default='', index=True)
    """SHA-256 over all that decides the result; '' until it is known."""
    envelope: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default='{}', deferred=True)
    """The result with its assumptions and its trace; read only by who asks for it (`undefer`), since it is long."""
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default='{}')
    """What the run uses while it runs, by the names of the limits."""
    not_before: Mapped[datetime | None]
    """When it may be tried again after a fault of ours."""

    if TYPE_CHECKING:
        from_run: Mapped[int | None]
        """The number of that equal run, where it is one of the same project."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        # A new run comes from no other one, which needs no question to the database.
        set_committed_value(self, 'from_run', None)

    @property
    def cached(self) -> bool:
        """Whether its result is that of an equal run."""
        return self.source_job_id is not None


_source = aliased(Job)
Job.from_run = column_property(
    select(_source.number)
    .where(_source.id == Job.source_job_id, _source.project_id == Job.project_id)
    .correlate_except(_source)
    .scalar_subquery(),
    expire_on_flush=False,
)


class JobStep(WithId, Base):
    """One step of a job's flow."""

    __tablename__ = 'job_steps'
    __table_args__ = (UniqueConstraint('job_id', 'position'),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey('jobs.id', ondelete='CASCADE'))
    position: Mapped[int]
    step: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(100), default='')
    state: Mapped[JobState] = mapped_column(String(20), default=JobState.QUEUED)
    reason: Mapped[str] = mapped_column(Text, default='')
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    metrics: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Artifact(WithId, Base):
    """A kept output of a job."""

    __tablename__ = 'artifacts'
    __table_args__ = (UniqueConstraint('job_id', 'name'),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey('jobs.id', ondelete='CASCADE'))
    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'), index=True)
    name: Mapped[str] = mapped_column(String(300))
    view: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    """The blob; '' once it has expired and only its name is left."""
    expires_at: Mapped[datetime | None]
    """Until when it is kept at least; None is for ever."""
    pinned: Mapped[bool] = mapped_column(default=False)
    """Whether it is kept whatever `expires_at` says."""

    @property
    def has_expired(self) -> bool:
        """Whether only the name is left."""
        return not self.sha256


class JobDiagnostic(WithId, Base):
    """A message of a tool, tied to a place in the source where it names one."""

    __tablename__ = 'diagnostics'

    job_id: Mapped[UUID] = mapped_column(ForeignKey('jobs.id', ondelete='CASCADE'), index=True)
    position: Mapped[int]
    step: Mapped[str] = mapped_column(String(60), default='')
    severity: Mapped[str] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(Text)
    file: Mapped[str] = mapped_column(String(500), default='')
    line: Mapped[int] = mapped_column(default=0)
    column: Mapped[int] = mapped_column(default=0)
    rule: Mapped[str] = mapped_column(String(100), default='')
    kind: Mapped[str] = mapped_column(String(60), default='', server_default='')
    source: Mapped[str] = mapped_column(String(60), default='', server_default='')
    cause: Mapped[str] = mapped_column(Text, default='', server_default='')
    hint: Mapped[str] = mapped_column(Text, default='', server_default='')
    raw: Mapped[str] = mapped_column(Text, default='', server_default='')
