"""Personal access tokens: shown once, stored hashed, good for their scopes only."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from services.actors import ActorCache
from services.audit import record
from services.clock import now
from services.database import Database
from services.errors import InvalidError, LimitError, NotFoundError, NotPermittedError
from services.inputs import check_line
from services.models import AccessToken
from services.permissions import KIND_PERMISSIONS, Actor, Permission, require_account
from services.signing import PERSONAL_PREFIX, new_secret, secret_hash

MAX_TOKENS = 50
MAX_DAYS = 3650
DEFAULT_SCOPES = frozenset(
    permission for permission in Permission if permission.partition(':')[0] in {'file', 'job', 'project'}
)


class TokenService:
    """Makes, lists and revokes a person's tokens."""

    def __init__(self, database: Database, cache: ActorCache) -> None:
        self._database = database
        self._cache = cache

    def tokens(self, actor: Actor) -> list[AccessToken]:
        """Return the actor's tokens that still work, newest first."""
        user_id = require_account(actor, Permission.TOKEN_MANAGE)
        with self._database.read() as session:
            return list(session.scalars(_alive(user_id).order_by(AccessToken.id.desc())))

    def create(
        self, actor: Actor, name: str, scopes: Iterable[str] | None = None, days: int | None = None
    ) -> tuple[AccessToken, str]:
        """Make a token; return its row and the secret, which nobody can read again."""
        user_id = require_account(actor, Permission.TOKEN_MANAGE)
        if not (label := check_line(name, 'name', 100)):
            raise InvalidError('The token needs a name that tells what it is for.', field='name')
        if days is not None and not 1 <= days <= MAX_DAYS:
            raise InvalidError(f'A token lasts 1 to {MAX_DAYS} days; leave it out for no end.', field='days')
        granted = _granted(actor, DEFAULT_SCOPES if scopes is None else scopes)
        secret = new_secret(PERSONAL_PREFIX)
        token = AccessToken(
            user_id=user_id,
            name=label,
            token_hash=secret_hash(secret),
            hint=f'{secret[:8]}…{secret[-4:]}',
            scopes=sorted(granted),
            expires_at=now() + timedelta(days=days) if days else None,
        )
        with self._database.write() as session:
            _require_room(session, user_id)
            session.add(token)
            session.flush()
            record(session, actor, 'token.created', 'token', token.id, detail={'name': label})
        return token, secret

    def revoke(self, actor: Actor, token_id: UUID) -> None:
        """End one of the actor's tokens."""
        user_id = require_account(actor, Permission.TOKEN_MANAGE)
        with self._database.write() as session:
            token = session.scalar(_alive(user_id).where(AccessToken.id == token_id))
            if token is None:
                raise NotFoundError('There is no such token, or it was revoked before.')
            token.revoked_at = now()
            record(session, actor, 'token.revoked', 'token', token.id, detail={'name': token.name})
        self._cache.forget(user_id)


def grantable(actor: Actor) -> list[Permission]:
    """Return the permissions that the actor may give to a token: never one that the actor lacks."""
    other_kinds = frozenset[Permission]().union(*KIND_PERMISSIONS.values()) - KIND_PERMISSIONS[actor.kind]
    return [permission for permission in Permission if permission not in other_kinds and actor.allows(permission)]


def _granted(actor: Actor, scopes: Iterable[str]) -> set[Permission]:
    wanted = set(scopes)
    if unknown := wanted - set(Permission):
        raise InvalidError(f'There is no scope {sorted(unknown)[0][:60]!r}.', field='scopes')
    if not wanted:
        raise InvalidError('A token needs at least one scope.', field='scopes')
    if missing := wanted - set(grantable(actor)):
        raise NotPermittedError(f'You cannot give {sorted(missing)[0]}, which you do not hold yourself.')
    return {Permission(scope) for scope in wanted}


def _alive(user_id: UUID) -> Select[AccessToken]:
    unexpired = or_(AccessToken.expires_at.is_(None), AccessToken.expires_at > now())
    return select(AccessToken).where(AccessToken.user_id == user_id, AccessToken.revoked_at.is_(None), unexpired)


def _require_room(session: Session, user_id: UUID) -> None:
    count = session.scalar(select(func.count()).select_from(_alive(user_id).subquery())) or 0
    if count >= MAX_TOKENS:
        raise LimitError(f'You have {count} tokens; {MAX_TOKENS} is the most. Revoke one first.')
