"""Gives out projects as zips and takes archives in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.access import AnyRow, ProjectInfo, open_project
from services.archives.describe import described, name_of
from services.archives.incoming import NOTHING
from services.archives.intake import OWN_ZIP, ArchiveSource, Taken, open_archive, take
from services.archives.layout import Skipped
from services.archives.merging import merge
from services.archives.restoring import Restored, is_export, restore
from services.archives.run_export import RunExport
from services.archives.run_import import store_runs
from services.archives.zip_stream import Member, zip_stream
from services.audit import record
from services.blobs import BlobService
from services.bus import EventBus
from services.database import Database
from services.errors import InvalidError, UnavailableError
from services.events import TreeChanged
from services.limits import Limits, limits_of
from services.models import File, User
from services.permissions import Actor, Permission, require_account
from services.project_fields import ProjectChange, check_listing, checked_change
from services.projects import Entry, ProjectService
from services.search_index import SearchIndex
from services.settings import Settings
from services.tiny_tapeout import INFO_FILE, LARGEST_INFO, Tile, read_tile, set_up

LARGEST_TEXT = 1_000_000
TEXTS = ('.v', '.sv', '.vh', '.svh', '.py', '.toml', '.md', '.txt', '.yaml')


@dataclass(frozen=True, slots=True)
class Download:
    """An archive under its name; its pieces are made while they are read."""

    name: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an archive: files stored, entries left out with the reason, and notes for its owner."""

    project: ProjectInfo
    stored: int
    skipped: Sequence[Skipped] = ()
    notes: Sequence[str] = ()
    undo: UUID | None = None
    """Brings back the files that were replaced in a project that was there already."""
    runs: int = 0


