"""The audit trail: who did what to which object, when, and from where."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.models.base import Base, WithId


class AuditEvent(WithId, Base):
    """One act; it outlives the people and objects that it names, so it holds no foreign keys."""

    __tablename__ = 'events'
    __table_args__ = (
        Index('ix_events_project', 'project_id', 'created_at'),
        Index('ix_events_actor', 'actor_id', 'created_at'),
    )

    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(60), default='')
    address: Mapped[str] = mapped_column(String(64), default='')
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(60), default='')
    project_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
