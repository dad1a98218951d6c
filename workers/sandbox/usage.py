"""What a running tree of processes uses right now, as `/proc` tells it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

PAGE = os.sysconf('SC_PAGE_SIZE')
TICK_S = 1 / os.sysconf('SC_CLK_TCK')
RUNNING = 'R'
# Fields of /proc/PID/stat after the name, which is in brackets and may hold anything.
STATE, GROUP, USER_TIME, CHILDREN_SYSTEM_TIME, THREADS, RESIDENT = 0, 2, 11, 14, 17, 21


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory, processor time, tasks (processes and threads) and how many of them worked at the moment of looking."""

    memory_bytes: int = 0
    cpu_s: float = 0.0
    tasks: int = 0
    busy: int = 0


class Meter(Protocol):
    """Looks at one running command."""

    def sample(self) -> Sample:
        """Return what the command uses now."""

    def pids(self) -> list[int]:
        """Return its processes."""

    def refused(self) -> tuple[bool, bool]:
        """Say whether the kernel ended something for want of memory, and whether it refused to make a task."""


class TreeMeter:
    """Follows what a process started, as the kernel lists it."""

    def __init__(self, root: int, memory_limit: int) -> None:
        self._root = root
        self._memory_limit = memory_limit

    def pids(self) -> list[int]:
        return tree(self._root)

    def sample(self) -> Sample:
        pids = self.pids()
        found = sample_of(pids)
        # What processes share was counted for each: looked at closely only where it would cost the command its life.
        return found if found.memory_bytes <= self._memory_limit else replace(found, memory_bytes=own_memory(pids))

    def refused(self) -> tuple[bool, bool]:
        return False, False


class GroupMeter(TreeMeter):
    """Follows a process group as well: without a namespace, an orphan leaves the tree but cannot leave its group."""

    def pids(self) -> list[int]:
        found = dict.fromkeys(tree(self._root))
        for name in entries('/proc'):
            if name.isdigit():
                fields = _stat(f'/proc/{name}/stat')
                if fields and int(fields[GROUP]) == self._root:
                    found[int(name)] = None
        return list(found)


def sample_of(pids: Iterable[int]) -> Sample:
    """Add up what these processes use; one that ends meanwhile does not count."""
    memory = tasks = busy = 0
    cpu_s = 0.0
    for pid in pids:
        fields = _stat(f'/proc/{pid}/stat')
        if not fields:
            continue
        memory += int(fields[RESIDENT]) * PAGE
        cpu_s += sum(map(int, fields[USER_TIME : CHILDREN_SYSTEM_TIME + 1])) * TICK_S
        threads = int(fields[THREADS])
        tasks += threads
        busy += busy_threads(pid) if threads > 1 else fields[STATE] == RUNNING
    return Sample(memory, cpu_s, tasks, busy)


def busy_threads(pid: int) -> int:
    """Count the threads of a process that work right now."""
    threads = entries(f'/proc/{pid}/task')
    states = (_stat(f'/proc/{pid}/task/{thread}/stat') for thread in threads)
    return sum(bool(fields) and fields[STATE] == RUNNING for fields in states)


def own_memory(pids: Iterable[int]) -> int:
    """Return the memory of these processes with shared pages counted once; slow, so asked only near the limit."""
    return sum(_proportional(pid) for pid in pids)


def tree(root: int) -> list[int]:
    """Return the process and all that it started, as the kernel lists them without a look at every process."""
    found = [root]
    for pid in found:
        for task in entries(f'/proc/{pid}/task'):
            with suppress(OSError):
                found += map(int, Path(f'/proc/{pid}/task/{task}/children').read_text().split())
    return found


def entries(folder: str) -> list[str]:
    """Return the names in a folder of `/proc`, none where the process is gone."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - paths would be made and taken apart again
    except OSError:
        return []


def _stat(path: str) -> list[str]:
    """Return the fields of a `stat` file after the name, or nothing where the process is gone."""
    try:
        with open(path, 'rb') as file:  # noqa: PTH123 - read thousands of times a minute
            return file.read().rpartition(b')')[2].decode().split()
    except OSError:
        return []


def _proportional(pid: int) -> int:
    try:
        for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Pss:'):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    fields = _stat(f'/proc/{pid}/stat')
    return int(fields[RESIDENT]) * PAGE if fields else 0
