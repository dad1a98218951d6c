"""What decides the result of a run: its key, and the files that its tools really opened.

The key is a SHA-256 over the flow, the plan (steps, options, sources in their order) and the versions of the tools.
Beyond the sources of the plan, tools open files that only they know of (`include` files, memory files, Python modules).
These are seen by their access times, which are set back before the tools start, and are part of what an equal run must
have. Where the file system keeps no access times, every file of the project counts as opened.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from services.verilog import blank_comments, is_verilog
from workers.flow import Flow, Plan, step_options
from workers.toolbox import Toolbox
from workers.workspace import Workspace

LONG_AGO_NS = 0
LINE_MACRO = '`__LINE__'
READS_FILES = re.compile(r'\$fopen\b')
UNREADABLE = '\ufffd'


class Sight(StrEnum):
    """How much of a source its tools can see: every byte, all but comments, or not even on which line it stands."""

    BYTES = 'bytes'
    CODE = 'code'
    SHIFTED = 'shifted'


@dataclass(frozen=True, slots=True)
class RunKeys:
    """The keys under which an equal run may have been stored, by what its tools could see."""

    by_sight: Mapping[Sight, str]
    digest: Callable[[Sight, str], str]
    """The digest of one of the project's files as it is seen; '' where there is no such file."""
    names: tuple[str, ...]
    """All files of the project."""

    def sight(self, key: str) -> Sight:
        """Return what the tools of a run see that is stored under this key."""
        return next(sight for sight, known in self.by_sight.items() if known == key)


def run_keys(flow: Flow, plan: Plan, workspace: Workspace, digests: Mapping[str, str], tools: Toolbox) -> RunKeys:
    """Return the keys of a plan; `digests` are the SHA-256 of the project's files."""
    steps = flow.steps_of(plan)
    base = {
        'code': code_digest(),
        'flow': flow.id,
        'top': plan.top,
        'steps': [[step.id, step_options(step, plan.options).model_dump(mode='json')] for step in steps],
        'tools': [[name, tools.version(name)] for name in sorted({name for step in steps for name in step.tools})],
        'told': [repr(found) for found in plan.diagnostics],
        'project': sorted(digests) if any(step.searches for step in steps) else [],
        'prepared': [[name, sha256_of_file(file)] for name, file in sorted(prepared_files(workspace).items())],
    }
    sources = [(view.id, path) for view, paths in plan.files.items() for path in paths]
    seen = Seen(workspace, digests)
    sights = [Sight.BYTES]
    if not any(step.reads_comments for step in steps):
        sights = seen.sights([path for _, path in sources])
    keys = {
        sight: sha256_of(sight, base, [(view, path, seen.digest(sight, path)) for view, path in sources])
        for sight in sights
    }
    return RunKeys(keys, seen.digest, tuple(sorted(digests)))


class Seen:
    """The project's files as tools see them."""

    def __init__(self, workspace: Workspace, digests: Mapping[str, str]) -> None:
        self._workspace = workspace
        self._digests = digests

    def sights(self, paths: Iterable[str]) -> list[Sight]:
        """Return what tools can see at least that pass over comments."""
        texts = [self._workspace.text(path) or '' for path in paths if path in self._digests]
        if any(READS_FILES.search(text) for text in texts):
            return [Sight.BYTES]
        return [Sight.CODE] if any(LINE_MACRO in text for text in texts) else [Sight.CODE, Sight.SHIFTED]

    def digest(self, sight: Sight, path: str) -> str:
        """Return the digest of one file, '' where there is no such file."""
        if sight is Sight.BYTES or not is_verilog(path) or path not in self._digests:
            return self._digests.get(path, '')
        text = self._workspace.text(path) or ''
        if UNREADABLE in text:
            return self._digests[path]
        lines = [line.rstrip() for line in blank_comments(text).rstrip().split('\n')]
        kept = [line for line in lines if line] if sight is Sight.SHIFTED else lines
        return hashlib.sha256('\n'.join(kept).encode()).hexdigest()


@cache
def code_digest() -> str:
    """Return the digest of the code that calls tools and reads what they say: another release may do it otherwise."""
    folder = Path(__file__).parent
    files = [file for file in folder.rglob('*') if file.is_file() and file.suffix != '.pyc']
    return sha256_of([(file.relative_to(folder).as_posix(), sha256_of_file(file)) for file in sorted(files)])


def sha256_of(*values: object) -> str:
    """Return the SHA-256 of values as JSON."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def sha256_of_file(file: Path) -> str:
    """Return the SHA-256 of a small file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def prepared_files(workspace: Workspace) -> dict[str, Path]:
    """Return what `prepare` wrote, by its path below the workspace."""
    made = [file for file in workspace.out.rglob('*') if file.is_file() and not file.is_symlink()]
    return {file.relative_to(workspace.folder).as_posix(): file for file in [*made, *workspace.written()]}


class ReadFiles:
    """Sees which of the project's files the tools opened."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._keeps_times = keeps_access_times(workspace.folder)
        for path in workspace.inputs:
            set_back(workspace.project / path)

    def found(self) -> list[str]:
        """Return the files that were opened since."""
        return [path for path in sorted(self._workspace.inputs) if self._was_read(self._workspace.project / path)]

    def _was_read(self, file: Path) -> bool:
        try:
            return not self._keeps_times or file.stat().st_atime_ns != LONG_AGO_NS
        except OSError:  # the design removed it, for which it had to know it
            return True


def keeps_access_times(folder: Path) -> bool:
    """Say whether reading a file shows in its access time here, which depends on how the file system is mounted."""
    canary = folder / '.read'
    canary.write_text('canary')
    set_back(canary)
    canary.read_text()
    seen = canary.stat().st_atime_ns != LONG_AGO_NS
    canary.unlink()
    return seen


def set_back(file: Path) -> None:
    """Make the next reading of a file change its access time."""
    os.utime(file, ns=(LONG_AGO_NS, file.stat().st_mtime_ns), follow_symlinks=False)


def namesakes(paths: Iterable[str], project: Iterable[str]) -> list[str]:
    """Return all files of the project that are named like one that was opened: a search could end at another one."""
    names = {path.rpartition('/')[2] for path in paths}
    return sorted(path for path in project if path.rpartition('/')[2] in names)
