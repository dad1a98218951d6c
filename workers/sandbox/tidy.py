"""What a tool left in its workspace is made harmless before the worker reads it, and can always be removed.

The worker may be root and reads, and writes beside, what a hostile tool has made: a link would lead it anywhere, a
pipe would hold it for ever, and folders nested ten thousand deep would break whoever walks through them.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workers.sandbox.disk import DEEPEST, open_folder

READABLE = stat.S_IRUSR | stat.S_IWUSR


def disarm(workspace: Path, folders: Iterable[str] = ()) -> None:
    """Remove links that lead out of the workspace, whatever is neither file nor folder, and folders nested too deep.

    It is called when nothing of the tool runs any more. The `folders` that were there before it began are there again.
    """
    root = os.path.realpath(workspace)
    with suppress(FileNotFoundError):
        _disarm(open_folder(root), root, root, 0)
    for folder in (workspace / name for name in folders):
        if not folder.is_dir():
            folder.unlink(missing_ok=True)
            folder.mkdir()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, though it is nested deeper than Python goes, or closed to its owner."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except (OSError, RecursionError):
        for command in (('chmod', '-R', 'u+rwX'), ('rm', '-rf')):
            subprocess.run([*command, '--', folder], check=False, stderr=subprocess.DEVNULL)  # noqa: S603 - a path of ours


def _disarm(descriptor: int, path: str, root: str, depth: int) -> None:
    try:
        with os.scandir(descriptor) as entries:
            found = list(entries)
        for entry in found:
            here = f'{path}/{entry.name}'
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    _disarm(open_folder(entry.name, descriptor), here, root, depth + 1)
                else:
                    remove_folder(Path(here))
            elif not _harmless(entry, here, root):
                os.unlink(entry.name, dir_fd=descriptor)
    finally:
        os.close(descriptor)


def _harmless(entry: os.DirEntry[str], path: str, root: str) -> bool:
    """Say whether the worker may read this; a file that was closed to its owner is opened."""
    if entry.is_symlink():
        return os.path.realpath(path).startswith(f'{root}/')
    if not entry.is_file(follow_symlinks=False):
        return False
    mode = entry.stat(follow_symlinks=False).st_mode
    if mode & READABLE != READABLE:
        Path(path).chmod(stat.S_IMODE(mode) | READABLE)
    return True
