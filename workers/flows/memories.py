"""Lays the files of `$readmemh` where the simulator looks for them, in the run's own copy of the project."""

import posixpath
import shutil
from pathlib import Path

from services.sources import DesignSources
from workers.workspace import Workspace


def lay_out_memories(workspace: Workspace, sources: DesignSources) -> tuple[str, ...]:
    """Copy each memory file to where its name leads from the root of the project; return what was assumed.

    A name counts from the root first, as the simulator sees it, then from the source's own folder, then the only file
    of that name anywhere in the project is taken.
    """
    notes: dict[str, str] = {}
    for unit in sources.units:
        for name in sorted(unit.memory_files):
            found = _found(workspace, sources, name, unit.path)
            if found and name not in notes and _lay(workspace, found, name):
                notes[name] = f'memory file {name} of {unit.path} is {found}'
    return tuple(notes.values())


def _found(workspace: Workspace, sources: DesignSources, name: str, source: str) -> str:
    """Return the file that a name means, '' where it lies in its place already or nowhere."""
    if name.startswith('/') or posixpath.normpath(name) in workspace.inputs:
        return ''
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), name))
    return beside if beside in workspace.inputs else sources.memory_files.get(name, '')


def _lay(workspace: Workspace, found: str, name: str) -> bool:
    target = Path(posixpath.normpath(workspace.project / name))
    if not target.is_relative_to(workspace.folder) or target.is_relative_to(workspace.out) or target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(workspace.project / found, target)
    return True
