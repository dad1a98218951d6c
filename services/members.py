"""Members: who else works in a project, and in which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.access import ProjectInfo, open_project
from services.audit import record
from services.blobs import rows_of
from services.bus import EventBus
from services.database import Database
from services.errors import ConflictError, InvalidError, LimitError, NotFoundError
from services.events import ProjectChanged
from services.limits import limits_of
from services.models import Namespace, ProjectMember, User
from services.permissions import Actor, ActorKind, Permission, Role

GIVEN = (Role.MAINTAINER, Role.EDITOR, Role.VIEWER)
"""The roles that can be given; the owner is who owns the name in the address."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a project."""

    username: str
    full_name: str
    role: Role
    since: datetime


class MemberService:
    """The owner is a member who cannot be changed or removed here."""

    def __init__(self, database: Database, bus: EventBus) -> None:
        self._database = database
        self._bus = bus

    def list_members(self, actor: Actor, project_id: UUID) -> Sequence[Member]:
        """Return owner and members, to those who take part; others see the owner only."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.PROJECT_READ)
            owner = [_owner(session, project)]
            return owner if project.role == Role.READER else owner + _members(session, project_id)

    def add(self, actor: Actor, project_id: UUID, username: str, role: str) -> Member:
        """Give a person a role; one who has another gets this one instead."""
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.MEMBER_MANAGE, lock=True)
            user, given = _person(session, project, username), _given(role)
            present = session.get(ProjectMember, (project_id, user.id))
            if present is None:
                _check_count(session, project)
                present = ProjectMember(project_id=project_id, user_id=user.id, role=given)
                session.add(present)
            present.role = given
            session.flush()
            detail = {'username': user.username, 'role': str(given)}
            record(session, actor, 'member.added', 'project', project_id, project_id, detail)
            member = Member(user.username, user.full_name, given, present.created_at)
        self._bus.publish(ProjectChanged(project_id))
        return member

    def change(self, actor: Actor, project_id: UUID, username: str, role: str) -> Member:
        """Give a member another role."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.MEMBER_MANAGE)
            user = _person(session, project, username)
            if session.get(ProjectMember, (project_id, user.id)) is None:
                raise NotFoundError(f'{user.username} is no member of this project; add them first.')
        return self.add(actor, project_id, username, role)

    def remove(self, actor: Actor, project_id: UUID, username: str) -> None:
        """Take a person's role away; a member may leave by themselves."""
        leaves = username.strip().lower() == actor.name
        permission = Permission.PROJECT_READ if leaves else Permission.MEMBER_MANAGE
        with self._database.write() as session:
            project = open_project(session, actor, project_id, permission, lock=True)
            user = _person(session, project, username)
            mine = ProjectMember.project_id == project_id, ProjectMember.user_id == user.id
            if not rows_of(session.execute(delete(ProjectMember).where(*mine))):
                raise NotFoundError(f'{user.username} is no member of this project.')
            detail = {'username': user.username}
            record(session, actor, 'member.removed', 'project', project_id, project_id, detail)
        self._bus.publish(ProjectChanged(project_id))


def _owner(session: Session, project: ProjectInfo) -> Member:
    statement = select(User.full_name).join(Namespace, Namespace.id == User.namespace_id)
    name = session.scalar(statement.where(Namespace.name == project.owner)) or ''
    return Member(project.owner, name, Role.OWNER, project.created_at)


def _members(session: Session, project_id: UUID) -> list[Member]:
    statement = select(User.username, User.full_name, ProjectMember.role, ProjectMember.created_at)
    statement = statement.join(User, User.id == ProjectMember.user_id)
    rows = session.execute(statement.where(ProjectMember.project_id == project_id).order_by(User.username))
    return [Member(username, full_name, Role(role), since) for username, full_name, role, since in rows]


def _person(session: Session, project: ProjectInfo, username: str) -> User:
    user = session.scalar(select(User).where(User.username == username.strip().lower()))
    if user is None or user.kind == ActorKind.GUEST:
        raise NotFoundError(f'Nobody is called {username[:60]!r} here; ask for the exact username.', field='username')
    if user.username == project.owner:
        raise ConflictError(f'{user.username} owns the project; that role is neither given nor taken away.')
    return user


def _given(role: str) -> Role:
    if role not in GIVEN:
        raise InvalidError(f'role takes {", ".join(GIVEN)}.', field='role')
    return Role(role)


def _check_count(session: Session, project: ProjectInfo) -> None:
    limit = limits_of(project.plan).members_per_project
    count = select(func.count()).where(ProjectMember.project_id == project.id)
    if (present := session.execute(count).scalar_one()) >= limit:
        raise LimitError(f'The project has {present} members; at most {limit} are allowed (members_per_project).')
