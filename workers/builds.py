"""What builds of simulators leave for the builds after them: compiled objects and whole programs, by project.

Jobs never see these folders. Before a build the worker copies the project's objects into the job's own workspace, and
when the build has ended, and before the design itself runs for the first time, it copies back what the compilers left.
So no design can put anything there that another project links, and what a project finds there was made by the
compilers from its own sources. A program is found again by the hash of all that could have gone into it.
"""

import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from workers.sandbox import MIB

PROGRAM = 'program'
RECORD = 'record.json'
OBJECTS = 'objects'
MOST_PROGRAMS = 20
MOST_OBJECT_BYTES = 200 * MIB
LARGEST_PROGRAM = 200 * MIB
UNUSED_DAYS = 14


class Builds:
    """The folder of one project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> tuple[Path, dict[str, list[str]]] | None:
        """Return the program that was built from the same, and what was written down with it."""
        entry = self.folder / key
        try:
            record = json.loads((entry / RECORD).read_text(encoding='utf-8'))
        except (OSError, ValueError):
            return None
        os.utime(entry)
        return entry / PROGRAM, record

    def keep(self, key: str, program: Path, record: Mapping[str, list[str]]) -> None:
        """Store a program whole or not at all; the ones that were used least lately go."""
        if not is_plain(program) or program.stat().st_size > LARGEST_PROGRAM:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix='draft-', dir=self.folder))
        shutil.copyfile(program, draft / PROGRAM)
        (draft / RECORD).write_text(json.dumps(record), encoding='utf-8')
        with suppress(OSError):  # somebody else has just stored the same
            draft.rename(self.folder / key)
        shutil.rmtree(draft, ignore_errors=True)
        for old in self._programs()[MOST_PROGRAMS:]:
            shutil.rmtree(old, ignore_errors=True)

    def lend_objects(self, target: Path, first: Path | None = None) -> None:
        """Copy the project's objects to where a compiler looks for them, or those of `first` where it has none."""
        source = self.folder / OBJECTS
        if not source.is_dir():
            source = first or source
        if source.is_dir():
            copy_plain(source, target)

    def take_objects(self, source: Path) -> None:
        """Take over what the compilers left."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix='draft-', dir=self.folder))
        copied = copy_plain(source, draft / 'new')
        if 0 < copied <= MOST_OBJECT_BYTES:
            with suppress(OSError):
                (self.folder / OBJECTS).rename(draft / 'old')
            with suppress(OSError):
                (draft / 'new').rename(self.folder / OBJECTS)
        shutil.rmtree(draft, ignore_errors=True)

    def _programs(self) -> list[Path]:
        found = [entry for entry in self.folder.iterdir() if (entry / RECORD).is_file()]
        return sorted(found, key=lambda entry: entry.stat().st_mtime, reverse=True)


def builds_folder(data_dir: Path) -> Path:
    """Return where the folders of the projects lie."""
    return data_dir.resolve() / 'builds'


def prune_builds(folder: Path) -> None:
    """Remove the folders of projects that built nothing for long."""
    oldest = time.time() - UNUSED_DAYS * 86_400
    for project in folder.iterdir() if folder.is_dir() else ():
        newest = max((entry.stat().st_mtime for entry in project.iterdir()), default=0.0)
        if max(newest, project.stat().st_mtime) < oldest:
            shutil.rmtree(project, ignore_errors=True)


def is_plain(file: Path) -> bool:
    """Say whether this is a file itself and no link to one."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def copy_plain(source: Path, target: Path) -> int:
    """Copy the plain files below a folder, links and all else left out; return their bytes."""
    copied = 0
    for folder, _, names in os.walk(source):
        into = target / Path(folder).relative_to(source)
        into.mkdir(parents=True, exist_ok=True)
        for name in names:
            if is_plain(Path(folder, name)):
                shutil.copyfile(Path(folder, name), into / name, follow_symlinks=False)
                copied += (into / name).stat().st_size
    return copied


def give_tree(folder: Path, uid: int | None) -> None:
    """Make the job's user the owner of what was laid out for it."""
    if uid is None:
        return
    for below, _, names in os.walk(folder):
        os.chown(below, uid, uid)
        for name in names:
            os.chown(Path(below, name), uid, uid, follow_symlinks=False)


def digest_of(parts: Iterable[str], files: Iterable[tuple[str, Path]]) -> str:
    """Return the SHA-256 of texts and named files; reading does not show in the files' access times."""
    digest = hashlib.sha256(json.dumps(list(parts)).encode())
    for name, file in sorted(files):
        times = file.stat()
        digest.update(json.dumps([name, hashlib.sha256(file.read_bytes()).hexdigest()]).encode())
        # What the tools open is seen by these times (`workers.run_keys`).
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    return digest.hexdigest()
