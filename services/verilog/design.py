"""All files of a project together: who uses whom, which files a top needs, which module is the testbench."""

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from services.verilog.model import Instance, SourceFile, Unit, UnitKind
from services.verilog.order import in_order
from services.verilog.scanner import is_verilog, scan, scan_names

BENCH_NAME = re.compile(r'(^|[_\W])(tb|test|tests|testbench|bench|sim)([_\W\d]|$)|_?tb$|^tb|testbench', re.IGNORECASE)
BENCH_FOLDER = re.compile(
    r'(^|/)([\w-]+[_-])?(tb|tests?|bench|testbench(es)?|sim|dv|verif|verification)([_-][\w-]+)?/', re.IGNORECASE
)
FOREIGN_FOLDER = re.compile(
    r'(^|/)(vendor|vendors|third_party|3rdparty|external|externals|submodules|deps|ip|node_modules|build|sim_build)/',
    re.IGNORECASE,
)
"""Where what others wrote is kept."""
BUDGET = 16_000_000
LONGEST = 2_000_000
"""Longer files are netlists most of the time; all that is in them is found by name."""
TOPS = frozenset({UnitKind.MODULE, UnitKind.PROGRAM})


@dataclass(slots=True)
class Closure:
    """What one top needs: files in an order that compiles, folders of includes, and names nobody defines."""

    top: Unit
    files: list[str] = field(default_factory=list)
    include_dirs: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    missing: list[Instance] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)


