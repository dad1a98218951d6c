"""The folder in which a job runs: the project's files as they were when it was started, and a place for outputs."""

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from services.simulators import LastRun
from services.verilog import is_verilog
from workers.builds import Builds
from workers.sandbox import remove_folder

PROJECT = 'project'
OUT = 'out'
LARGEST_SOURCE = 16 << 20


class Workspace:
    """Tools run in `project` and write their own files to `out`; both are thrown away with the job."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / PROJECT
        self.out = folder / OUT
        self.inputs: dict[str, int] = {}
        self.last_run: Callable[[str], LastRun | None] = lambda top: None
        """How long the testbench of that name took the last time, where anybody knows."""
        self.builds: Builds | None = None
        """What earlier builds of the project left, where this is kept."""

    def create(self) -> None:
        """Make the empty folders."""
        self.folder.mkdir(mode=0o700, parents=True)
        self.project.mkdir()
        self.out.mkdir()

    def know(self, paths: Iterable[str]) -> None:
        """Take note of the project's own files, which stand in their places now."""
        self.inputs = {path: (self.project / path).stat().st_mtime_ns for path in paths}

    def know_again(self, path: str) -> None:
        """Take note of one of the project's files that we changed in this copy."""
        self.inputs[path] = (self.project / path).stat().st_mtime_ns

    def sources(self) -> dict[str, str]:
        """Return the text of every Verilog file of the project."""
        return {
            path: (self.project / path).read_text(encoding='utf-8', errors='replace')
            for path in self.inputs
            if is_verilog(path) and (self.project / path).stat().st_size <= LARGEST_SOURCE
        }

    def text(self, path: str) -> str | None:
        """Return the text of one file of the project, or nothing where there is none."""
        return (self.project / path).read_text(encoding='utf-8', errors='replace') if path in self.inputs else None

    def source_text(self, path: str) -> str | None:
        """Return the text of a file, or nothing where it is too large for one that anybody wrote."""
        too_large = path in self.inputs and (self.project / path).stat().st_size > LARGEST_SOURCE
        return None if too_large else self.text(path)

    def written(self) -> list[Path]:
        """Return the plain files below `project` that a tool made or changed; links are passed over."""
        found: list[Path] = []
        for folder, _, names in os.walk(self.project):
            for name in sorted(names):
                file = Path(folder, name)
                if file.is_symlink() or not file.is_file():
                    continue
                if self.inputs.get(file.relative_to(self.project).as_posix()) != file.stat().st_mtime_ns:
                    found.append(file)
        return found

    def remove(self) -> None:
        """Throw everything away."""
        remove_folder(self.folder)


def new_workspace(folder: Path) -> Workspace:
    """Return a workspace that bears the name of this process."""
    return Workspace(folder / f'{os.getpid()}-{secrets.token_hex(8)}')


def sweep(folder: Path) -> None:
    """Remove what workers left that were killed; called before this process makes its first workspace."""
    for entry in folder.iterdir():
        process = entry.name.partition('-')[0]
        if process.isdigit() and (int(process) == os.getpid() or not psutil.pid_exists(int(process))):
            remove_folder(entry)
