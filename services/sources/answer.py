"""Makes the answer to one question from one listing: the top, what it needs, and how each part of it was found."""

import posixpath
from collections.abc import Iterable, Mapping

from services.sources.choice import Choice
from services.sources.files import ProjectFiles
from services.sources.languages import Language, is_header, language_of
from services.sources.listing import Listing
from services.sources.model import CocotbBench, DesignSources, Purpose, Wanted
from services.sources.reading import read_design
from services.verilog import Closure, Unit

SHOWN = 12


class Resolver:
    """One question about one project; the listing is empty where no manifest and no person lists the sources."""

    def __init__(self, files: ProjectFiles, wanted: Wanted, listing: Listing) -> None:
        self._files = files
        self._wanted = wanted
        self._listing = listing
        self._defines = {**listing.defines, **wanted.defines}
        self.design = read_design(files, self._defines, listing)
        self._choice = Choice(self.design, frozenset(listing.files), listing.testbench)

    @property
    def bench(self) -> Unit | None:
        """The testbench that the manifest names."""
        return self._choice.listed_unit(self._listing.bench_top, bench=True)

    def is_whole(self) -> bool:
        """Say whether the testbench that is meant by this listing has all it needs."""
        if self._wanted.purpose is Purpose.DESIGN:
            return True
        unit = self.bench
        meant = not self._wanted.top or (unit is not None and self._wanted.top in (unit.name, unit.path))
        return unit is not None and meant and self._choice.is_whole(unit)

    def answer(self, others: list[Unit]) -> DesignSources:
        """Choose the top, then gather what it needs; `others` are the testbenches of the manifest's other targets."""
        self._choice.assumptions += self._listing.notes
        cocotb = self._tests()
        top = self._top(cocotb)
        if not self._wanted.top:
            self._choice.tell_others(top, others)
        closure = self.design.closure(top)
        files = self._order(closure)
        bench_files = self._bench_files(top)
        return DesignSources(
            purpose=self._wanted.purpose,
            top=top.name,
            design_top=self._design_top(top),
            design=tuple(path for path in files if path not in bench_files),
            testbench=tuple(path for path in files if path in bench_files),
            files=files,
            include_dirs=tuple(
                dict.fromkeys(
                    [*self._wanted.include_dirs, *self._listing.include_dirs, '.', *self.design.include_dirs(files)]
                )
            ),
            defines=self._defines,
            parameters={**self._listing.parameters, **self._wanted.parameters},
            plusargs=self._listing.plusargs,
            memory_files=self._memories(closure.units),
            languages=self._languages(files),
            libraries={path: name for path, name in self._listing.libraries.items() if path in files},
            units=tuple(closure.units),
            unused=self._unused(files),
            cocotb=cocotb,
            clock=self._listing.clock,
            clock_period_ns=self._listing.clock_period_ns,
            manifest=self._listing.manifest,
            read=self._listing.read,
            assumptions=tuple(self._choice.assumptions),
            diagnostics=(*self._listing.diagnostics, *self._choice.diagnostics),
        )

    def _top(self, cocotb: CocotbBench | None) -> Unit:
        wanted = self._wanted
        if wanted.purpose is Purpose.SIMULATE:
            return self._choice.testbench(wanted.top, self._listing.bench_top, cocotb.toplevel if cocotb else '')
        if wanted.purpose is Purpose.TESTS and cocotb is not None:
            return self._choice.tested(wanted.top, cocotb)
        return self._choice.design_top(wanted.top, self._listing.design_top)

    def _tests(self) -> CocotbBench | None:
        """Return the tests in Python, and say where they were found if they are what runs."""
        found = self._listing.cocotb
        if found is not None and self._wanted.purpose is Purpose.TESTS:
            place = found.manifest or f'the files of {found.folder}'
            self._note(f'tests {", ".join(found.modules)} ({place})')
        return found

    def _design_top(self, top: Unit) -> str:
        """Return the design's own top below `top`."""
        if self._wanted.purpose is Purpose.DESIGN or (top.ports and self._wanted.purpose is Purpose.TESTS):
            return top.name
        return self._choice.tested_by(top)

    def _bench_files(self, top: Unit) -> frozenset[str]:
        if self._wanted.purpose is Purpose.DESIGN:
            return frozenset()
        return self._choice.bench_files | ({top.path} if not top.ports else set())

    def _order(self, closure: Closure) -> tuple[str, ...]:
        """Return the files to compile: those of the list in its order, and what they need beside them."""
        for name, paths in closure.ambiguous.items():
            used = next(unit.path for unit in closure.units if unit.name == name)
            self._note(f'module {name} from {used}, the nearest of {len(paths)} files that define it')
        if self._listing.is_strict:
            return self._listing.files
        if not self._listing.files:
            self._note(f'{len(closure.files)} source files: {_shown(closure.files)}')
            return tuple(closure.files)
        return self._completed(closure)

    def _completed(self, closure: Closure) -> tuple[str, ...]:
        """Add to the listed files those that the top needs and the list leaves out."""
        listed = self._without_lacking(self._without_other_benches(closure), closure)
        more = [path for path in closure.files if path not in listed]
        unlisted = [path for path in more if path not in self._listing.library_files]
        if unlisted:
            self._note(f'not in {self._listing.manifest}, but needed by {closure.top.name}: {_shown(unlisted)}')
        needed = {name for path in listed for unit in self._units_of(path) for name in unit.references}
        units = {path: self._units_of(path) for path in more}
        before = [path for path in more if not units[path] or any(unit.name in needed for unit in units[path])]
        return (*before, *listed, *(path for path in more if path not in before))

    def _without_other_benches(self, closure: Closure) -> list[str]:
        """Return the listed files without testbenches that are not meant, and without what others include."""
        needed = set(closure.files)
        names = {unit.name for unit in closure.units}
        kept = []
        for path in self._listing.files:
            is_other_bench = path in self._choice.bench_files and (
                self._wanted.purpose is Purpose.DESIGN or closure.top.path not in self._listing.files
            )
            is_double = any(unit.name in names for unit in self._units_of(path))
            if path in needed or not (is_other_bench or is_double or self.design.is_included(path)):
                kept.append(path)
        return kept

    def _without_lacking(self, listed: list[str], closure: Closure) -> list[str]:
        """Leave out listed files that would break the compilation and that the top does not need."""
        needed = set(closure.files)
        lacking: dict[str, str] = {}
        gone: set[str] = set()
        pending = True
        while pending:
            pending = False
            for path in listed:
                if path not in needed and path not in lacking and (what := self._lack(path, gone)):
                    lacking[path] = what
                    gone |= {unit.name for unit in self._units_of(path)}
                    pending = True
        if lacking:
            what = ', '.join(dict.fromkeys(lacking.values()))
            self._note(
                f'left out, since {closure.top.name} does not need them and {what} is missing: {_shown(lacking)}'
            )
        return [path for path in listed if path not in lacking]

    def _lack(self, path: str, gone: set[str]) -> str:
        """Return what a file needs that is not there: an `include`, a module, or what was left out before."""
        lost = next(iter(self.design.lacking_includes([path])), '') or next(iter(self.design.lacking_macros(path)), '')
        for unit in self._units_of(path):
            names = unit.references | {each.module for each in unit.instances}
            missing = [each.module for each in self.design.closure(unit).missing]
            lost = lost or next(iter(sorted(names & gone)), '') or next(iter(missing), '')
        return lost

    def _units_of(self, path: str) -> tuple[Unit, ...]:
        file = self.design.files.get(path)
        return file.units if file else ()

    def _memories(self, units: Iterable[Unit]) -> Mapping[str, str]:
        """Return where each memory file lies that the sources name."""
        found: dict[str, str] = dict(self._listing.memories)
        for name in sorted({name for unit in units for name in unit.memory_files}):
            if name in found:
                continue
            path = posixpath.normpath(name)
            same = self._files.named(posixpath.basename(path))
            found[name] = path if path in self._files else same[0] if len(same) == 1 else ''
        return found

    def _languages(self, files: tuple[str, ...]) -> Mapping[str, Language]:
        told = self._listing.languages
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
