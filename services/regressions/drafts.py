"""The drafts of a regression's runs, from the files of one snapshot."""

from collections.abc import Mapping
from typing import Any

from services.job_drafts import Draft
from services.models import Snapshot
from services.regressions.matrix import expand
from services.snapshots import SnapshotService
from services.sources import ProjectFiles

REGRESS = 'regress'
LARGEST_SOURCE = 16 << 20


def drafts_of(snapshots: SnapshotService, snapshot: Snapshot, options: Mapping[str, Any], fresh: bool) -> list[Draft]:
    """Return one draft for each run of the matrix; raise `InvalidError` where it has none or too many."""
    cells = expand(files_of(snapshots, snapshot), options)
    return [Draft(cell.flow, dict(cell.options), name=cell.name, fresh=fresh) for cell in cells]


def files_of(snapshots: SnapshotService, snapshot: Snapshot) -> ProjectFiles:
    """Return the files of a snapshot, each read when it is asked for."""
    files = {file.path: file for file in snapshots.files(snapshot)}

    def load(path: str) -> str | None:
        file = files[path]
        return None if file.size > LARGEST_SOURCE else snapshots.text(file)

    return ProjectFiles(files, load)
