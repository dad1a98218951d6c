"""What the reader finds in a source file."""

from dataclasses import dataclass
from enum import StrEnum


class UnitKind(StrEnum):
    """What a named part of the source is."""

    ARCHITECTURE = 'architecture'
    """An architecture or body of VHDL that lies in another file than what it belongs to."""
    INTERFACE = 'interface'
    MODULE = 'module'
    PACKAGE = 'package'
    PRIMITIVE = 'primitive'
    PROGRAM = 'program'


class Direction(StrEnum):
    """Which way a port goes; `INTERFACE` is a port whose type is an interface."""

    INPUT = 'input'
    OUTPUT = 'output'
    INOUT = 'inout'
    REF = 'ref'
    INTERFACE = 'interface'
    UNKNOWN = ''


@dataclass(frozen=True, slots=True)
class Port:
    """A port; `width` is its range as written, '' for a single bit."""

    name: str
    direction: Direction
    width: str = ''


@dataclass(frozen=True, slots=True)
class Instance:
    """One use of a module inside another."""

    module: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Dump:
    """A `$dumpvars`; `plusarg` is what must be given to vvp for it to happen, '' where it always does."""

    line: int
    plusarg: str = ''


@dataclass(frozen=True, slots=True)
class Unit:
    """A module, interface, package, program or primitive."""

    kind: UnitKind
    name: str
    path: str
    line: int
    end_line: int
    ports: tuple[Port, ...] = ()
    instances: tuple[Instance, ...] = ()
    references: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    dumps: tuple[Dump, ...] = ()
    has_processes: bool = False
    memory_files: frozenset[str] = frozenset()
    """Names in strings that look like files for `$readmemh`."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """All that one file holds."""

    path: str
    units: tuple[Unit, ...] = ()
    includes: tuple[str, ...] = ()
    defines: frozenset[str] = frozenset()
    undefined: frozenset[str] = frozenset()
    """Macros that the file uses and does not define itself."""
