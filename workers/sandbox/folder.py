"""Where job folders lie: below the data folder, or elsewhere if the users of jobs could not get there."""

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def job_folder(data_dir: Path) -> Path:
    """Return the folder for jobs; as root, tools run as other users, who must be able to pass through each parent."""
    preferred = data_dir.resolve() / 'jobs'
    if os.geteuid() != 0 or _passable(preferred):
        return preferred
    name = hashlib.sha256(str(preferred).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f'a6hub-jobs-{name}'


def make_job_folder(folder: Path) -> None:
    """Make the folder so that users of jobs may pass through it, and only this process's user may write to it."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f'{folder} belongs to somebody else: remove it, or let A6HUB_DATA_DIR be elsewhere.')


def remove_job_folder(folder: Path, data_dir: Path) -> None:
    """Leave nothing in the machine's temporary folder, unless another worker still uses it."""
    if folder.is_relative_to(data_dir.resolve()) or not folder.exists():
        return
    with suppress(OSError):
        folder.rmdir()


def _passable(folder: Path) -> bool:
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents if parent.exists())


def readable_copy(folder: Path, files: Iterable[str]) -> Path:
    """Return `folder`, or, where users of jobs cannot get there, a folder with links to its files that they can read.

    Links cost neither time nor room; across file systems the files are copied. It is made once for one state of the
    files, whole or not at all.
    """
    if os.geteuid() != 0 or _passable(folder / 'any'):
        return folder
    chosen = sorted(file for file in files if '__pycache__' not in file and (folder / file).is_file())
    state = '\n'.join(f'{file} {(folder / file).stat().st_mtime_ns}' for file in [str(folder), *chosen])
    copy = Path(tempfile.gettempdir()) / f'a6hub-tools-{hashlib.sha256(state.encode()).hexdigest()[:16]}'
    if not copy.is_dir():
        draft = Path(tempfile.mkdtemp(prefix='a6hub-tools-'))
        _link_all(folder, chosen, draft)
        with suppress(OSError):
            draft.rename(copy)
        shutil.rmtree(draft, ignore_errors=True)
    found = copy.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f'{copy} belongs to somebody else: remove it, or keep a6hub where everybody may read it.')
    return copy


def _link_all(folder: Path, files: Iterable[str], into: Path) -> None:
    into.chmod(0o755)
    for file in files:
        target = into / file
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        try:
            target.hardlink_to(folder / file)
        except OSError:
            shutil.copy2(folder / file, target)
