"""How long what a run left is kept: by the plan of the project's owner, and for ever where it is pinned."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from services.limits import Limits, limits_of
from services.models import Artifact, Job, Project, User
from services.views import TRACE


def project_limits(session: Session, project_id: UUID) -> Limits:
    """Return the limits of the plan of the project's owner."""
    owner = select(User.plan).join(Project, Project.namespace_id == User.namespace_id)
    return limits_of(session.scalar(owner.where(Project.id == project_id)) or 'free')


def kept_until(session: Session, project_id: UUID, ended_at: datetime) -> datetime | None:
    """Return until when artifacts of a run that ended then are kept; None is for ever."""
    return _until(project_limits(session, project_id), ended_at)


def renew_expiry(session: Session, namespace_id: UUID, plan: str) -> None:
    """Give the artifacts of an owner whose plan changes the dates of the new plan."""
    limits = limits_of(plan)
    owned = select(Project.id).where(Project.namespace_id == namespace_id)
    left = exists().where(Artifact.job_id == Job.id, Artifact.sha256 != '')
    ended = select(Job.id, func.coalesce(Job.finished_at, Job.created_at, type_=Job.created_at.type).label('ended_at'))
    for row in session.execute(ended.where(Job.project_id.in_(owned), left)).all():
        renewed = update(Artifact).where(Artifact.job_id == row.id, Artifact.sha256 != '')
        session.execute(renewed.values(expires_at=_until(limits, row.ended_at)))


def has_ended(moment: datetime) -> ColumnElement[bool]:
    """Return the condition of an artifact that is to go: neither pinned nor what the project's page shows."""
    return and_(
        Artifact.expires_at <= moment, Artifact.pinned.is_(False), Artifact.sha256 != '', ~_is_of_newest_waveform()
    )


def expired_text(artifact: Artifact) -> str:
    """Return what stands where an artifact was."""
    return f'{artifact.name} expired on {day_of(artifact)}.'


def day_of(artifact: Artifact) -> str:
    """Return the day until which an artifact is kept, '' where that is for ever."""
    return f'{artifact.expires_at:%Y-%m-%d}' if artifact.expires_at else ''


def _until(limits: Limits, ended_at: datetime) -> datetime | None:
    return ended_at + timedelta(days=limits.artifact_days) if limits.artifact_days else None


def _is_of_newest_waveform() -> ColumnElement[bool]:
    """Return the condition of being left by the newest run with a waveform, which the project's page shows."""
    own, newer = aliased(Artifact), aliased(Artifact)
    return and_(
        exists().where(own.job_id == Artifact.job_id, own.view == TRACE.id, own.sha256 != ''),
        ~exists().where(
            newer.project_id == Artifact.project_id,
            newer.view == TRACE.id,
            newer.sha256 != '',
            newer.job_id > Artifact.job_id,
        ),
    )
