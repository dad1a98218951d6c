"""Whom a cookie or token stands for."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, exists, select, update

from services.actors import LIFETIME_S, ActorCache
from services.clock import now
from services.database import Database
from services.errors import NotSignedInError
from services.models import AccessToken, LoginSession, RefreshToken, User
from services.permissions import ANONYMOUS, Actor, ActorKind, Permission
from services.sessions import browser_lifetime
from services.settings import Settings
from services.signing import PERSONAL_PREFIX, Signing, secret_hash

COOKIE = 'cookie '
BEARER = 'bearer '
SEEN_EVERY = timedelta(hours=1)
"""How exactly the last use of a sign-in or token is known; each use would cost a write."""


class IdentityService:
    """Turns a credential, `cookie VALUE` or `bearer TOKEN`, into an actor."""

    def __init__(self, settings: Settings, database: Database, signing: Signing, cache: ActorCache) -> None:
        self._settings = settings
        self._database = database
        self._signing = signing
        self._cache = cache

    def cached(self, credential: str, address: str) -> Actor | None:
        """Return the actor without looking into the database, None if that is needed."""
        return self._cache.get(credential, address)

    def resolve(self, credential: str, address: str) -> Actor:
        """Return the actor; a cookie of no use is an anonymous visitor, a token of no use an error."""
        generation = self._cache.generation
        lifetime_s = LIFETIME_S
        if credential.startswith(COOKIE):
            actor = self._from_cookie(credential.removeprefix(COOKIE), address)
        elif (token := credential.removeprefix(BEARER)).startswith(PERSONAL_PREFIX):
            actor = self._from_personal_token(token, address)
        else:
            actor, lifetime_s = self._from_access_token(token, address)
        if actor.user_id:
            self._cache.put(credential, actor, generation, lifetime_s)
        return actor

    def _from_cookie(self, value: str, address: str) -> Actor:
        session_id = self._signing.read_cookie(value)
        row = session_id and self._one(_SESSION.where(LoginSession.id == session_id))
        if not row or row.revoked_at or row.expires_at <= now():
            return Actor(address=address) if address else ANONYMOUS
        if row.last_seen_at < now() - SEEN_EVERY:
            self._see_session(row)
        return Actor(row.user_id, ActorKind(row.kind), row.username, None, address, row.id)

    def _from_access_token(self, token: str, address: str) -> tuple[Actor, float]:
        claims = self._signing.read_access_token(token)
        alive = exists().where(RefreshToken.family_id == claims.family_id, RefreshToken.revoked_at.is_(None))
        row = self._one(_USER.where(User.id == claims.user_id, alive))
        if not row or row.credentials_version != claims.credentials_version:
            raise NotSignedInError('The access token was ended by a sign-out or a new password; sign in again.')
        actor = Actor(row.id, ActorKind(row.kind), row.username, None, address, claims.family_id)
        return actor, claims.seconds_left

    def _from_personal_token(self, token: str, address: str) -> Actor:
        row = self._one(_TOKEN.where(AccessToken.token_hash == secret_hash(token)))
        if not row or row.revoked_at or (row.expires_at and row.expires_at <= now()):
            raise NotSignedInError('The personal access token is unknown, expired or revoked.')
        if row.last_used_at is None or row.last_used_at < now() - SEEN_EVERY:
            self._see_token(row.token_id)
        scopes = frozenset(Permission(scope) for scope in row.scopes if scope in set(Permission))
        return Actor(row.id, ActorKind(row.kind), row.username, scopes, address)

    def _one(self, statement: Select[*tuple[Any, ...]]) -> Row[*tuple[Any, ...]] | None:
        with self._database.read() as session:
            return session.execute(statement).one_or_none()

    def _see_session(self, row: Row[*tuple[Any, ...]]) -> None:
        ends = now() + browser_lifetime(self._settings, row.kind)
        with self._database.write() as session:
            seen = update(LoginSession).where(LoginSession.id == row.id, LoginSession.revoked_at.is_(None))
            session.execute(seen.values(last_seen_at=now(), expires_at=ends))
            session.execute(update(User).where(User.id == row.user_id).values(last_seen_at=now()))

    def _see_token(self, token_id: UUID) -> None:
        with self._database.write() as session:
            session.execute(update(AccessToken).where(AccessToken.id == token_id).values(last_used_at=now()))


_USER = select(User.id, User.kind, User.username, User.credentials_version)
_SESSION = select(
    LoginSession.id,
    LoginSession.user_id,
    LoginSession.expires_at,
    LoginSession.last_seen_at,
    LoginSession.revoked_at,
    User.kind,
    User.username,
).join(User, User.id == LoginSession.user_id)
_TOKEN = select(
    AccessToken.id.label('token_id'),
    AccessToken.scopes,
    AccessToken.expires_at,
    AccessToken.last_used_at,
    AccessToken.revoked_at,
    User.id,
    User.kind,
    User.username,
).join(User, User.id == AccessToken.user_id)