class ArchiveService:
    """Reads rows at once and bytes while they are sent, so no transaction waits for a slow reader."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        blobs: BlobService,
        projects: ProjectService,
        bus: EventBus,
        index: SearchIndex,
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._projects = projects
        self._bus = bus
        self._index = index

    def download(self, actor: Actor, project_id: UUID) -> Download:
        """Return a zip of all files as they are now."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.FILE_READ)
            files = _files_of(session, project_id)
        return Download(f'{project.slug}.zip', zip_stream(self._members(files), OWN_ZIP))

    def export(self, actor: Actor, project_id: UUID) -> Download:
        """Return a zip of the project with its runs, from which `import_archive` restores it."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.FILE_READ)
            project = open_project(session, actor, project_id, Permission.JOB_READ)
            files = _files_of(session, project_id)
            runs = RunExport(session, self._database, self._blobs, project)
        members = chain(runs.head(), self._members(files, 'files/'), runs.tail({file.sha256 for file in files}))
        return Download(f'{project.slug}.a6hub.zip', zip_stream(members, OWN_ZIP))

    def check_import(self, actor: Actor, change: ProjectChange | None = None) -> None:
        """Raise unless the actor may import a project with these properties; asked before a body is read."""
        require_account(actor, Permission.PROJECT_CREATE)
        if change is not None:
            check_listing(actor, checked_change(change, partial=True).get('visibility'), self._settings)

    def import_archive(
        self, actor: Actor, source: ArchiveSource, change: ProjectChange | None = None, filename: str = ''
    ) -> ImportReport:
        """Make a project of an archive; without a name it takes that of the design, the file or its folder."""
        self.check_import(actor, change)
        limits = limits_of(self._plan(actor))
        with open_archive(source, limits) as reader:
            if is_export(reader):
                return self._restored(actor, restore(reader, self._blobs, limits), change, limits)
            taken = take(reader, self._blobs, limits)
        _refuse_empty(taken)
        texts = self._texts(taken.entries)
        tile = read_tile(texts.get(INFO_FILE, ''))
        added, notes = self._completed(tile, texts)
        properties = described(change, tile, texts, name_of(filename, taken.top))
        project = self._projects.create(actor, properties, [*taken.entries, *added])
        return ImportReport(project, taken.files, taken.skipped, notes)

    def import_into(self, actor: Actor, project_id: UUID, source: ArchiveSource) -> ImportReport:
        """Add the files of an archive to a project; what they replace comes back by `files.undo`."""
        with self._database.read() as session:
            project = open_project(session, actor, project_id, Permission.FILE_WRITE)
        limits = limits_of(project.plan)
        with open_archive(source, limits) as reader:
            taken = take(reader, self._blobs, limits)
        _refuse_empty(taken)
        with self._database.write() as session:
            project = open_project(session, actor, project_id, Permission.FILE_WRITE, lock=True)
            merged = merge(session, project, actor.user_id, taken.entries)
            if not self._blobs.claim(session, [blob.sha256 for _, blob in taken.entries if blob]):
                raise UnavailableError(f'Some files were cleaned up before they were stored. {NOTHING} Try again.')
            record(session, actor, 'files.imported', 'project', project_id, project_id, {'files': merged.stored})
            project = open_project(session, actor, project_id, Permission.FILE_WRITE)
        self._bus.publish(TreeChanged(project_id))
        self._index.changed(project_id)
        return ImportReport(project, merged.stored, [*taken.skipped, *merged.skipped], (), merged.undo)

    def _members(self, files: Sequence[AnyRow], prefix: str = '') -> Iterator[Member]:
        """Yield files by path, after the folders that are empty."""
        filled = {file.path.rpartition('/')[0] for file in files}
        for file in files:
            if file.is_folder and file.path not in filled:
                yield Member(f'{prefix}{file.path}/', (), file.updated_at)
        for file in files:
            if not file.is_folder:
                yield Member(f'{prefix}{file.path}', self._blobs.stream(file.sha256), file.updated_at)

    def _restored(self, actor: Actor, restored: Restored, change: ProjectChange | None, limits: Limits) -> ImportReport:
        user_id = require_account(actor, Permission.PROJECT_CREATE)
        taken, runs = restored.taken, restored.runs
        with self._database.write() as session:
            project = self._projects.create_in(session, actor, restored.change(change), taken.entries)
            store_runs(session, runs, project.id, user_id, limits)
            if not self._blobs.claim(session, runs.blobs()):
                raise UnavailableError(f'Some files were cleaned up before they were stored. {NOTHING} Try again.')
            project = open_project(session, actor, project.id, Permission.PROJECT_READ)
        self._index.changed(project.id)
        return ImportReport(project, taken.files, taken.skipped, (), runs=len(runs.jobs))

    def _completed(self, tile: Tile | None, texts: dict[str, str]) -> tuple[list[Entry], list[str]]:
        if tile is None:
            return [], []
        setup = set_up(tile, texts)
        return [(path, self._blobs.put(text.encode())) for path, text in setup.files.items()], setup.notes

    def _plan(self, actor: Actor) -> str:
        with self._database.read() as session:
            return session.scalar(select(User.plan).where(User.id == actor.user_id)) or ''

    def _texts(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Return the texts that tell what the project is; of large projects only the first ones."""
        texts, left = {}, 20 * LARGEST_TEXT
        for path, blob in entries:
            wanted = path.lower().endswith(TEXTS) or '/' not in path
            if blob is None or blob.is_binary or not wanted or blob.size > min(LARGEST_TEXT, left):
                continue
            if path == INFO_FILE and blob.size > LARGEST_INFO:
                continue
            texts[path] = self._blobs.read(blob.sha256).decode()
            left -= blob.size
        return texts


def _files_of(session: Session, project_id: UUID) -> Sequence[AnyRow]:
    statement = select(File.path, File.is_folder, File.sha256, File.updated_at)
    rows = session.execute(statement.where(File.project_id == project_id)).all()
    # Sorted here, since databases differ in how they sort.
    return sorted(rows, key=lambda row: row.path)


def _refuse_empty(taken: Taken) -> None:
    if not taken.files:
        reasons = ''.join(f' {item.name}: {item.reason}.' for item in taken.skipped[:3])
        raise InvalidError(f'The archive holds no file that a project can take. {NOTHING}{reasons}')
