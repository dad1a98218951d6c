"""Projects, who takes part in them, and what they hold at this moment and at earlier ones."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.clock import now
from services.models.base import Base, WithId
from services.permissions import Role


class Visibility(StrEnum):
    """Who may see a project: its members, whoever knows the address, or everybody."""

    PRIVATE = 'private'
    UNLISTED = 'unlisted'
    PUBLIC = 'public'


class Project(WithId, Base):
    """A design with its files, runs and page."""

    __tablename__ = 'projects'
    __table_args__ = (
        UniqueConstraint('namespace_id', 'slug'),
        Index('ix_projects_visibility_updated', 'visibility', 'updated_at'),
        Index('ix_projects_visibility_stars', 'visibility', 'star_count'),
        Index('ix_projects_visibility_created', 'visibility', 'created_at'),
        Index('ix_projects_visibility_name', 'visibility', 'name'),
    )

    namespace_id: Mapped[UUID] = mapped_column(ForeignKey('namespaces.id', ondelete='CASCADE'))
    slug: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default='')
    visibility: Mapped[Visibility] = mapped_column(String(20), default=Visibility.PRIVATE)
    licence: Mapped[str] = mapped_column(String(60), default='')
    topics: Mapped[list[str]] = mapped_column(default=list)
    etag: Mapped[str] = mapped_column(String(40))
    """Changes with every change of the project's own properties."""
    template: Mapped[str] = mapped_column(String(60), default='')
    forked_from_id: Mapped[UUID | None] = mapped_column(ForeignKey('projects.id', ondelete='SET NULL'), index=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey('users.id', ondelete='SET NULL'))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    """Set by a deletion, which can be undone until the project is purged."""
    star_count: Mapped[int] = mapped_column(default=0)
    fork_count: Mapped[int] = mapped_column(default=0)
    job_count: Mapped[int] = mapped_column(default=0)
    """Number of the newest job."""
    file_count: Mapped[int] = mapped_column(default=0)
    byte_count: Mapped[int] = mapped_column(BigInteger, default=0)


class ProjectMember(Base):
    """A person's role in a project."""

    __tablename__ = 'project_members'

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey('users.id', ondelete='CASCADE'), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(default=now)


class ProjectState(Base):
    """How one person left one project: open tabs, splitters, waveform view."""

    __tablename__ = 'project_states'

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey('users.id', ondelete='CASCADE'), primary_key=True, index=True)
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Blob(Base):
    """Bytes in the object store, named by their SHA-256; collected when nothing refers to them."""

    __tablename__ = 'blobs'

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(default=now)
    """Also renewed when the blob is used again, so that a collection under way spares it."""


class File(WithId, Base):
    """A file of a project; `is_folder` keeps a folder that may be empty."""

    __tablename__ = 'files'
    __table_args__ = (UniqueConstraint('project_id', 'path_key'),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'))
    path: Mapped[str] = mapped_column(String(500))
    path_key: Mapped[str] = mapped_column(String(1000))
    """The path folded, since names that differ only by case collide on other machines."""
    is_folder: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64), default='', index=True)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    is_binary: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey('users.id', ondelete='SET NULL'))


class TrashedFile(WithId, Base):
    """A deleted file that can be brought back; one deletion is one batch."""

    __tablename__ = 'trashed_files'

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'), index=True)
    batch_id: Mapped[UUID] = mapped_column(index=True)
    path: Mapped[str] = mapped_column(String(500))
    is_folder: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64), default='', index=True)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    is_binary: Mapped[bool] = mapped_column(default=False)


class Snapshot(WithId, Base):
    """The immutable manifest of a project at one moment: JSON `[[path, sha256, size], ...]`, zlib-compressed."""

    __tablename__ = 'snapshots'
    __table_args__ = (UniqueConstraint('project_id', 'manifest_sha256'),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'))
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    file_count: Mapped[int]
    byte_count: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey('users.id', ondelete='SET NULL'))


class Star(Base):
    """A person likes a project."""

    __tablename__ = 'stars'

    user_id: Mapped[UUID] = mapped_column(ForeignKey('users.id', ondelete='CASCADE'), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey('projects.id', ondelete='CASCADE'), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)


class Fork(Base):
    """A project that began as a copy of another; the row outlives the origin."""

    __tablename__ = 'forks'

    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'), primary_key=True)
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey('projects.id', ondelete='SET NULL'), index=True)
    origin_name: Mapped[str] = mapped_column(String(200))
    snapshot_id: Mapped[UUID | None] = mapped_column(ForeignKey('snapshots.id', ondelete='SET NULL'))
    created_at: Mapped[datetime] = mapped_column(default=now)
