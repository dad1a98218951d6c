"""What a project's sources describe: the tree of instances, and the modules that can be simulated."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from services.design_config import CONFIG_FILE, ConfigError, read_config
from services.entries import FileEntry
from services.files import FileService
from services.permissions import Actor
from services.verilog.hierarchy import Node, hierarchy
from services.verilog.scanner import is_verilog

LARGEST_SOURCE = 2 << 20
"""Bytes; a longer file is generated or data, and is left out of the outline."""

KEPT = 64


@dataclass(frozen=True, slots=True)
class Outline:
    """The trees of a design; `found` is the top module that is simulated when nobody names one."""

    trees: tuple[Node, ...]
    found: str


class DesignService:
    """Reads outlines; the same sources are read once."""

    def __init__(self, files: FileService) -> None:
        self._files = files
        self._kept: OrderedDict[tuple[tuple[str, str], ...], Outline] = OrderedDict()
        self._lock = Lock()

    def outline(self, actor: Actor, project_id: UUID) -> Outline:
        """Return the outline of the project's present sources."""
        sources = [entry for entry in self._files.all(actor, project_id) if _is_source(entry)]
        key = tuple((entry.path, entry.sha256) for entry in sources)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        outline = self._read(actor, project_id, sources)
        with self._lock:
            self._kept[key] = outline
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return outline

    def _read(self, actor: Actor, project_id: UUID, sources: list[FileEntry]) -> Outline:
        texts = {entry.path: self._files.read(actor, project_id, entry.path) for entry in sources}
        trees = hierarchy({path: data.decode(errors='replace') for path, data in texts.items()})
        named = _named_top(texts.get(CONFIG_FILE, b'').decode(errors='replace'))
        benches = [tree.name for tree in trees if tree.testbench]
        return Outline(trees, named or (benches[0] if benches else ''))


def _is_source(entry: FileEntry) -> bool:
    wanted = is_verilog(entry.path) or entry.path == CONFIG_FILE
    return wanted and not entry.is_folder and entry.size <= LARGEST_SOURCE


def _named_top(config: str) -> str:
    """Return the top module that the project's own configuration names; a broken one names none."""
    try:
        return read_config(config).simulate.top or ''
    except ConfigError:
        return ''
