"""Finds public projects by their name, description, topics, owner and the text of their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from services.access import ProjectInfo, project_info, public_projects
from services.cursors import Page, fetch_page
from services.database import Database
from services.models import Namespace, Project, SearchDocument
from services.permissions import Actor
from services.projects import ORDERS, Sort
from services.search_terms import INDEXED, Matching, terms_of

MANY = 2_000
"""A term in more documents than this is looked for from the projects' side, newest first, until a page is full."""
HITS = 3
BEFORE, AROUND = 60, 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a file in which the query was found; lines count from 1."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class FoundProject(ProjectInfo):
    """A project, and where in its files the query was found."""

    hits: Sequence[Hit] = ()


class SearchService:
    """Every listing starts from the public projects; the index only narrows it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._matching = Matching(is_sqlite=database.is_sqlite)

    def explore(
        self, actor: Actor, q: str = '', topic: str = '', sort: Sort = Sort.UPDATED, limit: int = 24, cursor: str = ''
    ) -> Page[FoundProject]:
        """Return public projects with all terms of `q`, and the topic if one is given."""
        terms = terms_of(q)
        statement = public_projects(actor)
        if topic.strip():
            statement = statement.where(self._matching.has_topic(topic.strip().lower()))
        with self._database.read() as session:
            found = {term: self._matching.found(session, term, MANY) for term in terms if len(term) >= INDEXED}
            for term in terms:
                statement = statement.where(self._condition(session, term, found))
            page = fetch_page(session, statement, ORDERS[sort], lambda row: _found(actor, row), limit, cursor)
            hits = self._hits(session, [item.id for item in page.items], found)
        return Page([replace(item, hits=hits.get(item.id, ())) for item in page.items], page.next)

    def _condition(self, session: Session, term: str, found: 'Found') -> ColumnElement[bool]:
        if term not in found:
            return self._matching.in_properties(term)
        documents = found[term]
        if documents is None:
            in_texts = self._matching.in_documents(term)
        else:
            in_texts = Project.id.in_({project_id for project_id, _ in documents})
        # Few owners have the term in their name, so the listing asks only where one does.
        owners = session.scalars(select(Namespace.id).where(self._matching.contains(Namespace.name, term)).limit(MANY))
        ids = list(owners)
        return or_(in_texts, Project.namespace_id.in_(ids)) if ids else in_texts

    def _hits(self, session: Session, projects: list[UUID], found: 'Found') -> Mapping[UUID, list[Hit]]:
        """Return the first places of the longest term in the files of these projects, by one statement."""
        if not found or not projects:
            return {}
        term = max(found, key=len)
        documents = found[term]
        parts = [self._places(term, project, documents) for project in projects]
        hits: dict[UUID, list[Hit]] = {}
        for project_id, path, line, text in session.execute(union_all(*parts)):
            hits.setdefault(project_id, []).append(Hit(path, line, _line_of(text, term)))
        return {project_id: sorted(places, key=lambda hit: hit.path) for project_id, places in hits.items()}

    def _places(self, term: str, project_id: UUID, documents: 'Documents') -> Select[*tuple[Any, ...]]:
        text = SearchDocument.text
        place = func.instr if self._database.is_sqlite else func.strpos
        at = place(func.lower(text), func.lower(literal(term)))
        before = func.substr(text, 1, at)
        newline = literal('\n')
        lines = func.length(before) - func.length(func.replace(before, newline, literal(''))) + 1
        start = func.greatest(at - BEFORE, 1) if not self._database.is_sqlite else func.max(at - BEFORE, 1)
        part = select(
            SearchDocument.project_id,
            SearchDocument.path,
            lines.label('line'),
            func.substr(text, start, AROUND).label('around'),
        )
        mine = SearchDocument.project_id == project_id, SearchDocument.path != ''
        if documents is None:
            chosen = part.where(*mine, self._matching.contains(text, term)).limit(HITS)
        else:
            ids = [document_id for owner, document_id in documents if owner == project_id]
            chosen = part.where(*mine, SearchDocument.id.in_(ids[: HITS + 1])).limit(HITS)
        return select(chosen.subquery())


Documents = Sequence[tuple[UUID, int]] | None
Found = Mapping[str, Documents]


def _found(actor: Actor, row: Any) -> FoundProject:
    info = project_info(actor, row)
    return FoundProject(**{field.name: getattr(info, field.name) for field in fields(info)})


def _line_of(text: str, term: str) -> str:
    """Return the line with the term out of the text around it."""
    at = max(0, text.lower().find(term.lower()))
    start = text.rfind('\n', 0, at) + 1
    return text[start:].partition('\n')[0].strip()
