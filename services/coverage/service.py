"""The coverage of a project's present sources: of all runs that saw the same text of a file."""

from uuid import UUID

from sqlalchemy import select

from services.access import open_project
from services.blobs import BlobService
from services.coverage.model import Coverage
from services.coverage.reading import stored_coverage
from services.database import Database
from services.files import FileService
from services.models import Artifact, Job
from services.permissions import Actor, Permission
from services.views import COVERAGE

MOST_RUNS = 50
LARGEST = 32 << 20


class CoverageService:
    """Whoever may read a project's runs may see what they reached."""

    def __init__(self, database: Database, blobs: BlobService, files: FileService) -> None:
        self._database = database
        self._blobs = blobs
        self._files = files

    def merged(self, actor: Actor, project_id: UUID, path: str = '') -> Coverage:
        """Return the coverage of the project's files as they are now, or of one of them, over its newest runs."""
        with self._database.read() as session:
            open_project(session, actor, project_id, Permission.JOB_READ)
            newest = (
                select(Artifact.sha256)
                .join(Job, Job.id == Artifact.job_id)
                .where(Artifact.project_id == project_id, Artifact.view == COVERAGE.id, Artifact.sha256 != '')
                .where(Artifact.size <= LARGEST)
                .order_by(Job.number.desc())
                .limit(MOST_RUNS)
            )
            found = list(session.scalars(newest))
        present = {entry.path: entry.sha256 for entry in self._files.all(actor, project_id)} if found else {}
        merged = Coverage()
        for sha256 in found:
            merged.add(self._present(sha256, present, path))
        return merged

    def _present(self, sha256: str, present: dict[str, str], path: str) -> Coverage:
        """Return what a run reached of the files that are still the same."""
        stored = stored_coverage(self._blobs.read(sha256)).files
        return Coverage(
            {name: file for name, file in stored.items() if present.get(name) == file.sha256 and path in ('', name)}
        )
