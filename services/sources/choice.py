"""Chooses the top module: what is named, or what the sources themselves show."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.diagnostics import Diagnostic
from services.sources.languages import language_of
from services.sources.model import ENDS, CocotbBench, SourcesError, mistake, remark
from services.verilog import Design, Unit, UnitKind
from services.verilog.design import BENCH_FOLDER, TOPS

NO_SOURCE = 'No module was found in this project: it needs a Verilog file (.v or .sv) or a VHDL file (.vhd)'


@dataclass(slots=True)
class Choice:
    """The decisions about one project, with a note for each that was not told by the person."""

    design: Design
    listed: frozenset[str] = frozenset()
    """The files that a manifest names; a top is looked for among them first."""
    benches_listed: frozenset[str] = frozenset()
    assumptions: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _bench_files: frozenset[str] | None = None

    def testbench(self, wanted: str, told: str = '', driven: str = '') -> Unit:
        """Return the testbench that `wanted` names, or the likeliest one.

        `told` is what the manifest says; `driven` is a module that waits for tests in Python.
        """
        if wanted:
            return self.named(wanted, self.benches())
        benches = [unit for unit in self.benches() if unit.name != driven or unit.tasks & ENDS]
        benches = [unit for unit in benches if self.is_whole(unit) or not self._is_idle(unit)]
        told = '' if told == driven else told
        if (unit := self.listed_unit(told, bench=True)) is not None and (
            self.is_whole(unit) or not self._whole(benches)
        ):
            self._note_top(unit)
            return unit
        benches = self._whole(benches) or benches
        if not benches:
            raise SourcesError(self._no_testbench())
        if unit is not None:
            self._note_lacking(unit)
        self._note_top(benches[0])
        self._remark_idle(benches[0])
        if len(benches) > 1:
            self._several('testbenches', benches)
        return benches[0]

    def _is_idle(self, bench: Unit) -> bool:
        uses = bench.instances or bench.references & self.design.units.keys()
        return not uses and any(unit.ports for units in self.design.units.values() for unit in units)

    def _remark_idle(self, bench: Unit) -> None:
        """Tell of a testbench that leaves out a design that is there."""
        if self._is_idle(bench):
            message = f'The testbench {bench.name} uses no module of the design'
            hint = 'let it instantiate what it is to test, or name another one in top'
            self.diagnostics.append(remark(message, hint, bench.path, bench.line, 'idle-testbench'))

    def benches(self) -> list[Unit]:
        """Return the testbenches, likeliest first, but those before that a manifest lists or that use what it lists."""
        benches = self.design.testbenches()
        if not self.listed:
            return benches
        reach = {id(unit): len(self.listed.intersection(self.design.closure(unit).files)) for unit in benches}
        return sorted(benches, key=lambda unit: (unit.path not in self.listed, -reach[id(unit)]))

    def _whole(self, units: list[Unit]) -> list[Unit]:
        """Return those that can be run: where none can, the likeliest one shows best what is missing."""
        return [unit for unit in units if self.is_whole(unit)]

    def listed_unit(self, name: str, *, bench: bool = False) -> Unit | None:
        """Return the top that a manifest names, from a file that it lists where there is one.

        A testbench has no ports: a top with ports is driven by a program that is not run here.
        """
        units = self.design.units.get(name) or self.design.units.get(name.lower(), [])
        if bench:
            units = [unit for unit in units if not unit.ports]
        return min(units, key=lambda unit: (unit.path not in self.listed, unit.path, unit.line), default=None)

    def _note_lacking(self, unit: Unit) -> None:
        lacking = [instance.module for instance in self.design.closure(unit).missing]
        lacking += sorted(self.design.lacking_memories(unit))
        lacking += self.design.lacking_includes(self.design.closure(unit).files)
        names = ', '.join(dict.fromkeys(lacking))
        self.assumptions.append(f'not {unit.name} ({unit.path}), for which {names} is missing')

    def is_whole(self, unit: Unit) -> bool:
        """Say whether all modules, included files and memory files that a top needs are there."""
        return not (
            self.design.closure(unit).missing
            or self.design.lacking_memories(unit)
            or self.design.lacking_includes(self.design.closure(unit).files)
        )

    def design_top(self, wanted: str, told: str = '') -> Unit:
        """Return the design's top that `wanted` names, or `told` by the manifest, or that the sources show."""
        if wanted:
            return self.named(wanted, self.design_tops())
        if (unit := self.listed_unit(told)) is not None:
            self._note_top(unit)
            return unit
        tops = self.design_tops()
        if not tops:
            raise SourcesError(self._no_design())
        self._note_top(tops[0])
        if len(tops) > 1:
            self._several('top modules', tops)
        return tops[0]

    def tested(self, wanted: str, tests: CocotbBench) -> Unit:
        """Return the module that tests in Python drive."""
        name = wanted or tests.toplevel
        if not name:
            return self.design_top('')
        unit = self.named(name, []) if wanted else self.listed_unit(name)
        if unit is None:
            known = ', '.join(unit.name for unit in self.design.roots()[:8]) or 'no module at all'
            message = f'The tests of {tests.manifest or tests.folder} drive {name!r}, which is not in this project'
            raise SourcesError(mistake(f'{message}; there is {known}', 'correct COCOTB_TOPLEVEL', tests.manifest))
        self._note_top(unit)
        return unit

    def design_tops(self) -> list[Unit]:
        """Return the modules of the design that no other of it uses: what testbenches test first, then the largest."""
        inside = self._design_units()
        used = {instance.module for unit in inside for instance in unit.instances if instance.module != unit.name}
        tested = self._tested()
        tops = [unit for unit in inside if unit.kind in TOPS and (unit.name not in used or unit in tested[:1])]
        rank = {unit.name: number for number, unit in enumerate(tested)}
        size: dict[str, int] = {}
        for unit in tops:
            size[unit.name] = max(size.get(unit.name, 0), len(self.design.closure(unit).units))
        return sorted(
            tops,
            key=lambda unit: (
                rank.get(unit.name, len(rank)),
                -size[unit.name],
                unit.name,
                posixpath.splitext(posixpath.basename(unit.path))[0] != unit.name,
                unit.path.count('/'),
                unit.path,
                unit.line,
            ),
        )

    def _design_units(self) -> list[Unit]:
        """Return the units of the design: those of the manifest where it lists such."""
        every = [unit for units in self.design.units.values() for unit in units]
        inside = [unit for unit in every if unit.path not in self.bench_files]
        if not inside:
            # Design and testbench may share one file.
            inside = [unit for unit in every if unit.ports]
        return [unit for unit in inside if unit.path in self.listed] or inside

    def tested_by(self, bench: Unit) -> str:
        """Return the largest module of the design below a testbench, '' where there is none."""
        found = sorted(self._below_bench(bench), key=lambda unit: (-len(self.design.closure(unit).units), unit.name))
        return found[0].name if found else ''

    def _tested(self) -> list[Unit]:
        """Return what the testbenches beside the likeliest one test, the largest first."""
        benches = self.design.testbenches()
        if not benches:
            return []
        beside = [unit for unit in benches if posixpath.dirname(unit.path) == posixpath.dirname(benches[0].path)]
        found = {unit.name: unit for bench in beside for unit in self._below_bench(bench)}
        return sorted(found.values(), key=lambda unit: -len(self.design.closure(unit).units))

    def _below_bench(self, bench: Unit) -> Iterable[Unit]:
        """Yield the first modules below a testbench that do not belong to it."""
        pending, seen = [bench], {bench.name}
        while pending:
            unit = pending.pop()
            for name in {instance.module for instance in unit.instances} - seen:
                seen.add(name)
                target = self.design.resolve(name, unit.path)
                if target is None or target.kind is UnitKind.INTERFACE:
                    continue
                if target.path in self.bench_files:
                    pending.append(target)
                else:
                    yield target

    @property
    def bench_files(self) -> frozenset[str]:
        """Return the files that only serve simulation."""
        if self._bench_files is None:
            self._bench_files = self._find_bench_files()
        return self._bench_files

    def _find_bench_files(self) -> frozenset[str]:
        benches = {unit.path for unit in self.design.testbenches()} | self.benches_listed
        in_folder = {path for path in self.design.files if BENCH_FOLDER.search(path)} - self.listed
        # A file of the design may lie in such a folder all the same; then another file of the design needs it.
        needed = {
            path
            for file in self.design.files.values()
            if file.path not in benches | in_folder
            for unit in file.units
            for path in self.design.closure(unit).files
        }
        return frozenset(benches | (in_folder - needed))

    def named(self, wanted: str, likely: list[Unit]) -> Unit:
        """Return the module that a name or the path of its file means; `likely` are the best guesses, best first."""
        if language_of(wanted):
            path = posixpath.normpath(wanted)
            found = [unit for unit in likely if unit.path == path] or self._tops_of(path)
        else:
            units = self.design.units.get(wanted) or self.design.units.get(wanted.lower(), [])
            found = self.design.likeliest(units)
        if not found:
            known = ', '.join(list(dict.fromkeys(unit.name for unit in self.design.roots()))[:8]) or 'no module at all'
            raise SourcesError(mistake(f'There is no top module {wanted!r} in this project; there is {known}'))
        if len(found) > 1:
            self._several('testbenches' if found[0] in self.design.testbenches() else 'top modules', found)
        return found[0]

    def _tops_of(self, path: str) -> list[Unit]:
        file = self.design.files.get(path)
        units = [unit for unit in file.units if unit.kind in TOPS] if file else []
        used = {instance.module for unit in units for instance in unit.instances}
        return [unit for unit in units if unit.name not in used]

    def _note_top(self, unit: Unit) -> None:
        self.assumptions.append(f'top module {unit.name} ({unit.path}:{unit.line})')

    def tell_others(self, unit: Unit, others: list[Unit]) -> None:
        """Tell of the testbenches of other targets."""
        if others:
            self._several('testbenches', [unit, *others])

    def _several(self, what: str, units: list[Unit]) -> None:
        others = ', '.join(f'{unit.name} ({unit.path})' for unit in units[1:6])
        message = f'Several {what}: {units[0].name} ({units[0].path}) was taken, there is also {others}'
        hint = 'name one in top of a6hub.toml or in the run bar'
        self.diagnostics.append(remark(message, hint, units[0].path, units[0].line, 'several-tops'))

    def _no_testbench(self) -> Diagnostic:
        modules = list(dict.fromkeys(unit.name for unit in self.design.roots()))
        if not modules:
            return mistake(f'{NO_SOURCE} with a testbench')
        return mistake(
            f'No testbench was found: none of {", ".join(modules[:8])} is without ports and drives signals. '
            'Add a module without ports that instantiates the design and calls $finish, '
            'or name it in top of a6hub.toml'
        )

    def _no_design(self) -> Diagnostic:
        benches = [f'{unit.name} ({unit.path})' for unit in self.design.testbenches()]
        if not benches:
            return mistake(NO_SOURCE)
        return mistake(
            f'No design was found beside the testbench {", ".join(benches[:4])}: '
            'put the modules that are to become hardware into files of their own, or name the top module in a6hub.toml'
        )
