"""People, the names they own, and the ways they prove who they are."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.models.base import Base, WithId


class NamespaceKind(StrEnum):
    """Who may own a name."""

    USER = 'user'
    ORGANISATION = 'organisation'


class Namespace(WithId, Base):
    """A name in front of projects; a person or an organisation owns it."""

    __tablename__ = 'namespaces'

    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[NamespaceKind] = mapped_column(String(20), default=NamespaceKind.USER)
    title: Mapped[str] = mapped_column(String(200), default='')


class User(WithId, Base):
    """A person: a guest without e-mail and password, a member, or an administrator."""

    __tablename__ = 'users'

    namespace_id: Mapped[UUID] = mapped_column(ForeignKey('namespaces.id', ondelete='CASCADE'), unique=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    email_verified_at: Mapped[datetime | None]
    full_name: Mapped[str] = mapped_column(String(200), default='')
    bio: Mapped[str] = mapped_column(Text, default='')
    password_hash: Mapped[str | None] = mapped_column(String(200))
    plan: Mapped[str] = mapped_column(String(20), default='free')
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_seen_at: Mapped[datetime | None]
    credentials_version: Mapped[int] = mapped_column(default=1)
    """Part of every signed token; raising it ends them all."""


class LoginSession(WithId, Base):
    """A browser's sign-in; the cookie holds its id, signed."""

    __tablename__ = 'login_sessions'

    user_id: Mapped[UUID] = mapped_column(ForeignKey('users.id', ondelete='CASCADE'), index=True)
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(64), default='')
    user_agent: Mapped[str] = mapped_column(String(300), default='')


class RefreshToken(WithId, Base):
    """One link of a chain of refresh tokens; using a link twice ends its whole family."""

    __tablename__ = 'refresh_tokens'

    user_id: Mapped[UUID] = mapped_column(ForeignKey('users.id', ondelete='CASCADE'), index=True)
    family_id: Mapped[UUID] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AccessToken(WithId, Base):
    """A personal access token: shown once, stored hashed, good for its scopes only."""

    __tablename__ = 'access_tokens'

    user_id: Mapped[UUID] = mapped_column(ForeignKey('users.id', ondelete='CASCADE'), index=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(20))
    scopes: Mapped[list[str]] = mapped_column(default=list)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInFailure(WithId, Base):
    """A failed sign-in, counted for its account and its address."""

    __tablename__ = 'sign_in_failures'
    __table_args__ = (Index('ix_sign_in_failures_key', 'key', 'created_at'),)

    key: Mapped[str] = mapped_column(String(400))
