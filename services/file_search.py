"""Searches all text files of one project, and replaces in them as one change that can be undone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select

from services.access import open_project
from services.blobs import BlobService
from services.database import Database
from services.files import FileChange, FileService
from services.globs import Globs
from services.limits import limits_of
from services.models import File, SearchDocument
from services.permissions import Actor, Permission
from services.search_terms import INDEXED, Matching
from services.text_query import Finder, Match, TextQuery

WIDEST = 300
BEFORE = 100
_PART = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A match: line and column count from 1, columns and lengths in UTF-16 units as browsers count.

    `text` is the line, or the part of a long one that begins `start` units after its beginning.
    """

    path: str
    line: int
    column: int
    length: int
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Places:
    """What was found; `truncated` where there is more than is shown."""

    items: list[Place]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Replaced:
    """How much was replaced; `undo` is the batch that brings the old texts back, None where nothing was replaced."""

    files: int
    replacements: int
    undo: UUID | None


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A text file as it is now."""

    path: str
    sha256: str
    text: str


class FileSearchService:
    """Takes the texts from the search index where it is up to date, and from the object store where it is not."""

    def __init__(self, database: Database, blobs: BlobService, files: FileService) -> None:
        self._database = database
        self._blobs = blobs
        self._files = files
        self._matching = Matching(is_sqlite=database.is_sqlite)

    def find(self, actor: Actor, project_id: UUID, query: TextQuery, include: str = '') -> Places:
        """Return where the query matches, by path and line."""
        self._require(actor, project_id, Permission.FILE_READ)
        finder, globs, places = Finder(query), Globs(include), list[Place]()
        limit = limits_of().search_results
        for file in self._texts(project_id, query):
            if not globs.fits(file.path):
                continue
            for place in _places(file, finder):
                if len(places) == limit:
                    return Places(places, truncated=True)
                places.append(place)
        return Places(places, truncated=False)

    def replace(
        self,
        actor: Actor,
        project_id: UUID,
        query: TextQuery,
        replacement: str,
        include: str = '',
        paths: Collection[str] | None = None,
    ) -> Replaced:
        """Replace every match, in all files that fit or in `paths`; all files are written or none."""
        self._require(actor, project_id, Permission.FILE_WRITE)
        finder, globs = Finder(query), Globs(include)
        changes: list[FileChange] = []
        total = 0
        for file in self._texts(project_id, query):
            if not globs.fits(file.path) or (paths is not None and file.path not in paths):
                continue
            text, count = finder.replace(file.text, replacement)
            if count and text != file.text:
                changes.append(FileChange(file.path, text.encode(), file.sha256))
                total += count
        if not changes:
            return Replaced(0, 0, None)
        written = self._files.write_many(actor, project_id, changes)
        return Replaced(len(changes), total, written.batch_id)

    def _require(self, actor: Actor, project_id: UUID, permission: Permission) -> None:
        with self._database.read() as session:
            open_project(session, actor, project_id, permission)

    def _texts(self, project_id: UUID, query: TextQuery) -> Iterator[SearchedText]:
        """Yield the texts that may match, by path."""
        same = and_(
            SearchDocument.project_id == File.project_id,
            SearchDocument.path == File.path,
            SearchDocument.sha256 == File.sha256,
        )
        statement = (
            select(File.path, File.sha256, SearchDocument.text)
            .outerjoin(SearchDocument, same)
            .where(File.project_id == project_id, File.is_folder.is_(False), File.is_binary.is_(False))
            .where(File.size <= limits_of().search_file_bytes)
            .order_by(File.path_key)
        )
        # The databases fold the case of other alphabets in their own ways, so those are left to the finder.
        if not query.regex and len(query.text) >= INDEXED and query.text.isascii():
            likely = self._matching.contains(SearchDocument.text, query.text)
            statement = statement.where(or_(SearchDocument.id.is_(None), likely))
        with self._database.read() as session:
            for path, sha256, text in session.execute(statement.execution_options(yield_per=_PART)):
                yield SearchedText(path, sha256, self._read(sha256) if text is None else text)

    def _read(self, sha256: str) -> str:
        return self._blobs.read(sha256).decode('utf-8', errors='replace')


def _places(file: SearchedText, finder: Finder) -> Iterator[Place]:
    line, cut = -1, 0
    for match in finder.find(file.text):
        if match.line != line:
            line, cut = match.line, max(0, match.start - BEFORE) if len(match.text) > WIDEST else 0
        yield _place(file.path, match, cut)


def _place(path: str, match: Match, cut: int) -> Place:
    return Place(
        path=path,
        line=match.line + 1,
        column=_units(match.text[: match.start]) + 1,
        length=_units(match.text[match.start : match.end]),
        text=match.text[cut : cut + WIDEST],
        start=_units(match.text[:cut]),
    )


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode('utf-16-le', 'surrogatepass')) // 2
