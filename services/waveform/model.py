"""What a trace is made of: scopes, variables, the tracks they show, and the problems found while reading it."""

from dataclasses import dataclass, field
from enum import IntEnum


class Form(IntEnum):
    """How the values of a track are recorded; the numbers are part of the file format."""

    BIT = 0
    VECTOR = 1
    REAL = 2
    STRING = 3
    EVENT = 4


# One character of a value and its state code. The two low bits alone give the four-state reading
# (0, 1, z, x); the two high bits tell the nine VHDL states apart.
STATES = {'0': 0, '1': 1, 'z': 2, 'x': 3, 'l': 4, 'h': 5, 'u': 7, 'w': 11, '-': 15}
STATE_NAMES = {code: name for name, code in STATES.items()}

NO_STATE = 255
MAX_TIME = 2**63 - 1
MAX_WIDTH = 1 << 17
MAX_VARIABLES = 4_000_000
MAX_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Timescale:
    """The length of one tick: `factor` of `unit` (s, ms, us, ns, ps, fs)."""

    factor: int
    unit: str


@dataclass(frozen=True, slots=True)
class Scope:
    """A level of the design's hierarchy; `parent` is the number of the scope around it, or -1."""

    name: str
    kind: str
    parent: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in a scope that shows a track; several variables may show the same one."""

    name: str
    kind: str
    scope: int
    track: int
    bits: str = ''


@dataclass(frozen=True, slots=True)
class Track:
    """A recorded sequence of value changes."""

    form: Form
    width: int


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """All scopes and variables of a trace, in the order of the file."""

    timescale: Timescale | None = None
    date: str = ''
    version: str = ''
    scopes: tuple[Scope, ...] = ()
    variables: tuple[Variable, ...] = ()
    tracks: tuple[Track, ...] = ()

    def path(self, number: int) -> str:
        """Return the full name of a variable, its scopes joined by dots."""
        variable = self.variables[number]
        names = [variable.name + variable.bits]
        scope = variable.scope
        while scope >= 0:
            names.append(self.scopes[scope].name)
            scope = self.scopes[scope].parent
        return '.'.join(reversed(names))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the source that could not be used, with the number of its line."""

    line: int
    message: str


@dataclass(slots=True)
class Problems:
    """Keeps the first problems and counts all of them."""

    items: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, message: str) -> None:
        """Count a problem; keep it while there is room."""
        self.count += 1
        if len(self.items) < MAX_PROBLEMS:
            self.items.append(Problem(line, message))


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """What an ingest found and wrote."""

    scopes: int
    variables: int
    tracks: int
    changes: int
    start: int
    end: int
    timescale: Timescale | None
    size: int
    problems: tuple[Problem, ...]
    problem_count: int
