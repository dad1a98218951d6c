"""The words of the sandbox: what to run, within which limits, what it uses, and how it ended."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from pathlib import Path

MIB = 1 << 20
GIB = 1 << 30


class Level(IntEnum):
    """How well a command is contained; higher is better."""

    NONE = 0
    LANDLOCK = 1
    NAMESPACES = 2
    CGROUPS = 3

    @property
    def title(self) -> str:
        """Say in words what holds at this level."""
        return LEVEL_TITLES[self]


LEVEL_TITLES = {
    Level.NONE: 'no isolation',
    Level.LANDLOCK: 'Landlock, seccomp and resource limits',
    Level.NAMESPACES: 'namespaces, seccomp, resource limits and a watchdog',
    Level.CGROUPS: 'namespaces, seccomp, control groups and a watchdog',
}


class Reason(StrEnum):
    """Why a command was ended by us, or `NONE` where it ended by itself."""

    NONE = 'none'
    WALL = 'wall'
    MEMORY = 'memory'
    DISK = 'disk'
    OUTPUT = 'output'
    PROCESSES = 'processes'
    CANCELLED = 'cancelled'
    CRASHED = 'crashed'


TASKS_PER_PROCESS = 16
"""Tools start helpers that wait most of the time (a shell, make, a compiler's driver, idle threads)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one command may use; each is enforced and named when it is hit.

    `processes` counts processes and threads that work at the same moment; those that wait count in `tasks` only.
    """

    wall_s: float = 600.0
    memory_bytes: int = 2 * GIB
    disk_bytes: int = GIB
    output_bytes: int = 16 * MIB
    output_lines: int = 500_000
    processes: int = 4
    build_s: float = 3600.0

    @property
    def tasks(self) -> int:
        """How many processes and threads may exist, waiting ones included; the kernel refuses to make more."""
        return self.processes * TASKS_PER_PROCESS

    @property
    def for_build(self) -> 'Limits':
        """Return the limits of a step that builds something instead of running a design: it may take longer."""
        return replace(self, wall_s=self.build_s)


@dataclass(frozen=True, slots=True)
class Command:
    """One command line; paths in it are relative to the working directory `cwd`, itself relative to the workspace."""

    argv: tuple[str, ...]
    env: tuple[tuple[str, str], ...] = ()
    read_only: tuple[Path, ...] = ()
    cwd: str = '.'


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command uses at one moment, and may use; `disk_bytes` is what it has written and still holds."""

    limits: Limits
    wall_s: float = 0.0
    cpu_s: float = 0.0
    memory_bytes: int = 0
    peak_bytes: int = 0
    disk_bytes: int = 0
    waves_bytes: int = 0
    tasks: int = 0
    busy: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: a signal shows as a negative `exit_code`.

    `busy` and `tasks` are the most that were seen at once, `largest` is the file that takes the most room.
    """

    exit_code: int
    reason: Reason
    wall_s: float
    cpu_s: float
    peak_bytes: int
    disk_bytes: int = 0
    output_bytes: int = 0
    output_lines: int = 0
    tasks: int = 0
    busy: int = 0
    largest: str = ''
    largest_bytes: int = 0
    too_deep: bool = False
