"""Reads FuseSoC cores (`.core`, CAPI=2): the files of a target, after those of the cores that it depends on."""

import re
from collections.abc import Iterator
from typing import Any

from services.sources.files import ProjectFiles
from services.sources.languages import Language
from services.sources.listing import Listing
from services.sources.manifests.builder import Ask, Builder, ManifestError, Where
from services.sources.manifests.conditions import chosen
from services.sources.manifests.core import Core, CoreIndex, Parameter
from services.sources.manifests.yaml_text import as_list, as_table, as_text
from services.sources.model import Purpose, mistake

SUFFIX = '.core'
SIMULATION = re.compile(r'^(sim|tb|test|bench)|(^|_)(sim|tb|test|testbench)$', re.IGNORECASE)
DESIGN_TARGETS = ('lint', 'synth')
DEFAULT = 'default'
TOOLS = {Purpose.DESIGN: 'yosys', Purpose.SIMULATE: 'icarus', Purpose.TESTS: 'icarus'}
FILE_TYPES = {
    'verilogSource': Language.VERILOG,
    'systemVerilogSource': Language.SYSTEM_VERILOG,
    'vhdlSource': Language.VHDL,
}
DEEPEST = 60
MOST_CORES = 400


def read_core(files: ProjectFiles, path: str, ask: Ask) -> list[Listing]:
    """Return a listing for each target that fits the purpose, the likeliest first."""
    index = CoreIndex(files)
    core = index.read(path)
    return [_Reader(files, index, core, target, ask).listing() for target in targets_for(core, ask)]


def targets_for(core: Core, ask: Ask) -> list[str]:
    """Return the target that a person named, or those that fit the purpose."""
    names = list(core.targets)
    if ask.target:
        if ask.target not in names:
            raise ManifestError(
                mistake(
                    f'{core.path} has no target {ask.target!r}; there is {", ".join(names[:12]) or "none"}',
                    'correct target in [project] of a6hub.toml',
                    core.path,
                    core.document.line('targets'),
                )
            )
        return [ask.target]
    if ask.purpose is Purpose.DESIGN:
        fitting = [name for name in DESIGN_TARGETS if name in names]
    else:
        fitting = sorted((name for name in names if SIMULATION.search(name)), key=lambda name: name != 'sim')
    return (fitting or [name for name in names if name == DEFAULT] or names or [''])[:8]


