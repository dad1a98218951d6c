"""What a person typed to find projects, as terms, and the conditions that look for them on either database."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, column, func, or_, select, table
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.models import Namespace, Project, SearchDocument, Visibility

MAX_QUERY = 200
MAX_TERMS = 6
INDEXED = 3
"""A trigram index knows no texts shorter than this."""

_TERM = re.compile(r'"([^"]+)"|(\S+)')
_INDEX = table('search_index', column('rowid'), column('search_index'))


def terms_of(query: str) -> list[str]:
    """Return what to look for: words, and "words in quotes" as one; all of them must be found in a project."""
    found = [(quoted or word).strip() for quoted, word in _TERM.findall(query[:MAX_QUERY])]
    return list(dict.fromkeys(term for term in found if term))[:MAX_TERMS]


class Matching:
    """The conditions of one database."""

    def __init__(self, *, is_sqlite: bool) -> None:
        self._is_sqlite = is_sqlite

    def contains(self, attribute: InstrumentedAttribute[str] | ColumnElement[Any], term: str) -> ColumnElement[bool]:
        """Return the condition that a text contains the term, whatever the case, with no letter of it special."""
        escaped = re.sub(r'([\\%_])', r'\\\1', term)
        # NOTE: SQLite's LIKE ignores case by itself, and its ILIKE would copy every text to lower it.
        like = attribute.like if self._is_sqlite else attribute.ilike
        return like(f'%{escaped}%', escape='\\')

    def has_topic(self, topic: str) -> ColumnElement[bool]:
        """Return the condition that a project has exactly this topic."""
        if not self._is_sqlite:
            return Project.topics.op('@>')(func.jsonb_build_array(cast(topic, Text)))
        values = func.json_each(Project.topics).table_valued('value')
        return select(values.c.value).where(values.c.value == topic).exists()

    def in_properties(self, term: str) -> ColumnElement[bool]:
        """Return the condition that the term stands in a project's own texts; for terms too short for the index."""
        each = func.json_each if self._is_sqlite else func.jsonb_array_elements_text
        topics = each(Project.topics).table_valued('value')
        texts = (Project.name, Project.slug, Project.description, Namespace.name)
        topic = select(topics.c.value).where(self.contains(topics.c.value, term)).exists()
        return or_(*(self.contains(text, term) for text in texts), topic)

    def in_documents(self, term: str) -> ColumnElement[bool]:
        """Return the condition that the term stands in a document of the project; quick where most have it."""
        mine = SearchDocument.project_id == Project.id
        found = select(SearchDocument.id).where(mine, self.contains(SearchDocument.text, term))
        # NOTE: the offset keeps PostgreSQL from looking through the documents of all projects at once.
        return (found if self._is_sqlite else found.offset(0)).exists()

    def found(self, session: Session, term: str, limit: int) -> Sequence[tuple[UUID, int]] | None:
        """Return project and id of the documents of public projects with the term; None where they are too many."""
        statement: Select[UUID, int] = (
            select(SearchDocument.project_id, SearchDocument.id)
            .join(Project, Project.id == SearchDocument.project_id)
            .where(Project.visibility == Visibility.PUBLIC, Project.deleted_at.is_(None))
        )
        if self._is_sqlite:
            phrase = '"' + term.replace('"', '""') + '"'
            matching = select(_INDEX.c.rowid).where(_INDEX.c.search_index.op('MATCH')(phrase))
            statement = statement.where(SearchDocument.id.in_(matching))
        else:
            statement = statement.where(self.contains(SearchDocument.text, term))
        rows = session.execute(statement.limit(limit + 1)).all()
        return None if len(rows) > limit else [(project_id, document_id) for project_id, document_id in rows]
