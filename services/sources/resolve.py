"""Puts the answer together: what a person said, then what a manifest says, then what the sources show."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import replace

from services.sources.choice import Choice
from services.sources.files import ProjectFiles
from services.sources.languages import Language, is_header, language_of
from services.sources.listing import Listing
from services.sources.model import DesignSources, Purpose, SourcesError, Wanted, mistake
from services.sources.reading import read_design
from services.verilog import Closure, Unit

SHOWN = 12


def resolve_sources(files: ProjectFiles, wanted: Wanted) -> DesignSources:
    """Return what a tool must be given for `wanted`; raise `SourcesError` where nothing can be run."""
    listing = listing_of(files, wanted)
    return Resolver(files, wanted, listing).answer()


def listing_of(files: ProjectFiles, wanted: Wanted) -> Listing | None:
    """Return what lists the sources: the person's own patterns or nothing."""
    return named_sources(files, wanted.sources) if wanted.sources else None


def named_sources(files: ProjectFiles, patterns: tuple[str, ...]) -> Listing:
    """Return the sources that the patterns name, in their order; headers are only ever included."""
    found: dict[str, None] = {}
    for pattern in patterns:
        matches = [path for path in files.matching(pattern) if language_of(path)]
        if not matches:
            raise SourcesError(
                mistake(f'sources: {pattern!r} matches no Verilog file of this project, nor one of VHDL')
            )
        found.update(dict.fromkeys(matches))
    return Listing('', 'a6hub.toml', tuple(path for path in found if not is_header(path)), is_strict=True)


class Resolver:
    """One question about one project."""

    def __init__(self, files: ProjectFiles, wanted: Wanted, listing: Listing | None) -> None:
        self._files = files
        self._wanted = wanted
        self._listing = listing
        self._listed = listing or Listing('', '')
        self._defines = {**self._listed.defines, **wanted.defines}
        self.design = read_design(files, self._defines, listing)
        self._choice = Choice(self.design, frozenset(self._listed.files), self._listed.testbench)

    def answer(self) -> DesignSources:
        """Choose the top, then gather what it needs."""
        self._choice.assumptions += self._listed.notes
        top = self._top()
        closure = self.design.closure(top)
        files = self._order(closure)
        bench_files = self._choice.bench_files if self._wanted.purpose is not Purpose.DESIGN else frozenset()
        found = DesignSources(
            purpose=self._wanted.purpose,
            top=top.name,
            design_top=self._design_top(top),
            design=tuple(path for path in files if path not in bench_files),
            testbench=tuple(path for path in files if path in bench_files),
            files=files,
            include_dirs=tuple(
                dict.fromkeys([*self._wanted.include_dirs, *self._listed.include_dirs, '.', *closure.include_dirs])
            ),
            defines=self._defines,
            parameters={**self._listed.parameters, **self._wanted.parameters},
            plusargs=self._listed.plusargs,
            memory_files=self._memories(closure.units),
            languages=self._languages(files),
            libraries={path: name for path, name in self._listed.libraries.items() if path in files},
            units=tuple(closure.units),
            unused=self._unused(files),
            cocotb=self._listed.cocotb,
            manifest=self._listed.manifest,
            read=self._listed.read,
        )
        return replace(
            found,
            assumptions=tuple(self._choice.assumptions),
            diagnostics=(*self._listed.diagnostics, *self._choice.diagnostics),
        )

    def _top(self) -> Unit:
        if self._wanted.purpose is Purpose.DESIGN:
            return self._choice.design_top(self._wanted.top)
        return self._choice.testbench(self._wanted.top)

    def _design_top(self, top: Unit) -> str:
        if self._wanted.purpose is Purpose.DESIGN:
            return top.name
        below = {unit.name for unit in self.design.closure(top).units}
        return next((unit.name for unit in self._choice.design_tops() if unit.name in below), '')

    def _order(self, closure: Closure) -> tuple[str, ...]:
        """Return the files to compile: those of the list in its order, and what they need beside them."""
        for name, paths in closure.ambiguous.items():
            used = next(unit.path for unit in closure.units if unit.name == name)
            self._note(f'module {name} from {used}, the nearest of {len(paths)} files that define it')
        if self._listing is None or not self._listing.files:
            self._note(f'{len(closure.files)} source files: {_shown(closure.files)}')
            return tuple(closure.files)
        if self._listing.is_strict:
            return self._listing.files
        return self._completed(closure)

    def _completed(self, closure: Closure) -> tuple[str, ...]:
        """Add to the listed files those that the top needs and the list leaves out."""
        listed = self._listed.files
        if self._wanted.purpose is Purpose.DESIGN:
            listed = tuple(path for path in listed if path not in self._choice.bench_files)
        more = [path for path in closure.files if path not in listed]
        unlisted = [path for path in more if path not in self._listed.library_files]
        if unlisted:
            self._note(f'not in {self._listed.manifest}, but needed by {closure.top.name}: {_shown(unlisted)}')
        needed = {
            name
            for path in listed
            for unit in self.design.files[path].units
            for name in unit.references
            if path in self.design.files
        }
        before = [path for path in more if any(unit.name in needed for unit in self.design.files[path].units)]
        return (*before, *listed, *(path for path in more if path not in before))

    def _memories(self, units: Iterable[Unit]) -> Mapping[str, str]:
        """Return where each memory file lies that the sources name."""
        found: dict[str, str] = {}
        for name in sorted({name for unit in units for name in unit.memory_files}):
            path = posixpath.normpath(name)
            ending = f'/{posixpath.basename(path)}'
            same = [other for other in self._files.paths if f'/{other}'.endswith(ending)]
            found[name] = path if path in self._files else same[0] if len(same) == 1 else ''
        return found

    def _languages(self, files: tuple[str, ...]) -> Mapping[str, Language]:
        told = self._listed.languages
        return {path: told.get(path) or language_of(path) or Language.VERILOG for path in files}

    def _unused(self, files: tuple[str, ...]) -> tuple[str, ...]:
        used = set(files)
        return tuple(path for path in self.design.files if path not in used and not is_header(path))

    def _note(self, text: str) -> None:
        self._choice.assumptions.append(text)


def _shown(paths: Iterable[str]) -> str:
    """Return the first paths, and how many more there are."""
    every = list(paths)
    more = f' and {len(every) - SHOWN} more' if len(every) > SHOWN else ''
    return ', '.join(every[:SHOWN]) + more
