"""Text of public and private files for search; the trigram index on `text` is made by the migration."""

from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.models.base import Base


class SearchDocument(Base):
    """One searchable text: a file (by path) or the project's own name, description and topics (empty path).

    The integer key is the row id of SQLite's FTS5 table, which takes its content from here.
    """

    __tablename__ = 'search_documents'
    __table_args__ = (UniqueConstraint('project_id', 'path'),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey('projects.id', ondelete='CASCADE'))
    path: Mapped[str] = mapped_column(String(500), default='')
    sha256: Mapped[str] = mapped_column(String(64), default='')
    text: Mapped[str] = mapped_column(Text)
