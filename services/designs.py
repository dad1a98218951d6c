"""What a project's sources describe: the tree of instances, and the modules that runs can begin at."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from services.design_config import CONFIG_FILE, ConfigError, DesignConfig, read_config
from services.entries import FileEntry
from services.files import FileService
from services.flows import FLOW_OPTIONS
from services.permissions import Actor
from services.simulators import Question, find_constructs
from services.sources import DesignSources, ProjectFiles, Purpose, SourcesError, resolve_sources
from services.sources.listing import Listing
from services.sources.reading import read_design
from services.verilog.hierarchy import Node, trees_of

LARGEST_SOURCE = 2 << 20
"""Bytes; a longer file is generated or data, and is left out of the outline."""

KEPT = 64


@dataclass(frozen=True, slots=True)
class Outline:
    """The trees of a design, what a run finds by itself when nobody names a top, and what `a6hub.toml` sets."""

    trees: tuple[Node, ...]
    found: str
    """The testbench that is simulated."""
    design_top: str = ''
    """The design's own top, which is linted, synthesized and proved."""
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """What the file sets for each flow."""
    config_mistake: str = ''
    """Why the file cannot be used."""
    question: Question = field(default_factory=Question)
    """What the choice of a simulator depends on, as far as the sources decide it."""


class DesignService:
    """Reads outlines; the same sources are read once."""

    def __init__(self, files: FileService) -> None:
        self._files = files
        self._kept: OrderedDict[tuple[tuple[str, str], ...], Outline] = OrderedDict()
        self._lock = Lock()

    def outline(self, actor: Actor, project_id: UUID) -> Outline:
        """Return the outline of the project's present files."""
        entries = [entry for entry in self._files.all(actor, project_id) if not entry.is_folder]
        key = tuple((entry.path, entry.sha256) for entry in entries)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        outline = self._read(actor, project_id, entries)
        with self._lock:
            self._kept[key] = outline
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return outline

    def _read(self, actor: Actor, project_id: UUID, entries: list[FileEntry]) -> Outline:
        readable = {entry.path for entry in entries if not entry.is_binary and entry.size <= LARGEST_SOURCE}

        def text(path: str) -> str | None:
            if path not in readable:
                return None
            return self._files.read(actor, project_id, path).decode(errors='replace')

        files = ProjectFiles((entry.path for entry in entries), text)
        trees = trees_of(read_design(files, {}, Listing()))
        config, mistake = _config(files.text(CONFIG_FILE) or '')
        bench = _sources(files, config, Purpose.SIMULATE)
        design = _sources(files, config, Purpose.DESIGN)
        likely = next((tree.name for tree in trees if tree.testbench), '')
        return Outline(
            trees,
            found=bench.top if bench else config.simulate.top or likely,
            design_top=design.top if design else '',
            settings={
                flow: config.of(options).model_dump(mode='json', exclude_unset=True)
                for flow, options in FLOW_OPTIONS.items()
            },
            config_mistake=mistake,
            question=_question(files, config, bench) if bench else Question(),
        )


def _config(text: str) -> tuple[DesignConfig, str]:
    """Return what the file says, or nothing and why it cannot be used."""
    try:
        return read_config(text), ''
    except ConfigError as error:
        return DesignConfig(), f'{CONFIG_FILE}:{error.diagnostic.line}: {error.diagnostic.message}'


def _sources(files: ProjectFiles, config: DesignConfig, purpose: Purpose) -> DesignSources | None:
    """Return what a run without options would take; None where it would find nothing to run."""
    wanted = config.wanted(config.simulate if purpose is Purpose.SIMULATE else config.project, purpose)
    try:
        return resolve_sources(files, wanted)
    except SourcesError:
        return None


def _question(files: ProjectFiles, config: DesignConfig, sources: DesignSources) -> Question:
    """Return what the choice of a simulator depends on."""
    texts = {path: files.text(path) or '' for path in sources.files}
    return Question(
        languages=frozenset(sources.languages.values()),
        constructs=find_constructs(texts, sources.defines),
        time_limit_s=config.simulate.time_limit_s,
    )
