"""Reads Bender manifests (`Bender.yml`): the sources of a package, after those of the packages that it depends on."""

import posixpath
from typing import Any

from services.sources.files import ProjectFiles
from services.sources.languages import Language
from services.sources.listing import Listing
from services.sources.manifests.builder import Ask, Builder, ManifestError, Where
from services.sources.manifests.conditions import ConditionError, holds
from services.sources.manifests.yaml_text import Document, Keys, as_list, as_table, as_text, read_document
from services.sources.model import Purpose, mistake

NAMES = ('Bender.yml', 'Bender.yaml')
TARGETS = {
    Purpose.DESIGN: ('rtl', 'synthesis'),
    Purpose.SIMULATE: ('rtl', 'simulation', 'test'),
    Purpose.TESTS: ('rtl', 'simulation', 'test'),
}
BENCH_TARGETS = frozenset({'test', 'simulation', 'tb'})
TYPES = {'sv': Language.SYSTEM_VERILOG, 'v': Language.VERILOG, 'vhd': Language.VHDL}
DEEPEST = 30


def read_package(files: ProjectFiles, path: str, ask: Ask) -> Listing:
    """Return the package's sources for the targets of the purpose, or for those that a person named."""
    targets = [name.strip() for name in ask.target.split(',') if name.strip()] or list(TARGETS[ask.purpose])
    builder = Builder(files, path, 'Bender manifest', target=', '.join(targets))
    reader = _Reader(builder, frozenset(targets))
    document = read_document(path, files.manifest(path) or '')
    if not isinstance(document.data, dict) or ('sources' not in document.data and not document.table('dependencies')):
        hint = 'list the files under sources:'
        raise ManifestError(mistake(f'{path} has no sources', hint, path, 1))
    reader.package(document, 0)
    return builder.listing()


class _Reader:
    """A package and those below it; each is taken once."""

    def __init__(self, builder: Builder, targets: frozenset[str]) -> None:
        self._builder = builder
        self._targets = targets
        self._seen: set[str] = {builder.manifest}
        self._packages: dict[str, str] | None = None

    def package(self, document: Document, depth: int) -> None:
        """Take a package, its dependencies first."""
        folder = posixpath.dirname(document.path)
        for name, wanted in document.table('dependencies').items():
            self._depend(document, name, wanted, folder, depth)
        table = as_table(document.data)
        for number, name in enumerate(as_list(table.get('export_include_dirs'))):
            line = document.line('export_include_dirs', number)
            self._builder.add_include_dir(as_text(name), folder, Where(document.path, line))
        self._sources(document, table.get('sources'), ('sources',), folder)

    def _depend(self, document: Document, name: str, wanted: Any, folder: str, depth: int) -> None:
        about = as_table(wanted)
        where = Where(document.path, document.line('dependencies', name))
        if (expression := as_text(about.get('target'))) and not self._holds(expression, where):
            return
        path = self._manifest_of(name, as_text(about.get('path')), folder)
        if path is None:
            source = as_text(about.get('git')) or as_text(about.get('path')) or as_text(wanted)
            self._builder.warn(
                f'The package {name}{f" ({source})" if source else ""} is not in the project',
                f'add it, for instance to deps/{name} with its Bender.yml; nothing is fetched here',
                where,
            )
        elif path not in self._seen and depth < DEEPEST:
            self._seen.add(path)
            self._builder.read[path] = None
            try:
                self.package(read_document(path, self._builder.files.manifest(path) or ''), depth + 1)
            except ManifestError as error:
                self._builder.diagnostics.append(error.diagnostic)

    def _manifest_of(self, name: str, place: str, folder: str) -> str | None:
        """Return the manifest at a path, or the one in the project whose package has this name."""
        if place:
            here = posixpath.normpath(posixpath.join(folder, place))
            places = [f'{here}/{each}'.removeprefix('./') for each in NAMES]
            return next((path for path in places if path in self._builder.files), None)
        if self._packages is None:
            self._packages = self._find_packages()
        return self._packages.get(name.lower())

    def _find_packages(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in (path for name in NAMES for path in self._builder.files.named(name)):
            try:
                document = read_document(path, self._builder.files.manifest(path) or '')
            except ManifestError:
                continue
            found.setdefault(as_text(document.table('package').get('name')).lower(), path)
        return found

    def _sources(self, document: Document, value: Any, keys: Keys, folder: str) -> None:
        """Take a list of files and groups, or one group."""
        if isinstance(value, dict):
            self._group(document, value, keys, folder, bench=False)
            return
        for number, item in enumerate(as_list(value)):
            self._item(document, item, (*keys, number), folder, bench=False)

    def _item(self, document: Document, item: Any, keys: Keys, folder: str, *, bench: bool) -> None:
        where = Where(document.path, document.line(*keys))
        if not isinstance(item, dict):
            self._builder.add(as_text(item), folder, where, testbench=bench)
        elif language := next((TYPES[key] for key in item if key in TYPES), None):
            name = next(as_text(value) for key, value in item.items() if key in TYPES)
            self._builder.add(name, folder, where, language=language, testbench=bench)
        else:
            self._group(document, item, keys, folder, bench=bench)

    def _group(self, document: Document, group: dict[str, Any], keys: Keys, folder: str, *, bench: bool) -> None:
        expression = as_text(group.get('target'))
        where = Where(document.path, document.line(*keys, 'target'))
        if expression and not self._holds(expression, where):
            return
        bench = bench or expression in BENCH_TARGETS
        for number, name in enumerate(as_list(group.get('include_dirs'))):
            line = document.line(*keys, 'include_dirs', number)
            self._builder.add_include_dir(as_text(name), folder, Where(document.path, line))
        self._builder.defines |= _defines(group.get('defines'))
        if group.get('external_flists'):
            self._builder.warn('external_flists are not read', 'name the list by manifest in a6hub.toml', where)
        for number, item in enumerate(as_list(group.get('files'))):
            self._item(document, item, (*keys, 'files', number), folder, bench=bench)

    def _holds(self, expression: str, where: Where) -> bool:
        try:
            return holds(expression, self._targets)
        except ConditionError:
            hint = 'write a target, or all(...), any(...), not(...) of targets'
            self._builder.warn(f'{expression[:80]!r} is no expression of targets', hint, where)
            return False


def _defines(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {name: as_text(item) for name, item in value.items()}
    pairs = [as_text(item).partition('=') for item in as_list(value)]
    return {name: item for name, _, item in pairs if name}
