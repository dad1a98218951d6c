"""The trash of a project: what deletions and replacements took away, kept for an undo."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from services.blobs import rows_of
from services.clock import now
from services.content import StoredBlob
from services.database import Database
from services.errors import ConflictError, NotFoundError
from services.limits import limits_of
from services.models import File, TrashedFile
from services.paths import fold, shown
from services.tree import Tree


def restore(tree: Tree, batch_id: UUID) -> list[File]:
    """Put back everything of one batch; a file that was written since then is in the way, and named."""
    batch = TrashedFile.project_id == tree.project.id, TrashedFile.batch_id == batch_id
    kept = list(tree.session.scalars(select(TrashedFile).where(*batch).order_by(TrashedFile.path)))
    if not kept:
        raise NotFoundError('There is nothing to undo: it was undone already, or is too long ago.')
    present = {row.path_key: row for row in tree.rows()}
    missing = [item for item in kept if fold(item.path) not in present]
    rows = [_put_back(tree, item, present[fold(item.path)]) for item in kept if fold(item.path) in present]
    added = set(tree.add_many((item.path, _blob(item)) for item in missing))
    tree.session.execute(delete(TrashedFile).where(*batch), execution_options={'synchronize_session': False})
    return rows + [row for row in tree.rows() if row.path in added]


def _put_back(tree: Tree, item: TrashedFile, present: File) -> File:
    blob = _blob(item)
    if blob is None:
        return tree.add_folder(item.path)
    if present.updated_at > item.created_at:
        raise ConflictError(f'{shown(present.path)} was written since then; rename or delete it first, then undo.')
    if present.is_folder or present.path != item.path:
        return tree.put(item.path, blob)[0]
    # The usual case needs no look at what lies around it.
    tree.put_into(present, blob)
    return present


def _blob(item: TrashedFile) -> StoredBlob | None:
    return None if item.is_folder else StoredBlob(item.sha256, item.size, bool(item.is_binary))


def prune(tree: Tree) -> None:
    """Forget the oldest batches of a project whose trash holds more than it may; the newest batch stays."""
    tree.session.flush()
    limit = limits_of(tree.project.plan).trash_bytes_per_project
    mine = TrashedFile.project_id == tree.project.id
    sizes = select(TrashedFile.batch_id, func.sum(TrashedFile.size)).where(mine).group_by(TrashedFile.batch_id)
    batches = list(tree.session.execute(sizes.order_by(TrashedFile.batch_id.desc())))
    excess, total = [], 0
    for number, (batch_id, size) in enumerate(batches):
        total += size
        if number and total > limit:
            excess.append(batch_id)
    _forget(tree, excess)


def _forget(tree: Tree, batches: Sequence[UUID]) -> None:
    if batches:
        gone = delete(TrashedFile).where(TrashedFile.project_id == tree.project.id, TrashedFile.batch_id.in_(batches))
        tree.session.execute(gone, execution_options={'synchronize_session': False})


def purge_trash(database: Database) -> int:
    """Forget what was deleted longer ago than it is kept; return how many files. The blobs are collected later."""
    before = now() - timedelta(days=limits_of().trash_days)
    with database.write() as session:
        return rows_of(session.execute(delete(TrashedFile).where(TrashedFile.created_at < before)))
