"""Projects: create, find, list, change, delete and bring back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.access import (
    AnySelect,
    ProjectInfo,
    checked,
    deleted_projects,
    find_project,
    listed_projects,
    open_by_name,
    open_project,
    own_projects,
    project_info,
)
from services.audit import record
from services.blobs import BlobService, rows_of
from services.bus import EventBus
from services.clock import now
from services.content import StoredBlob
from services.cursors import Order, Page, fetch_page
from services.database import Database
from services.entries import names
from services.errors import NotSignedInError, PreconditionError, UnavailableError
from services.events import ProjectChanged
from services.limits import check_projects, limits_of
from services.models import Namespace, Project, User, Visibility
from services.permissions import Actor, Permission, require_account
from services.project_fields import ProjectChange, check_listing, checked_change
from services.search_index import SearchIndex
from services.settings import Settings
from services.slugs import claim_slug, free_slug, parked_slug, unparked_slug
from services.tree import Tree

Entry: TypeAlias = 'tuple[str, StoredBlob | None]'
Entries: TypeAlias = Iterable[Entry]


class Sort(StrEnum):
    """How a listing is sorted."""

    UPDATED = 'updated'
    CREATED = 'created'
    STARS = 'stars'
    NAME = 'name'


ORDERS = {
    Sort.UPDATED: Order(Project.updated_at, Project.id),
    Sort.CREATED: Order(Project.created_at, Project.id),
    Sort.STARS: Order(Project.star_count, Project.id),
    Sort.NAME: Order(Project.name, Project.id, descending=False),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """What a new project began as."""

    template: str = ''
    forked_from_id: UUID | None = None


class ProjectService:
    """A project belongs to a namespace; deleting one hides it until it is purged."""

    def __init__(
        self, settings: Settings, database: Database, blobs: BlobService, bus: EventBus, index: SearchIndex
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._bus = bus
        self._index = index

    def create(
        self, actor: Actor, change: ProjectChange, entries: Entries = (), origin: Origin | None = None
    ) -> ProjectInfo:
        """Create a project of the actor's own with these files; the name decides its address."""
        require_account(actor, Permission.PROJECT_CREATE)
        with self._database.write() as session:
            info = self.create_in(session, actor, change, entries, origin)
        self._index.changed(info.id)
        return info

    def create_in(
        self,
        session: Session,
        actor: Actor,
        change: ProjectChange,
        entries: Entries = (),
        origin: Origin | None = None,
    ) -> ProjectInfo:
        """Create the project inside a transaction that does more."""
        user_id = require_account(actor, Permission.PROJECT_CREATE)
        fields = checked_change(change)
        check_listing(actor, fields.get('visibility'), self._settings)
        namespace_id = own_namespace(session, user_id)
        origin = origin or Origin()
        project = Project(
            **{'visibility': Visibility.PRIVATE, **fields},
            namespace_id=namespace_id,
            etag=uuid4().hex,
            template=origin.template,
            forked_from_id=origin.forked_from_id,
            created_by=user_id,
        )
        project.slug = claim_slug(session, namespace_id, change.slug, project.name)
        session.add(project)
        session.flush()
        info = open_project(session, actor, project.id, Permission.PROJECT_READ)
        self._fill(session, info, user_id, list(entries))
        record(session, actor, 'project.created', 'project', info.id, info.id, {'address': info.path})
        return open_project(session, actor, project.id, Permission.PROJECT_READ)

    def get(self, actor: Actor, project_id: UUID) -> ProjectInfo:
        """Return a project by its id; one statement, quick enough to run on the event loop."""
        return self._database.glance(
            lambda connection: find_project(connection, actor, project_id, Permission.PROJECT_READ)
        )

    def find(self, actor: Actor, owner: str, slug: str) -> ProjectInfo:
        """Return the project at the address `/owner/slug`."""
        with self._database.read() as session:
            return open_by_name(session, actor, owner, slug, Permission.PROJECT_READ)

    def own(self, actor: Actor, sort: Sort = Sort.UPDATED, limit: int = 50, cursor: str = '') -> Page[ProjectInfo]:
        """Return the projects in which the actor takes part."""
        if actor.user_id is None or not actor.allows(Permission.PROJECT_READ):
            raise NotSignedInError('Sign in first: your projects belong to your account.')
        return self._page(own_projects(actor), actor, sort, limit, cursor)

    def of_owner(
        self, actor: Actor, owner: str, sort: Sort = Sort.UPDATED, limit: int = 50, cursor: str = ''
    ) -> Page[ProjectInfo]:
        """Return the projects below one name: the public ones, and those in which the actor takes part."""
        return self._page(listed_projects(actor).where(Namespace.name == owner.lower()), actor, sort, limit, cursor)

    def deleted(self, actor: Actor) -> list[ProjectInfo]:
        """Return the actor's deleted projects that can still be brought back."""
        with self._database.read() as session:
            rows = session.execute(deleted_projects(actor).order_by(Project.deleted_at.desc()).limit(100))
            return [project_info(actor, row) for row in rows]

    def update(self, actor: Actor, project_id: UUID, change: ProjectChange, if_match: str | None = None) -> ProjectInfo:
        """Change what `change` gives; `if_match` guards against another person's change."""
        with self._database.write() as session:
            info = open_project(session, actor, project_id, Permission.PROJECT_UPDATE, lock=True)
            check_etag(info, if_match)
            fields = checked_change(change, partial=True)
            check_listing(actor, fields.get('visibility'), self._settings)
            project = session.get_one(Project, project_id)
            if change.slug is not None and change.slug != project.slug:
                project.slug = claim_slug(session, project.namespace_id, change.slug, project.name)
            for name, value in fields.items():
                setattr(project, name, value)
            project.etag, project.updated_at = uuid4().hex, now()
            session.flush()
            changed = {name: value for name, value in fields.items() if name in {'name', 'visibility'}}
            record(session, actor, 'project.updated', 'project', project_id, project_id, changed)
            info = open_project(session, actor, project_id, Permission.PROJECT_READ)
        self.noticed(project_id)
        return info

    def delete(self, actor: Actor, project_id: UUID, if_match: str | None = None) -> None:
        """Hide the project from everybody; its owner can restore it for some days."""
        with self._database.write() as session:
            info = open_project(session, actor, project_id, Permission.PROJECT_DELETE, lock=True)
            check_etag(info, if_match)
            project = session.get_one(Project, project_id)
            project.deleted_at = now()
            project.slug = parked_slug(project.slug, project_id)
            record(session, actor, 'project.deleted', 'project', project_id, project_id, {'address': info.path})
        self.noticed(project_id)

    def restore(self, actor: Actor, project_id: UUID) -> ProjectInfo:
        """Bring a deleted project back, under its old address where that is still free."""
        with self._database.write() as session:
            found = deleted_projects(actor).where(Project.id == project_id)
            checked(actor, Permission.PROJECT_DELETE, session.execute(found).first())
            project = session.get_one(Project, project_id, with_for_update={'key_share': True})
            project.deleted_at = None
            project.slug = free_slug(session, project.namespace_id, unparked_slug(project.slug))
            session.flush()
            info = open_project(session, actor, project_id, Permission.PROJECT_READ)
            record(session, actor, 'project.restored', 'project', project_id, project_id, {'address': info.path})
        self.noticed(project_id)
        return info

    def purge(self, actor: Actor, project_id: UUID) -> None:
        """Remove one of the actor's deleted projects for ever, at once."""
        with self._database.write() as session:
            found = deleted_projects(actor).where(Project.id == project_id)
            info = checked(actor, Permission.PROJECT_DELETE, session.execute(found).first())
            session.execute(delete(Project).where(Project.id == project_id))
            record(session, actor, 'project.purged', 'project', project_id, detail={'name': info.name})

    def purge_deleted(self) -> int:
        """Remove for ever what was deleted longer ago than it is kept; return how many."""
        before = now() - timedelta(days=limits_of().trash_days)
        with self._database.write() as session:
            return rows_of(session.execute(delete(Project).where(Project.deleted_at < before)))

    def noticed(self, project_id: UUID) -> None:
        """Tell that a project was made or changed by a transaction that has ended."""
        self._bus.publish(ProjectChanged(project_id))
        self._index.changed(project_id)

    def _fill(self, session: Session, info: ProjectInfo, user_id: UUID, entries: list[Entry]) -> None:
        if not entries:
            return
        tree = Tree(session, info, user_id)
        tree.add_many(entries)
        tree.close()
        if not self._blobs.claim(session, [blob.sha256 for _, blob in entries if blob]):
            raise UnavailableError('Some files were cleaned up before the project was stored; try again.')

    def _page(self, statement: AnySelect, actor: Actor, sort: Sort, limit: int, cursor: str) -> Page[ProjectInfo]:
        with self._database.read() as session:
            return fetch_page(session, statement, ORDERS[sort], lambda row: project_info(actor, row), limit, cursor)


def own_namespace(session: Session, user_id: UUID) -> UUID:
    """Return the namespace that a person owns, held against other creations; raise at the limit of projects."""
    statement = select(User.namespace_id, User.plan).where(User.id == user_id)
    row = session.execute(statement.with_for_update(key_share=True)).first()
    if row is None:
        raise NotSignedInError('The account does not exist any more; sign in again.')
    alive = select(func.count()).where(Project.namespace_id == row.namespace_id, Project.deleted_at.is_(None))
    check_projects(session.execute(alive).scalar_one() + 1, limits_of(row.plan))
    namespace_id: UUID = row.namespace_id
    return namespace_id


def check_etag(info: ProjectInfo, if_match: str | None) -> None:
    """Raise `PreconditionError` unless the project is as the caller last saw it."""
    if if_match is not None and not names(if_match, info.etag):
        raise PreconditionError('The project was changed meanwhile; read it again and repeat your change.', info.etag)
