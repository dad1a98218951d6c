"""Reads the configuration of LibreLane and OpenLane (`config.yaml`, `config.json`): files, folders, macros, top."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.sources.files import ProjectFiles
from services.sources.listing import Listing
from services.sources.manifests.builder import Ask, Builder, ManifestError, Where
from services.sources.manifests.yaml_text import Document, Keys, as_list, as_table, as_text, read_document
from services.sources.model import mistake
from services.sources.patterns import fits

NAMES = ('config.yaml', 'config.yml', 'config.json')
PDK, SCL = 'sky130A', 'sky130_fd_sc_hd'
TCL_NAME = 'config.tcl'
TCL_SIGN = '::env(VERILOG_FILES)'
SIGNS = ('DESIGN_NAME', 'VERILOG_FILES', 'VHDL_FILES')
DEFINES = ('VERILOG_DEFINES', 'SYNTH_DEFINES')
PARAMETERS = ('SYNTH_PARAMETERS', 'SYNTH_PARAMS')
NAME = re.compile(r'[A-Za-z_][\w$]*')
REFERENCE = re.compile(r'^(?:refg?::)?\$\{?(\w+)\}?/?')


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the configuration and where it stands."""

    value: Any
    keys: Keys


def is_configuration(text: str) -> bool:
    """Say whether a file called `config` is one of LibreLane, and not of another program."""
    return any(re.search(rf'(^|[{{,])\s*["\']?{sign}["\']?\s*:', text, re.MULTILINE) for sign in SIGNS)


def refuse_program(files: ProjectFiles, path: str, ask: Ask) -> Listing:
    """Say that a configuration in Tcl is not read: it is a program."""
    raise ManifestError(
        mistake(
            f'{path} is a program in Tcl, which is not run here',
            'write DESIGN_NAME and VERILOG_FILES into a config.json beside it, with dir:: before each path',
            path,
            1,
        )
    )


def read_configuration(files: ProjectFiles, path: str, ask: Ask) -> Listing:
    """Return the files and the top of the design, for the PDK `sky130A` or the one that is the target."""
    document = read_document(path, files.manifest(path) or '')
    pdk, _, scl = (ask.target or PDK).partition(':')
    values = _for_pdk(as_table(document.data), (), pdk, scl or SCL)
    builder = Builder(files, path, 'LibreLane configuration')
    return _Reader(builder, document, values).listing(pdk)


def _for_pdk(table: Mapping[str, Any], keys: Keys, pdk: str, scl: str) -> dict[str, Value]:
    """Return the values that hold for a PDK: sections `pdk::` and `scl::` override what stands outside."""
    values = {name: Value(value, (*keys, name)) for name, value in table.items() if '::' not in name}
    for name, section in table.items():
        kind, _, pattern = name.partition('::')
        wanted = {'pdk': pdk, 'scl': scl}.get(kind)
        if wanted is not None and pattern and fits(wanted, pattern):
            values |= _for_pdk(as_table(section), (*keys, name), pdk, scl)
    return values


class _Reader:
    def __init__(self, builder: Builder, document: Document, values: Mapping[str, Value]) -> None:
        self._builder = builder
        self._document = document
        self._values = values

    def listing(self, pdk: str) -> Listing:
        builder = self._builder
        if 'VERILOG_FILES' not in self._values and 'VHDL_FILES' not in self._values:
            raise ManifestError(
                mistake(
                    f'{builder.manifest} names no VERILOG_FILES',
                    'list the design there, such as "VERILOG_FILES": "dir::src/*.v"',
                    builder.manifest,
                    1,
                )
            )
        for key in ('VERILOG_FILES', 'VHDL_FILES'):
            for name, where in self._names(key):
                self._add(name, where)
        for name, where in self._names('VERILOG_INCLUDE_DIRS'):
            if (path := self._path(name, where)) is not None:
                builder.add_include_dir(path, builder.folder, where)
        for key in DEFINES:
            builder.defines |= self._pairs(key)
        for key in PARAMETERS:
            builder.parameters |= self._pairs(key)
        builder.design_top = as_text(self._value('DESIGN_NAME'))
        self._clock()
        if any('::' in key for key in as_table(self._document.data)):
            builder.note(f'the sections of {builder.manifest} for the PDK {pdk}')
        return builder.listing()

    def _clock(self) -> None:
        port, period = as_list(self._value('CLOCK_PORT')), self._value('CLOCK_PERIOD')
        if port and as_text(port[0]) and isinstance(period, int | float) and period > 0:
            self._builder.clock, self._builder.clock_period_ns = as_text(port[0]), float(period)
            self._builder.note(f'clock {port[0]} of {period:g} ns ({self._builder.manifest})')

    def _value(self, key: str) -> Any:
        return self._values[key].value if key in self._values else None

    def _names(self, key: str) -> list[tuple[str, Where]]:
        """Return the items of a list, or the words of a text, with their lines."""
        if key not in self._values:
            return []
        found = self._values[key]
        items = found.value if isinstance(found.value, list) else as_text(found.value).split()
        keys: list[Keys] = [(*found.keys, number) for number in range(len(items))]
        lines = [self._document.line(*each) for each in keys]
        return [
            (as_text(item), Where(self._document.path, line))
            for item, line in zip(items, lines, strict=True)
            if as_text(item)
        ]

    def _add(self, name: str, where: Where) -> None:
        if (path := self._path(name, where)) is not None:
            self._builder.add(path, self._builder.folder, where)

    def _path(self, name: str, where: Where) -> str | None:
        """Return a path from the configuration's folder; what lies in a PDK is not in the project."""
        kind, mark, rest = name.partition('::')
        if mark and kind == 'dir':
            return rest
        if mark and kind in ('pdk_dir', 'scl_dir', 'expr'):
            self._builder.warn(
                f'{name} is not read: it needs {"a PDK" if kind != "expr" else "to be calculated"}',
                'files of the PDK are added by the flow that uses them; name files of the project by dir::',
                where,
            )
            return None
        if reference := REFERENCE.match(name):
            if reference[1] in ('DESIGN_DIR', 'PROJECT_DIR'):
                return name[reference.end() :] or '.'
            self._builder.warn(f'The variable {reference[1]} of {name} has no value here', 'name it by dir::', where)
            return None
        return name

    def _pairs(self, key: str) -> dict[str, str]:
        """Return macros or parameters, given as a table, a list or a text of `NAME=VALUE`."""
        value = self._value(key)
        if isinstance(value, dict):
            return {name: as_text(item) for name, item in value.items() if NAME.fullmatch(name)}
        texts = value if isinstance(value, list) else as_text(value).split()
        pairs = [as_text(text).partition('=') for text in texts]
        return {name: item for name, _, item in pairs if NAME.fullmatch(name)}
