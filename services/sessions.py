"""Sign-ins: of browsers, which hold a cookie, and of REST clients, which hold a chain of refresh tokens."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.actors import ActorCache
from services.audit import record
from services.clock import now
from services.database import Database
from services.errors import NotFoundError, NotSignedInError
from services.ids import new_id
from services.models import LoginSession, RefreshToken, User
from services.permissions import Actor, ActorKind, Permission, require_account
from services.settings import Settings
from services.signing import REFRESH_PREFIX, AccessClaims, Signing, new_secret, secret_hash

LASTING_DAYS = 3650
GUEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class BrowserSignIn:
    """The cookie to set, for how long, and whom it stands for."""

    cookie: str
    max_age_s: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a REST client gets for its credentials."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """One place where a person is signed in."""

    id: UUID
    kind: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str
    user_agent: str
    current: bool


def browser_lifetime(settings: Settings, kind: str) -> timedelta:
    """Return how long a cookie lasts after its last use; the one person of an embedded server stays for good."""
    if kind == ActorKind.GUEST:
        return timedelta(days=LASTING_DAYS if settings.single_person else GUEST_DAYS)
    return timedelta(days=settings.refresh_token_days)


def born_at(public_id: UUID) -> datetime:
    """Return when an id was made: version 7 begins with the time."""
    return datetime.fromtimestamp((public_id.int >> 80) / 1000, UTC)


class SessionService:
    """Opens, renews, lists and ends sign-ins."""

    def __init__(self, settings: Settings, database: Database, signing: Signing, cache: ActorCache) -> None:
        self._settings = settings
        self._database = database
        self._signing = signing
        self._cache = cache

    def open_browser(self, session: Session, user: User, address: str, user_agent: str) -> BrowserSignIn:
        """Sign a browser in, within the caller's transaction."""
        lifetime = browser_lifetime(self._settings, user.kind)
        row = LoginSession(
            id=new_id(),
            user_id=user.id,
            expires_at=now() + lifetime,
            last_seen_at=now(),
            address=address[:64],
            user_agent=user_agent[:300],
        )
        session.add(row)
        actor = Actor(user.id, ActorKind(user.kind), user.username, None, address, row.id)
        return BrowserSignIn(self._signing.cookie(row.id), int(lifetime.total_seconds()), actor)

    def open_api(self, session: Session, user: User) -> TokenPair:
        """Sign a REST client in, within the caller's transaction."""
        return self._issue(session, user, new_id())

    def refresh(self, refresh_token: str) -> TokenPair:
        """Exchange a refresh token for the next pair; a second use ends the whole family."""
        with self._database.write() as session:
            statement = select(RefreshToken).where(RefreshToken.token_hash == secret_hash(refresh_token))
            token = session.scalar(statement.with_for_update())
            if token is None or token.revoked_at or token.expires_at <= now():
                raise NotSignedInError('The refresh token is unknown, expired or revoked; sign in again.')
            if token.used_at is None:
                token.used_at = now()
                return self._issue(session, session.get_one(User, token.user_id), token.family_id)
            self._end_family(session, token.family_id)
            thief = Actor(user_id=token.user_id)
            record(session, thief, 'sign-in.ended', 'sign-in', token.family_id, detail={'why': 'token used twice'})
        self._cache.forget(token.user_id)
        raise NotSignedInError('This refresh token was used before, so its sign-in was ended; sign in again.')

    def sign_ins(self, actor: Actor) -> list[SignIn]:
        """Return where the actor is signed in, the latest use first."""
        user_id = require_account(actor, Permission.ACCOUNT_READ)
        with self._database.read() as session:
            found = [*self._browsers(session, actor, user_id), *self._families(session, actor, user_id)]
        return sorted(found, key=lambda each: each.last_seen_at, reverse=True)

    def end(self, actor: Actor) -> None:
        """Sign the actor out here."""
        if actor.user_id and actor.session_id:
            self._end(actor, actor.session_id, actor.user_id)

    def revoke(self, actor: Actor, sign_in_id: UUID) -> None:
        """End one of the actor's sign-ins."""
        user_id = require_account(actor, Permission.ACCOUNT_MANAGE)
        if not self._end(actor, sign_in_id, user_id):
            raise NotFoundError('There is no such sign-in, or it was ended before.')

    def end_family_of(self, refresh_token: str) -> None:
        """End the sign-in that a refresh token belongs to; whoever holds it may."""
        with self._database.read() as session:
            statement = select(RefreshToken).where(RefreshToken.token_hash == secret_hash(refresh_token))
            token = session.scalar(statement)
        if token:
            self._end(Actor(user_id=token.user_id), token.family_id, token.user_id)

    def revoke_others(self, actor: Actor) -> None:
        """End all of the actor's sign-ins but this one."""
        user_id = require_account(actor, Permission.ACCOUNT_MANAGE)
        with self._database.write() as session:
            self.end_all(session, user_id, keep=actor.session_id)
            record(session, actor, 'sign-in.ended', 'sign-in', '', detail={'which': 'all others'})
        self._cache.forget(user_id)

    def end_all(self, session: Session, user_id: UUID, keep: UUID | None = None) -> None:
        """End every sign-in of a person but one, within the caller's transaction."""
        browsers = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None))
        families = update(RefreshToken).where(RefreshToken.user_id == user_id, RefreshToken.revoked_at.is_(None))
        if keep:
            browsers = browsers.where(LoginSession.id != keep)
            families = families.where(RefreshToken.family_id != keep)
        session.execute(browsers.values(revoked_at=now()))
        session.execute(families.values(revoked_at=now()))

    def _issue(self, session: Session, user: User, family_id: UUID) -> TokenPair:
        secret = new_secret(REFRESH_PREFIX)
        ends = now() + timedelta(days=self._settings.refresh_token_days)
        row = RefreshToken(user_id=user.id, family_id=family_id, token_hash=secret_hash(secret), expires_at=ends)
        session.add(row)
        access = self._signing.access_token(AccessClaims(user.id, user.credentials_version, family_id))
        return TokenPair(access, secret, self._signing.access_seconds)

    def _end(self, actor: Actor, sign_in_id: UUID, user_id: UUID) -> bool:
        with self._database.write() as session:
            row = session.get(LoginSession, sign_in_id)
            if row and row.user_id == user_id and row.revoked_at is None:
                row.revoked_at = now()
                ended = True
            else:
                ended = self._end_family(session, sign_in_id, user_id)
            if ended:
                record(session, actor, 'sign-in.ended', 'sign-in', sign_in_id)
        self._cache.forget(user_id)
        return ended

    @staticmethod
    def _end_family(session: Session, family_id: UUID, user_id: UUID | None = None) -> bool:
        alive = select(RefreshToken).where(RefreshToken.family_id == family_id, RefreshToken.revoked_at.is_(None))
        rows = [row for row in session.scalars(alive) if user_id in {None, row.user_id}]
        for row in rows:
            row.revoked_at = now()
        return bool(rows)

    @staticmethod
    def _browsers(session: Session, actor: Actor, user_id: UUID) -> list[SignIn]:
        statement = select(LoginSession).where(
            LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None), LoginSession.expires_at > now()
        )
        return [
            SignIn(
                id=row.id,
                kind='browser',
                created_at=row.created_at,
                last_seen_at=row.last_seen_at,
                expires_at=row.expires_at,
                address=row.address,
                user_agent=row.user_agent,
                current=row.id == actor.session_id,
            )
            for row in session.scalars(statement)
        ]

    @staticmethod
    def _families(session: Session, actor: Actor, user_id: UUID) -> list[SignIn]:
        newest = func.max(RefreshToken.created_at)
        ends = func.max(RefreshToken.expires_at)
        statement = (
            select(RefreshToken.family_id, newest, ends)
            .where(RefreshToken.user_id == user_id, RefreshToken.revoked_at.is_(None))
            .group_by(RefreshToken.family_id)
            .having(ends > now())
        )
        return [
            SignIn(
                id=family_id,
                kind='api',
                created_at=born_at(family_id),
                last_seen_at=last_seen_at,
                expires_at=expires_at,
                address='',
                user_agent='',
                current=family_id == actor.session_id,
            )
            for family_id, last_seen_at, expires_at in session.execute(statement)
        ]
