"""Pages of a listing: the cursor says after which row the next one begins, so that no row is missed or doubled."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.access import AnyRow, AnySelect
from services.errors import InvalidError
from services.models.base import UtcDateTime

MAX_PAGE = 100

T = TypeVar('T')


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the next ones."""

    items: Sequence[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by, and the id that decides between equals."""

    column: InstrumentedAttribute[Any]
    identity: InstrumentedAttribute[UUID]
    descending: bool = True

    def by(self) -> tuple[Any, Any]:
        """Return what the statement sorts by."""
        if self.descending:
            return self.column.desc(), self.identity.desc()
        return self.column.asc(), self.identity.asc()

    def after(self, cursor: str) -> ColumnElement[bool]:
        """Return the condition of coming after the row that the cursor names."""
        value, identity = self._decode(cursor)
        if self.descending:
            return or_(self.column < value, and_(self.column == value, self.identity < identity))
        return or_(self.column > value, and_(self.column == value, self.identity > identity))

    def cursor(self, row: AnyRow) -> str:
        """Return the cursor of the rows after this one."""
        value = row._mapping[self.column.key]
        text = value.isoformat() if isinstance(value, datetime) else value
        return base64.urlsafe_b64encode(json.dumps([text, str(row._mapping['id'])]).encode()).decode().rstrip('=')

    def _decode(self, cursor: str) -> tuple[Any, UUID]:
        try:
            value, identity = json.loads(base64.urlsafe_b64decode(cursor + '=' * (-len(cursor) % 4)))
            if isinstance(self.column.type, UtcDateTime):
                value = datetime.fromisoformat(value).astimezone(UTC)
            elif not isinstance(value, self.column.type.python_type):
                raise TypeError
            return value, UUID(identity)
        except (ValueError, TypeError, AttributeError, binascii.Error):
            raise InvalidError('The cursor is not one of this listing; begin without one.', field='cursor') from None


def fetch_page(
    session: Session,
    statement: AnySelect,
    order: Order,
    make: Callable[[AnyRow], T],
    limit: int,
    cursor: str = '',
) -> Page[T]:
    """Return at most `limit` rows of the statement after the cursor."""
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        statement = statement.where(order.after(cursor))
    rows = session.execute(statement.order_by(*order.by()).limit(limit + 1)).all()
    following = order.cursor(rows[limit - 1]) if len(rows) > limit else None
    return Page([make(row) for row in rows[:limit]], following)


def fetch_newest(
    session: Session, statement: Select[T], key: InstrumentedAttribute[UUID], limit: int, cursor: str = ''
) -> Page[T]:
    """Return at most `limit` objects after the cursor, newest first; the id of the last one is the cursor."""
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        statement = statement.where(key < _identity(cursor))
    rows: list[Any] = list(session.scalars(statement.order_by(key.desc()).limit(limit + 1)))
    return Page(rows[:limit], str(getattr(rows[limit - 1], key.key)) if len(rows) > limit else None)


def _identity(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise InvalidError('The cursor is not one of this listing; begin without one.', field='cursor') from None