class Design:
    """The units of a project by name; where a name is defined twice the nearest file wins.

    `only` names the files whose units count; the others can still be included.
    `others` are the project's files that are no Verilog, such as memory contents.
    A name that one of the files `first` defines means that definition, wherever else it is defined.
    """

    def __init__(
        self,
        files: Iterable[SourceFile],
        only: Collection[str] | None = None,
        others: Collection[str] = (),
        first: Collection[str] = (),
    ) -> None:
        self.files = {file.path: file for file in files}
        self._others = frozenset(others)
        self.units: dict[str, list[Unit]] = {}
        for path in sorted(self.files if only is None else set(only) & self.files.keys()):
            for unit in self.files[path].units:
                self.units.setdefault(unit.name, []).append(unit)
        self._first = frozenset(first)
        self._by_name: dict[str, list[str]] = {}
        for path in self.files:
            self._by_name.setdefault(posixpath.basename(path), []).append(path)
        self._includers = self._find_includers()
        self._macros: frozenset[str] | None = None
        self._closures: dict[tuple[str, str, int], Closure] = {}

    @classmethod
    def read(
        cls,
        texts: Mapping[str, str],
        defines: Collection[str] = (),
        only: Collection[str] | None = None,
        others: Collection[str] = (),
        first: Collection[str] = (),
        budget: int = BUDGET,
    ) -> 'Design':
        """Scan the Verilog among the given texts."""
        return cls(scan_all(texts, defines, budget), only, others, first)

    def resolve(self, name: str, near: str = '') -> Unit | None:
        """Return the definition of a name that is closest to the file `near`."""
        return min(self.candidates(name), key=lambda unit: (distance(unit.path, near), unit.path), default=None)

    def candidates(self, name: str) -> list[Unit]:
        """Return the definitions that a name may mean."""
        units = self.units.get(name, [])
        return [unit for unit in units if unit.path in self._first] or units

    def roots(self) -> list[Unit]:
        """Return the modules that no other module uses, those with the most below them first."""
        used = {instance.module for units in self.units.values() for unit in units for instance in unit.instances} - {
            None
        }
        tops = [unit for units in self.units.values() for unit in units if unit.kind in TOPS and unit.name not in used]
        return sorted(tops, key=lambda unit: (-len(self.closure(unit).units), unit.path, unit.line))

    def testbenches(self) -> list[Unit]:
        """Return the modules that drive a simulation, the likeliest first."""
        return self.likeliest([unit for unit in self.roots() if not unit.ports and unit.has_processes])

    def likeliest(self, units: Iterable[Unit]) -> list[Unit]:
        """Sort units by how likely each is the testbench that is meant."""
        return sorted(units, key=lambda unit: (-self._likeliness(unit), unit.path.count('/'), unit.path, unit.line))

    def _likeliness(self, unit: Unit) -> int:
        closure = self.closure(unit)
        score = 3 * bool(unit.tasks & {'$finish', '$stop', '$fatal'}) + 2 * bool(
            unit.tasks & {'$dumpvars', '$dumpfile'}
        )
        score += 2 * bool(BENCH_NAME.search(unit.name)) + bool(BENCH_NAME.search(posixpath.basename(unit.path)))
        score += bool(BENCH_FOLDER.search(unit.path)) + 2 * bool(unit.instances)
        score -= 3 * bool(FOREIGN_FOLDER.search(unit.path))
        return score - 4 * bool(closure.missing) - 2 * bool(self.lacking_memories(unit))

    def lacking_memories(self, unit: Unit) -> set[str]:
        """Return the memory files that a top loads and that are not where it looks for them."""
        return {name for below in self.closure(unit).units for name in below.memory_files} - self._others

    def macro_files(self, paths: Iterable[str]) -> list[str]:
        """Return the files of nothing but macros that must be read first, since nobody includes them."""
        given = self.with_included(paths)
        defined = {name for path in given for name in self.files[path].defines}
        lacking = {name for path in given for name in self.files[path].undefined} - defined
        found: dict[str, None] = {}
        for name in sorted(lacking):
            sole = [path for path in self._macro_only() if name in self.files[path].defines]
            if len(sole) == 1:
                found[sole[0]] = None
        return [path for path in found if path not in given]

    def _macro_only(self) -> list[str]:
        return [
            path
            for path, file in self.files.items()
            if file.defines and not file.units and not self._includers.get(path) and path.endswith(('.v', '.sv'))
        ]

    def with_included(self, paths: Iterable[str]) -> list[str]:
        """Return the files that are known, and after them all that they include."""
        texts = [path for path in dict.fromkeys(paths) if path in self.files]
        seen = set(texts)
        for path in texts:
            for name in self.files[path].includes:
                target = self.find_include(name, path)
                if target is not None and target not in seen:
                    seen.add(target)
                    texts.append(target)
        return texts

    def lacking_macros(self, path: str) -> list[str]:
        """Return the macros that a file uses and nothing in the project defines."""
        if self._macros is None:
            self._macros = frozenset(name for file in self.files.values() for name in file.defines)
        file = self.files.get(path)
        return sorted(f'`{name}' for name in file.undefined - self._macros) if file else []

    def lacking_includes(self, paths: Iterable[str]) -> list[str]:
        """Return what the files, and those that they include, include and that is nowhere in the project."""
        names = [(name, path) for path in self.with_included(paths) for name in self.files[path].includes]
        return list(dict.fromkeys(name for name, path in names if self.find_include(name, path) is None))

    def closure(self, top: Unit) -> Closure:
        """Follow instances, packages, interfaces and includes from `top`."""
        key = top.path, top.name, top.line
        if key not in self._closures:
            self._closures[key] = self._follow(top)
        return self._closures[key]

    def _follow(self, top: Unit) -> Closure:
        found = Closure(top)
        pending, seen = [top], {top.name}
        while pending:
            unit = pending.pop()
            found.units.append(unit)
            for instance in unit.instances:
                if instance.module not in self.units:
                    found.missing.append(instance)
            for name in sorted({instance.module for instance in unit.instances} | unit.references):
                if name in seen or (target := self.resolve(name, unit.path)) is None:
                    continue
                seen.add(name)
                pending.append(target)
                if len(candidates := self.candidates(name)) > 1:
                    found.ambiguous[name] = [other.path for other in candidates]
        self._collect_files(found)
        return found

    def _collect_files(self, found: Closure) -> None:
        packages = [unit.path for unit in reversed(found.units) if unit.kind is UnitKind.PACKAGE]
        interfaces = [unit.path for unit in found.units if unit.kind is UnitKind.INTERFACE]
        others = sorted(unit.path for unit in found.units)
        # A file that another one includes is compiled through that one.
        paths = [path for path in dict.fromkeys([*packages, *interfaces, *others]) if not self._includers.get(path)]
        found.files = [*self.macro_files(paths), *in_order(paths, found.units, self.resolve)]
        found.include_dirs = self.include_dirs(found.files)

    def include_dirs(self, paths: Iterable[str]) -> list[str]:
        """Return the folders from which the files, and what they include, include others."""
        folders: dict[str, None] = {}
        for path in self.with_included(paths):
            for name in self.files[path].includes:
                if (target := self.find_include(name, path)) is not None:
                    folders[target.removesuffix(posixpath.normpath(name)).rstrip('/') or '.'] = None
        return list(folders)

    def find_include(self, name: str, near: str) -> str | None:
        """Return the file that an `include` means: beside the includer, or the nearest whose path ends so."""
        name = posixpath.normpath(name)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(near), name))
        if beside in self.files:
            return beside
        same_name = self._by_name.get(posixpath.basename(name), ())
        candidates = [path for path in same_name if path == name or path.endswith('/' + name)]
        return min(candidates, key=lambda path: (distance(path, near), path), default=None)

    def is_included(self, path: str) -> bool:
        """Say whether another file takes this one in, so that it is not compiled by itself."""
        return bool(self._includers.get(path))

    def _find_includers(self) -> dict[str, list[str]]:
        includers: dict[str, list[str]] = {}
        for file in self.files.values():
            for name in file.includes:
                target = self.find_include(name, file.path)
                if target is not None and target != file.path:
                    includers.setdefault(target, []).append(file.path)
        return includers


def scan_all(texts: Mapping[str, str], defines: Collection[str] = (), budget: int = BUDGET) -> list[SourceFile]:
    """Scan the Verilog among the given texts: whole up to `budget` characters, the longest for names only."""
    files: list[SourceFile] = []
    for path, text in sorted(texts.items(), key=lambda item: len(item[1])):
        if is_verilog(path):
            budget -= len(text)
            whole = budget >= 0 and len(text) <= LONGEST
            files.append(scan(path, text, defines) if whole else scan_names(path, text))
    return files


def distance(path: str, other: str) -> int:
    """Count the steps from one file to another through the folders; a file is nearest to itself."""
    if path == other:
        return -1
    here, there = posixpath.dirname(path).split('/'), posixpath.dirname(other).split('/')
    common = len(posixpath.commonprefix([here, there]))
    return len(here) + len(there) - 2 * common
