"""People's accounts: reading, changing, listing."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services import mail_texts
from services.actors import ActorCache
from services.artifact_expiry import renew_expiry
from services.audit import record
from services.auth import AuthService
from services.cursors import Order, Page, fetch_page
from services.database import Database
from services.errors import ConflictError, InvalidError, NotFoundError, NotPermittedError
from services.inputs import check_email, check_line, check_text
from services.mail import Mailer
from services.models import Namespace, User
from services.names import check_username
from services.permissions import Actor, ActorKind, Permission, require_account

MAX_PREFERENCES = 20_000


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change of an account; None stays."""

    username: str | None = None
    full_name: str | None = None
    bio: str | None = None
    email: str | None = None
    password: str | None = None
    preferences: dict[str, Any] | None = None
    kind: ActorKind | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The public part of an account."""

    name: str
    full_name: str
    bio: str


class UserService:
    """Shows people their own account, and administrators all of them."""

    def __init__(self, database: Database, cache: ActorCache, auth: AuthService, mailer: Mailer) -> None:
        self._database = database
        self._cache = cache
        self._auth = auth
        self._mailer = mailer

    def me(self, actor: Actor) -> User:
        """Return the actor's own account."""
        user_id = require_account(actor, Permission.ACCOUNT_READ)
        with self._database.read() as session:
            return _found(session, user_id)

    def user(self, actor: Actor, user_id: UUID) -> User:
        """Return an account: the actor's own, or any for administrators."""
        if require_account(actor, Permission.ACCOUNT_READ) != user_id:
            _require_administrator(actor, Permission.USER_LIST)
        with self._database.read() as session:
            return _found(session, user_id)

    def profile(self, name: str) -> Profile:
        """Return what everybody may know of the person behind a name."""
        with self._database.read() as session:
            user = session.scalar(select(User).where(User.username == name.lower()))
            if user is None:
                raise NotFoundError(f'Nobody here is called {name[:60]!r}.')
            return Profile(user.username, user.full_name, user.bio)

    def users(self, actor: Actor, limit: int = 50, cursor: str = '', search: str = '') -> Page[User]:
        """Return all accounts, newest first."""
        require_account(actor, Permission.USER_LIST)
        statement = select(User.id, User.created_at, User)
        if text := search.strip().lower():
            fields = (User.username, User.email, User.full_name)
            statement = statement.where(or_(*(field.icontains(text[:100], autoescape=True) for field in fields)))
        with self._database.read() as session:
            return fetch_page(session, statement, Order(User.created_at, User.id), lambda row: row.User, limit, cursor)

    def update(self, actor: Actor, user_id: UUID, changes: Changes) -> User:
        """Change an account: the actor's own, or any for administrators."""
        own = require_account(actor, Permission.ACCOUNT_MANAGE) == user_id
        if not own or changes.kind or changes.plan:
            _require_administrator(actor, Permission.USER_MANAGE, own=own)
        if own and changes.email is not None and check_email(changes.email) != self.user(actor, user_id).email:
            self._auth.check_own_password(actor, changes.password or '')
        try:
            with self._database.write() as session:
                user = _found(session, user_id)
                former_email = user.email
                changed = _apply(session, user, changes)
                session.flush()
                if changed:
                    record(session, actor, 'account.changed', 'user', user.id, detail={'fields': changed})
        except IntegrityError:
            raise ConflictError('The username or e-mail address is taken; take another.') from None
        self._cache.forget(user_id)
        if 'email' in changed:
            self._tell_new_address(user, former_email)
        return user

    def make_administrator(self, name: str) -> User:
        """Make the member with this e-mail address or username an administrator; for the command line only."""
        key = name.strip().lower()
        with self._database.write() as session:
            user = session.scalar(select(User).where(or_(User.email == key, User.username == key)))
            if user is None or user.kind == ActorKind.GUEST:
                raise NotFoundError(f'There is no member {name!r}; register first, then run this again.')
            user.kind = ActorKind.ADMIN
            record(session, Actor(name='command line'), 'account.promoted', 'user', user.id)
        self._cache.forget(user.id)
        return user

    def _tell_new_address(self, user: User, former: str | None) -> None:
        if former and user.email:
            self._mailer.send(former, *mail_texts.email_changed(user.email))
        self._auth.mail_verification(user)


def _found(session: Session, user_id: UUID) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError('There is no such user.')
    return user


def _require_administrator(actor: Actor, permission: Permission, *, own: bool = False) -> None:
    if actor.kind is not ActorKind.ADMIN or not actor.allows(permission):
        if own:
            raise NotPermittedError('Only administrators change kind and plan.')
        raise NotFoundError('There is no such user, or only administrators see it.')


def _apply(session: Session, user: User, changes: Changes) -> list[str]:
    wanted: dict[str, Any] = {}
    if changes.full_name is not None:
        wanted['full_name'] = check_line(changes.full_name, 'full_name', 200)
    if changes.bio is not None:
        wanted['bio'] = check_text(changes.bio, 'bio', 2000).strip()
    if changes.preferences is not None:
        wanted['preferences'] = _checked_preferences(changes.preferences)
    if changes.plan is not None:
        wanted['plan'] = check_line(changes.plan, 'plan', 20)
    if changes.kind is not None:
        wanted['kind'] = _checked_kind(user, changes.kind)
    if changes.username is not None and changes.username != user.username:
        wanted['username'] = _claimed_username(session, user, changes.username)
    if changes.email is not None and (email := check_email(changes.email)) != user.email:
        wanted.update(email=_free_email(session, user, email), email_verified_at=None)
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, wanted[name])
    if 'plan' in changed:
        renew_expiry(session, user.namespace_id, user.plan)
    return changed


def _claimed_username(session: Session, user: User, typed: str) -> str:
    name = check_username(typed)
    if user.kind == ActorKind.GUEST:
        raise NotPermittedError('A guest has no name of their own; register to take one.')
    namespace = session.get_one(Namespace, user.namespace_id)
    if session.scalar(select(Namespace.id).where(Namespace.name == name, Namespace.id != namespace.id)):
        raise ConflictError(f'The username {name!r} is taken; take another.', field='username')
    namespace.name = name
    return name


def _free_email(session: Session, user: User, email: str) -> str:
    if user.kind == ActorKind.GUEST:
        raise NotPermittedError('A guest has no e-mail address; register to add one.')
    if session.scalar(select(User.id).where(User.email == email)):
        raise ConflictError('There is an account with this e-mail address already.', field='email')
    return email


def _checked_kind(user: User, kind: ActorKind) -> ActorKind:
    if kind not in {ActorKind.MEMBER, ActorKind.ADMIN} or user.kind == ActorKind.GUEST:
        raise InvalidError('kind takes member or admin, for people who have registered.', field='kind')
    return kind


def _checked_preferences(preferences: dict[str, Any]) -> dict[str, Any]:
    if (size := len(json.dumps(preferences))) > MAX_PREFERENCES:
        raise InvalidError(f'preferences take {MAX_PREFERENCES} bytes; these have {size}.', field='preferences')
    return preferences
