"""Forks: copies of projects that remember what they were copied from."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.access import ProjectInfo, open_project
from services.audit import record
from services.database import Database
from services.models import Fork, Project
from services.permissions import Actor, Permission, require_account
from services.project_fields import ProjectChange
from services.projects import Origin, ProjectService
from services.snapshots import SnapshotService, entries_of


class ForkService:
    """A fork shares the origin's bytes, and nothing else, from then on."""

    def __init__(self, database: Database, projects: ProjectService, snapshots: SnapshotService) -> None:
        self._database = database
        self._projects = projects
        self._snapshots = snapshots

    def fork(self, actor: Actor, project_id: UUID, name: str | None = None) -> ProjectInfo:
        """Copy the project as it is now into a private one of the actor's own."""
        require_account(actor, Permission.PROJECT_CREATE)
        with self._database.write() as session:
            origin = open_project(session, actor, project_id, Permission.PROJECT_FORK, lock=True)
            snapshot = self._snapshots.take_in(session, project_id, actor.user_id)
            change = ProjectChange(
                name=name or origin.name,
                description=origin.description,
                licence=origin.licence,
                topics=list(origin.topics),
            )
            entries = entries_of(session, project_id)
            copy = self._projects.create_in(session, actor, change, entries, Origin(origin.template, project_id))
            origin_name = f'{origin.owner}/{origin.slug}'
            session.add(
                Fork(project_id=copy.id, origin_id=project_id, origin_name=origin_name, snapshot_id=snapshot.id)
            )
            session.flush()
            _count(session, project_id)
            record(session, actor, 'project.forked', 'project', copy.id, project_id, {'origin': origin_name})
            info = open_project(session, actor, copy.id, Permission.PROJECT_READ)
        self._projects.noticed(copy.id)
        return info

    def duplicate(self, actor: Actor, project_id: UUID, name: str | None = None) -> ProjectInfo:
        """Copy the project as it is now into a private one of the actor's own, without a tie between them."""
        require_account(actor, Permission.PROJECT_CREATE)
        with self._database.write() as session:
            source = open_project(session, actor, project_id, Permission.PROJECT_FORK, lock=True)
            change = ProjectChange(
                name=name or f'{source.name[:90]} copy',
                description=source.description,
                licence=source.licence,
                topics=list(source.topics),
            )
            entries = entries_of(session, project_id)
            copy = self._projects.create_in(session, actor, change, entries, Origin(source.template))
        self._projects.noticed(copy.id)
        return copy


def _count(session: Session, project_id: UUID) -> None:
    count = select(func.count()).where(Fork.origin_id == project_id).scalar_subquery()
    session.execute(update(Project).where(Project.id == project_id).values(fork_count=count))
