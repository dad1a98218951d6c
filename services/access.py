"""What a person sees of projects: the one statement that filters them, and the check before each act."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Select, and_, bindparam, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from services.errors import A6HubError
from services.models import Fork, Namespace, Project, ProjectMember, User, Visibility
from services.permissions import Actor, Permission, Role, require

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """A project as one actor sees it; `role` is theirs."""

    id: UUID
    owner: str
    slug: str
    name: str
    description: str
    visibility: Visibility
    licence: str
    topics: Sequence[str]
    etag: str
    template: str
    forked_from: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    star_count: int
    fork_count: int
    job_count: int
    file_count: int
    byte_count: int
    role: Role
    plan: str

    @property
    def path(self) -> str:
        """The address below the origin."""
        return f'/{self.owner}/{self.slug}'

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """Return whether `actor`, for whom this was read, may do that; for showing or hiding a control."""
        try:
            require(actor, permission, self.role)
        except A6HubError:
            return False
        return True


_ACTOR = bindparam('actor_id', type_=User.__table__.c.id.type, required=True)

# NOTE: built once; SQLAlchemy then finds its compiled form by identity, which the busiest route depends on.
_PROJECTS = (
    select(
        Project.id,
        Namespace.name.label('owner'),
        Project.slug,
        Project.name,
        Project.description,
        Project.visibility,
        Project.licence,
        Project.topics,
        Project.etag,
        Project.template,
        Fork.origin_name,
        Project.created_at,
        Project.updated_at,
        Project.deleted_at,
        Project.star_count,
        Project.fork_count,
        Project.job_count,
        Project.file_count,
        Project.byte_count,
        ProjectMember.role,
        User.id.label('owner_id'),
        User.plan,
    )
    .select_from(Project)
    .join(Namespace, Namespace.id == Project.namespace_id)
    .outerjoin(User, User.namespace_id == Project.namespace_id)
    .outerjoin(ProjectMember, and_(ProjectMember.project_id == Project.id, ProjectMember.user_id == _ACTOR))
    .outerjoin(Fork, Fork.project_id == Project.id)
)
_TAKES_PART = or_(User.id == _ACTOR, ProjectMember.user_id.is_not(None))
_VISIBLE = _PROJECTS.where(Project.deleted_at.is_(None), or_(Project.visibility != Visibility.PRIVATE, _TAKES_PART))
_BY_ID = _VISIBLE.where(Project.id == bindparam('project_id'))
_BY_NAME = _VISIBLE.where(Namespace.name == bindparam('owner'), Project.slug == bindparam('slug'))
_DELETED = _PROJECTS.where(Project.deleted_at.is_not(None), User.id == _ACTOR)


def visible_projects(actor: Actor) -> AnySelect:
    """Return the statement of all projects that `actor` may open: public and unlisted, own, and those they work in."""
    return _VISIBLE.params(actor_id=actor.user_id)


def own_projects(actor: Actor) -> AnySelect:
    """Return the visible projects in which `actor` takes part."""
    return visible_projects(actor).where(_TAKES_PART)


def public_projects(actor: Actor) -> AnySelect:
    """Return the visible projects that are listed for everybody."""
    return visible_projects(actor).where(Project.visibility == Visibility.PUBLIC)


def listed_projects(actor: Actor) -> AnySelect:
    """Return the projects that a list may show to `actor`: the public ones, and those in which they take part."""
    return visible_projects(actor).where(or_(Project.visibility == Visibility.PUBLIC, _TAKES_PART))


def deleted_projects(actor: Actor) -> AnySelect:
    """Return the projects that `actor` owned and deleted."""
    return _DELETED.params(actor_id=actor.user_id)


def open_project(
    session: Session, actor: Actor, project_id: UUID, permission: Permission, *, lock: bool = False
) -> ProjectInfo:
    """Return the project if `actor` may do `permission` to it; `lock` lets one writer at a time change its files."""
    if lock:
        session.execute(select(Project.id).where(Project.id == project_id).with_for_update(key_share=True))
    return find_project(session, actor, project_id, permission)


def find_project(
    connection: Session | Connection, actor: Actor, project_id: UUID, permission: Permission
) -> ProjectInfo:
    """Return the same on a bare connection, which costs half as much as a session."""
    parameters = {'actor_id': actor.user_id, 'project_id': project_id}
    return checked(actor, permission, connection.execute(_BY_ID, parameters).first())


def open_by_name(session: Session, actor: Actor, owner: str, slug: str, permission: Permission) -> ProjectInfo:
    """Return the project at the address `/owner/slug` if `actor` may do `permission` to it."""
    parameters = {'actor_id': actor.user_id, 'owner': owner.lower(), 'slug': slug.lower()}
    return checked(actor, permission, session.execute(_BY_NAME, parameters).first())


def checked(actor: Actor, permission: Permission, row: AnyRow | None) -> ProjectInfo:
    """Return the row's project after the one permission check; no row is a project that stays unseen."""
    info = None if row is None else project_info(actor, row)
    require(actor, permission, info.role if info else None)
    assert info is not None
    return info


def project_info(actor: Actor, row: AnyRow) -> ProjectInfo:
    """Return what a row of these statements says, with the role of the actor for whom it was read."""
    values = row._mapping
    role = Role(values['role'] or Role.READER)
    if actor.user_id is not None and values['owner_id'] == actor.user_id:
        role = Role.OWNER
    return ProjectInfo(
        **{name: values[name] for name in _COPIED},
        visibility=Visibility(values['visibility']),
        forked_from=values['origin_name'] or '',
        role=role,
        plan=values['plan'] or 'free',
    )


_OWN = {'visibility', 'forked_from', 'role', 'plan'}
_COPIED = tuple(field.name for field in fields(ProjectInfo) if field.name not in _OWN)