class _Reader:
    """One target of one core."""

    def __init__(self, files: ProjectFiles, index: CoreIndex, core: Core, target: str, ask: Ask) -> None:
        self._index = index
        self._core = core
        self._target = target
        self._ask = ask
        self._builder = Builder(files, core.path, 'FuseSoC core', target=target)
        self._seen: set[str] = set()
        self._generated: dict[str, None] = {}

    def listing(self) -> Listing:
        self._take(self._core, self._target, 0)
        builder = self._builder
        if self._generated:
            names = ', '.join(list(self._generated)[:8])
            builder.warn(
                f'Generators are not run here, so what they would write is missing: {names}',
                'add the generated files to the project; what it defines elsewhere is taken from there',
                Where(self._core.path, self._core.document.line('generate')),
            )
        tops = self._chosen(self._core, self._table(self._core, self._target).get('toplevel'), self._target)
        if tops:
            builder.design_top = tops[0] if self._ask.purpose is Purpose.DESIGN else ''
            builder.bench_top = tops[0] if self._ask.purpose is not Purpose.DESIGN else ''
        if self._target and len(self._core.targets) > 1:
            others = [name for name in self._core.targets if name != self._target]
            builder.note(f'target {self._target} of {self._core.path}; there is also {", ".join(others[:8])}')
        return builder.listing()

    def _take(self, core: Core, target: str, depth: int) -> None:
        """Take the core's files, those that it depends on first."""
        self._seen.add(core.path)
        if core is not self._core:
            self._builder.read[core.path] = None
        filesets = self._filesets(core, target)
        for name, fileset in filesets:
            for dependency in self._chosen(core, fileset.get('depend'), target):
                self._depend(core, dependency, ('filesets', name, 'depend'), depth)
        for name, fileset in filesets:
            self._files(core, name, fileset, target)
        self._parameters(core, target)
        for name in self._chosen(core, self._table(core, target).get('generate'), target):
            generator = as_text(as_table(core.document.table('generate').get(name)).get('generator'))
            self._generated[f'{generator or name} of {core.name}'] = None

    def _depend(self, core: Core, wanted: str, keys: tuple[str, ...], depth: int) -> None:
        where = Where(core.path, core.document.line(*keys))
        found = self._index.find(wanted)
        if found is None:
            self._builder.warn(
                f'The core {wanted}, on which {core.name} depends, is not in the project',
                'add its .core file with its sources',
                where,
            )
        elif found not in self._seen and depth < DEEPEST and len(self._seen) < MOST_CORES:
            try:
                self._take(self._index.read(found), DEFAULT, depth + 1)
            except ManifestError as error:
                self._builder.diagnostics.append(error.diagnostic)

    def _filesets(self, core: Core, target: str) -> list[tuple[str, dict[str, Any]]]:
        table = self._table(core, target)
        names = [name for key in ('filesets', 'filesets_append') for name in self._chosen(core, table.get(key), target)]
        if not core.targets:
            names = list(core.document.table('filesets'))
        known = core.document.table('filesets')
        for name in names:
            if name not in known:
                where = Where(core.path, core.document.line('targets', target, 'filesets'))
                self._builder.warn(f'{core.path} has no fileset {name!r}', 'correct its name', where)
        return [(name, as_table(known.get(name))) for name in names]

    def _files(self, core: Core, name: str, fileset: dict[str, Any], target: str) -> None:
        bench = bool(SIMULATION.search(name)) and target != DEFAULT
        for number, item in enumerate(as_list(fileset.get('files'))):
            where = Where(core.path, core.document.line('filesets', name, 'files', number))
            for text, about in _named(item):
                settings = {**fileset, **about}
                for path in self._chosen(core, text, target):
                    self._file(core, path, settings, where, testbench=bench)

    def _file(self, core: Core, path: str, settings: dict[str, Any], where: Where, *, testbench: bool) -> None:
        told = as_text(settings.get('file_type'))
        language = next((each for kind, each in FILE_TYPES.items() if told.startswith(kind)), None)
        if told and language is None:
            place, copied = self._builder.place(path, core.folder, where), as_text(settings.get('copyto'))
            if place is not None and place in self._builder.files and copied:
                self._builder.memories[copied] = place
            return
        include = bool(settings.get('is_include_file'))
        if include and (folder := as_text(settings.get('include_path'))):
            self._builder.add_include_dir(folder, core.folder, where)
            return
        if core.provider and (f'{core.folder}/{path}'.lstrip('/')) not in self._builder.files:
            hint = f'add its sources beside the core; they come from {core.provider}'
            self._builder.warn(f'The sources of {core.name} are not in the project', hint, where)
            return
        library = as_text(settings.get('logical_name'))
        self._builder.add(
            path, core.folder, where, language=language, include=include, library=library, testbench=testbench
        )

    def _parameters(self, core: Core, target: str) -> None:
        table = self._table(core, target)
        for key in ('parameters', 'parameters_append'):
            for item in self._chosen(core, table.get(key), target):
                name, _, value = item.partition('=')
                if (parameter := core.parameters.get(name)) is not None:
                    self._parameter(parameter, value or parameter.default, top=core is self._core)

    def _parameter(self, parameter: Parameter, value: str, *, top: bool) -> None:
        """Give a parameter that has a value to the design, in the form of its kind."""
        off = parameter.datatype == 'bool' and value.lower() in ('', 'false', '0')
        if not value or off:
            return
        if parameter.datatype == 'bool':
            value = '1'
        if parameter.paramtype == 'vlogdefine':
            self._builder.defines[parameter.name] = value
        elif parameter.paramtype == 'plusarg':
            bare = parameter.datatype == 'bool'
            self._builder.plusargs[parameter.name if bare else f'{parameter.name}={value}'] = None
        elif parameter.paramtype in ('vlogparam', 'generic') and top:
            quoted = parameter.datatype in ('str', 'file') and not value.startswith('"')
            self._builder.parameters[parameter.name] = f'"{value}"' if quoted else value

    def _table(self, core: Core, target: str) -> dict[str, Any]:
        return as_table(core.targets.get(target))

    def _chosen(self, core: Core, value: Any, target: str) -> list[str]:
        """Return the words of a value that hold under the flags of this target and tool."""
        flags = {f'target_{target}', f'tool_{TOOLS[self._ask.purpose]}'}
        if core is self._core:
            flags.add('is_toplevel')
        flags |= {name for name, on in as_table(self._table(core, target).get('flags')).items() if on}
        texts = [as_text(each) for each in as_list(value)]
        return [word for text in texts for word in chosen(text, flags)]


def _named(item: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a file's name and what is said of it: an item is a name, or a table with one."""
    if isinstance(item, dict):
        for name, about in item.items():
            yield name, as_table(about)
    elif as_text(item):
        yield as_text(item), {}
