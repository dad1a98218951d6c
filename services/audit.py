"""The audit trail: who did what to which object, when, and from where."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from services.cursors import Order, Page, fetch_page
from services.database import Database
from services.models import AuditEvent
from services.permissions import Actor, Permission, require_account


def record(
    session: Session,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: object,
    project_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add what the actor does to the trail, in the transaction that does it.

    `action` reads `<resource>.<past tense>`, for example `project.renamed`; `detail` never holds a secret.
    """
    session.add(
        AuditEvent(
            actor_id=actor.user_id,
            actor_name=actor.name[:60],
            address=actor.address[:64],
            action=action,
            object_type=object_type,
            object_id=str(object_id)[:60],
            project_id=project_id,
            detail=detail or {},
        )
    )


def forget_actor(session: Session, user_id: UUID, username: str) -> None:
    """Keep the acts of a deleted person, but neither name, address nor details; keep the name out of others' acts."""
    mine = update(AuditEvent).where(AuditEvent.actor_id == user_id)
    session.execute(mine.values(actor_name='deleted', address='', detail={}))
    detail = AuditEvent.detail
    named = or_(
        detail['username'].as_string() == username,
        detail['origin'].as_string().startswith(f'{username}/', autoescape=True),
        detail['address'].as_string().startswith(f'/{username}/', autoescape=True),
    )
    session.execute(update(AuditEvent).where(named).values(detail={}))


class AuditService:
    """Shows people their own acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def own(self, actor: Actor, limit: int = 50, cursor: str = '') -> Page[AuditEvent]:
        """Return the actor's own acts, newest first."""
        user_id = require_account(actor, Permission.ACCOUNT_READ)
        mine = select(AuditEvent.id, AuditEvent.created_at, AuditEvent).where(AuditEvent.actor_id == user_id)
        newest_first = Order(AuditEvent.created_at, AuditEvent.id)
        with self._database.read() as session:
            return fetch_page(session, mine, newest_first, lambda row: row.AuditEvent, limit, cursor)
