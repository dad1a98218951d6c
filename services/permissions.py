"""Who may do what: one enum of permissions, one table of roles, one check."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.errors import NotFoundError, NotPermittedError, NotSignedInError


class Permission(StrEnum):
    """Named `<resource>:<action>`; kept in alphabetical order."""

    ACCOUNT_EXPORT = 'account:export'
    ACCOUNT_MANAGE = 'account:manage'
    ACCOUNT_READ = 'account:read'
    ARTIFACT_PIN = 'artifact:pin'
    FILE_READ = 'file:read'
    FILE_WRITE = 'file:write'
    JOB_CANCEL = 'job:cancel'
    JOB_READ = 'job:read'
    JOB_RUN = 'job:run'
    MEMBER_MANAGE = 'member:manage'
    PROJECT_CREATE = 'project:create'
    PROJECT_DELETE = 'project:delete'
    PROJECT_FORK = 'project:fork'
    PROJECT_READ = 'project:read'
    PROJECT_STAR = 'project:star'
    PROJECT_UPDATE = 'project:update'
    QUEUE_READ = 'queue:read'
    TOKEN_MANAGE = 'token:manage'  # noqa: S105
    USER_LIST = 'user:list'
    USER_MANAGE = 'user:manage'


class Role(StrEnum):
    """A person's part in one project; `READER` is anyone who may see it."""

    OWNER = 'owner'
    MAINTAINER = 'maintainer'
    EDITOR = 'editor'
    VIEWER = 'viewer'
    READER = 'reader'


_READ = frozenset({Permission.PROJECT_READ, Permission.FILE_READ, Permission.JOB_READ})
_REUSE = frozenset({Permission.PROJECT_FORK, Permission.PROJECT_STAR})
_EDIT = frozenset({Permission.ARTIFACT_PIN, Permission.FILE_WRITE, Permission.JOB_RUN, Permission.JOB_CANCEL})
_MAINTAIN = frozenset({Permission.PROJECT_UPDATE, Permission.MEMBER_MANAGE})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READ | _REUSE,
    Role.VIEWER: _READ | _REUSE,
    Role.EDITOR: _READ | _REUSE | _EDIT,
    Role.MAINTAINER: _READ | _REUSE | _EDIT | _MAINTAIN,
    Role.OWNER: _READ | _REUSE | _EDIT | _MAINTAIN | {Permission.PROJECT_DELETE},
}


class ActorKind(StrEnum):
    """What stands behind a request."""

    ANONYMOUS = 'anonymous'
    GUEST = 'guest'
    MEMBER = 'member'
    ADMIN = 'admin'


_GUEST = frozenset(
    {Permission.PROJECT_CREATE, Permission.ACCOUNT_EXPORT, Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_READ}
)
_ACCOUNT = _GUEST | {Permission.TOKEN_MANAGE}
KIND_PERMISSIONS: dict[ActorKind, frozenset[Permission]] = {
    ActorKind.ANONYMOUS: frozenset(),
    ActorKind.GUEST: _GUEST,
    ActorKind.MEMBER: _ACCOUNT,
    ActorKind.ADMIN: _ACCOUNT | {Permission.QUEUE_READ, Permission.USER_LIST, Permission.USER_MANAGE},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person, a token of theirs with fewer scopes, or an anonymous visitor.

    `scopes` is None for a full sign-in; a personal access token holds the permissions that it was given.
    """

    user_id: UUID | None = None
    kind: ActorKind = ActorKind.ANONYMOUS
    name: str = ''
    scopes: frozenset[Permission] | None = None
    address: str = ''
    session_id: UUID | None = None

    def allows(self, permission: Permission) -> bool:
        """Return whether the token's scopes cover `permission`."""
        return self.scopes is None or permission in self.scopes


ANONYMOUS = Actor()


def require(actor: Actor, permission: Permission, role: Role | None, what: str = 'project') -> None:
    """Raise unless `actor`, who has `role` on the object, holds `permission`; no role means that it stays unseen."""
    if role is None or not actor.allows(Permission.PROJECT_READ):
        raise NotFoundError(f'There is no such {what}, or it is private.')
    if permission in ROLE_PERMISSIONS[role] and actor.allows(permission):
        if permission in _READ or actor.user_id is not None:
            return
        raise NotSignedInError(f'Sign in first: {permission} needs an account.')
    if actor.user_id is None:
        raise NotSignedInError(f'Sign in first: {permission} needs an account.')
    raise NotPermittedError(f'You may see this {what}, but {permission} needs another role or token scope.')


def require_account(actor: Actor, permission: Permission) -> UUID:
    """Raise unless the actor's kind of account holds `permission`; return the person's id."""
    if actor.user_id is None:
        raise NotSignedInError(f'Sign in first: {permission} needs an account.')
    if permission not in KIND_PERMISSIONS[actor.kind] or not actor.allows(permission):
        raise NotPermittedError(f'{permission} is not open to this account or token.')
    return actor.user_id
