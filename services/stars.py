"""Stars: who likes which project."""

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from services.access import ProjectInfo, open_project
from services.audit import record
from services.clock import now
from services.database import Database
from services.errors import NotSignedInError
from services.models import Project, Star
from services.permissions import Actor, Permission


class StarService:
    """A person stars a project once; the project counts its stars."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has(self, actor: Actor, project_id: UUID) -> bool:
        """Return whether the actor starred the project; nobody has not."""
        if actor.user_id is None:
            return False
        with self._database.read() as session:
            return session.get(Star, (actor.user_id, project_id)) is not None

    def add(self, actor: Actor, project_id: UUID) -> ProjectInfo:
        """Star the project; a second time changes nothing."""
        with self._database.write() as session:
            user_id = _allowed(session, actor, project_id)
            if session.get(Star, (user_id, project_id)) is None:
                session.add(Star(user_id=user_id, project_id=project_id, created_at=now()))
                session.flush()
                record(session, actor, 'project.starred', 'project', project_id, project_id)
            return _counted(session, actor, project_id)

    def remove(self, actor: Actor, project_id: UUID) -> ProjectInfo:
        """Take the star back; without one nothing changes."""
        with self._database.write() as session:
            user_id = _allowed(session, actor, project_id)
            session.execute(delete(Star).where(Star.user_id == user_id, Star.project_id == project_id))
            return _counted(session, actor, project_id)


def _allowed(session: Session, actor: Actor, project_id: UUID) -> UUID:
    # The lock keeps the count right when many star at once.
    open_project(session, actor, project_id, Permission.PROJECT_STAR, lock=True)
    if actor.user_id is None:
        raise NotSignedInError('Sign in first: a star belongs to an account.')
    return actor.user_id


def _counted(session: Session, actor: Actor, project_id: UUID) -> ProjectInfo:
    count = select(func.count()).where(Star.project_id == project_id).scalar_subquery()
    session.execute(update(Project).where(Project.id == project_id).values(star_count=count))
    return open_project(session, actor, project_id, Permission.PROJECT_READ)
