"""Adds the files of an archive to a project that holds some already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from services.access import ProjectInfo
from services.archives.layout import Skipped
from services.ids import new_id
from services.models import File
from services.paths import fold, parents, shown
from services.projects import Entry
from services.trash import prune
from services.tree import Tree


@dataclass(slots=True)
class Merged:
    """What was stored and what was in the way; `undo` is the batch of the replaced contents."""

    stored: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    undo: UUID | None = None


def merge(session: Session, project: ProjectInfo, user_id: UUID | None, entries: Iterable[Entry]) -> Merged:
    """Write the files into the project's tree by few statements; what they replace is kept as one batch."""
    tree, merged, batch_id = Tree(session, project, user_id), Merged(), new_id()
    present = {row.path_key: row for row in tree.rows()}
    missing: list[Entry] = []
    for path, blob in entries:
        row = present.get(fold(path))
        if reason := _obstacle(present, path, is_folder=blob is None):
            merged.skipped.append(Skipped(path, reason))
            continue
        merged.stored += blob is not None
        if row is None:
            missing.append((path, blob))
        elif blob is not None and row.sha256 != blob.sha256:
            tree.keep_old(row, batch_id)
            tree.put_into(row, blob)
            merged.undo = batch_id
    tree.add_many(missing)
    prune(tree)
    tree.close()
    return merged


def _obstacle(present: dict[str, File], path: str, *, is_folder: bool) -> str:
    """Return what is in the way of an entry, empty for nothing."""
    for folder in parents(path):
        row = present.get(fold(folder))
        if row is not None and row.path != folder:
            return f'the project has the folder {shown(row.path)}, which differs only by case'
        if row is not None and not row.is_folder:
            return f'{shown(folder)} is a file in the project, so nothing can lie below it'
    row = present.get(fold(path))
    if row is not None and row.path != path:
        return f'the project has {shown(row.path)}, which differs only by case'
    if row is not None and row.is_folder != is_folder:
        return f'the project has a {"folder" if row.is_folder else "file"} of that name'
    return ''
