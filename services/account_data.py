"""All that a person has here: given out as one archive, deleted for good, or moved from a guest to an account."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from services import account_export
from services.actors import ActorCache
from services.audit import forget_actor, record
from services.auth import AuthService
from services.blobs import BlobService
from services.clock import now
from services.database import Database
from services.errors import NotFoundError
from services.models import (
    File,
    Fork,
    Job,
    LoginSession,
    Namespace,
    Project,
    ProjectMember,
    ProjectState,
    RefreshToken,
    Snapshot,
    Star,
    User,
)
from services.names import numbered
from services.permissions import Actor, ActorKind, Permission, require_account
from services.sessions import GUEST_DAYS, born_at
from services.settings import Settings
from services.throttle import SignInThrottle

FRESH = timedelta(minutes=15)
"""For so long after a sign-in the account can be deleted without the password."""


class AccountDataService:
    """Exports, deletes and moves everything of one person."""

    def __init__(
        self, settings: Settings, database: Database, blobs: BlobService, cache: ActorCache, auth: AuthService
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._cache = cache
        self._auth = auth

    def export(self, actor: Actor) -> tuple[str, Iterator[bytes]]:
        """Return the name and the pieces of a zip with all of the actor's data."""
        user_id = require_account(actor, Permission.ACCOUNT_EXPORT)
        with self._database.write() as session:
            record(session, actor, 'account.exported', 'user', user_id)
        name = f'a6hub-{actor.name}-{now():%Y-%m-%d}.zip'
        return name, account_export.archive(self._database, self._blobs, user_id)

    def delete(self, actor: Actor, user_id: UUID, password: str = '', *, ask: bool = False) -> None:
        """Delete a person with projects, files and jobs, for good; blobs are collected once nothing refers to them."""
        if require_account(actor, Permission.ACCOUNT_MANAGE) == user_id:
            self._check_intent(actor, password, ask=ask)
        elif actor.kind is not ActorKind.ADMIN or not actor.allows(Permission.USER_MANAGE):
            raise NotFoundError('There is no such user, or only administrators may delete it.')
        with self._database.write() as session:
            user = session.get(User, user_id)
            if user is None:
                raise NotFoundError('There is no such user.')
            _delete_everything(session, user)
            record(session, Actor(actor.user_id), 'account.deleted', 'user', user_id)
        self._cache.forget(user_id)

    def adopt(self, guest: Actor, member: Actor) -> int:
        """Move a guest's projects to the account that the person has signed in to; return how many there were."""
        if guest.kind is not ActorKind.GUEST or guest.user_id is None or member.user_id in {None, guest.user_id}:
            return 0
        with self._database.write() as session:
            former, owner = session.get(User, guest.user_id), session.get(User, member.user_id)
            if former is None or owner is None:
                return 0
            moved = _move_projects(session, former, owner)
            session.execute(delete(Namespace).where(Namespace.id == former.namespace_id))
            record(session, member, 'guest.adopted', 'user', former.id, detail={'projects': moved})
        self._cache.forget(guest.user_id)
        return moved

    def prune(self) -> None:
        """Delete what has ended: old sign-ins, counted attempts, and guests that nobody came back to."""
        with self._database.write() as session:
            SignInThrottle(self._database).prune(session)
            long_ago = now() - timedelta(days=30)
            session.execute(delete(LoginSession).where(LoginSession.expires_at < long_ago))
            session.execute(delete(RefreshToken).where(RefreshToken.expires_at < now()))
            if not self._settings.single_person:
                for guest in session.scalars(_forgotten_guests().limit(100)):
                    _delete_everything(session, guest)

    def _check_intent(self, actor: Actor, password: str, *, ask: bool) -> None:
        fresh = actor.scopes is None and actor.session_id and born_at(actor.session_id) > now() - FRESH
        if ask or password or not fresh:
            self._auth.check_own_password(actor, password)


def _delete_everything(session: Session, user: User) -> None:
    mine = select(Project.id).where(Project.namespace_id == user.namespace_id)
    _take_back_counts(session, user, mine)
    forget_actor(session, user.id, user.username)
    SignInThrottle.forget(session, str(user.id))
    # A copy that somebody else made stays theirs; whose design it was is not told any more.
    session.execute(update(Fork).where(Fork.origin_id.in_(mine)).values(origin_name=''))
    # Everything else hangs on the namespace by foreign keys that cascade; a worker ends a job whose row is gone.
    session.execute(delete(Namespace).where(Namespace.id == user.namespace_id))


def _take_back_counts(session: Session, user: User, mine: Select[UUID]) -> None:
    starred = select(Star.project_id).where(Star.user_id == user.id)
    session.execute(update(Project).where(Project.id.in_(starred)).values(star_count=Project.star_count - 1))
    forks = select(Fork.origin_id, func.count()).where(Fork.project_id.in_(mine), Fork.origin_id.is_not(None))
    for origin_id, count in session.execute(forks.group_by(Fork.origin_id)).all():
        fewer = update(Project).where(Project.id == origin_id)
        session.execute(fewer.values(fork_count=Project.fork_count - count))


def _move_projects(session: Session, former: User, owner: User) -> int:
    taken = set(session.scalars(select(Project.slug).where(Project.namespace_id == owner.namespace_id)))
    projects = list(session.scalars(select(Project).where(Project.namespace_id == former.namespace_id)))
    for project in projects:
        slug, number = project.slug, 2
        while slug in taken:
            slug, number = numbered(project.slug, number), number + 1
        taken.add(slug)
        project.slug, project.namespace_id = slug, owner.namespace_id
    session.flush()
    for table in (Project, Snapshot, Job):
        session.execute(update(table).where(table.created_by == former.id).values(created_by=owner.id))
    session.execute(update(File).where(File.updated_by == former.id).values(updated_by=owner.id))
    for state in (ProjectState, ProjectMember, Star):
        known = select(state.project_id).where(state.user_id == owner.id)
        moved = update(state).where(state.user_id == former.id, state.project_id.not_in(known))
        session.execute(moved.values(user_id=owner.id))
    return len(projects)


def _forgotten_guests() -> Select[User]:
    since = now() - timedelta(days=GUEST_DAYS)
    seen = select(LoginSession.user_id).where(or_(LoginSession.last_seen_at > since, LoginSession.expires_at > now()))
    return select(User).where(User.kind == ActorKind.GUEST, User.created_at < since, User.id.not_in(seen))
