"""The control group of one command: the kernel counts what all of it uses, keeps the limits, and ends it at once."""

import os
import signal
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

from workers.sandbox.arguments import WRAPPERS
from workers.sandbox.model import Limits
from workers.sandbox.usage import Sample, busy_threads

END_S = 2.0
# A shell is faster than a function between fork and exec, for which the worker's memory would have to be copied.
JOIN = 'while [ "$1" != -- ]; do echo 0 > "$1/cgroup.procs" || exit 125; shift; done; shift; exec "$@"'


class Group(ABC):
    """The groups of one command, gone with it; also the meter of what it uses."""

    def __init__(self, folders: list[Path], limits: Limits) -> None:
        self.folders = folders
        try:
            for folder in folders:
                folder.mkdir()
            self.limit(limits)
        except OSError:
            self.close()
            raise

    @property
    def joining(self) -> tuple[str, ...]:
        """Return the prefix that puts a command into the groups before it begins, or does not begin it."""
        return ('sh', '-c', JOIN, 'join', *map(str, self.folders), '--')

    def pids(self) -> list[int]:
        """Return the processes in the group."""
        return [int(word) for word in _read(self.folders[0] / 'cgroup.procs').split() if word != '0']

    def sample(self) -> Sample:
        """Return what is used now; cached contents of files are not counted, since the kernel drops them."""
        pids = self.pids()
        busy = sum(busy_threads(pid) for pid in pids)
        return Sample(self.memory(), self.cpu_s(), int(_read(self.tasks_folder / 'pids.current') or 0), busy)

    def refused(self) -> tuple[bool, bool]:
        """Say whether the kernel ended something for want of memory, and whether it refused to make a task."""
        no_task = _field(self.tasks_folder / 'pids.events', 'max') > 0
        return self.out_of_memory(), no_task

    def kill(self) -> None:
        """End everything in the group."""
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        """End what is left, and remove the groups."""
        deadline = time.monotonic() + END_S
        for folder in self.folders:
            while folder.exists():
                try:
                    folder.rmdir()
                except OSError:
                    if time.monotonic() > deadline:
                        break
                    self.kill()
                    time.sleep(0.001)

    @property
    def tasks_folder(self) -> Path:
        """Return where tasks are counted."""
        return self.folders[-1]

    @abstractmethod
    def limit(self, limits: Limits) -> None:
        """Set the limits of the empty group."""

    @abstractmethod
    def memory(self) -> int:
        """Return the bytes in use that the kernel cannot drop."""

    @abstractmethod
    def cpu_s(self) -> float:
        """Return the processor time used so far."""

    @abstractmethod
    def out_of_memory(self) -> bool:
        """Say whether the kernel ended something for want of memory."""


class UnifiedGroup(Group):
    """Version 2: one folder for everything."""

    def limit(self, limits: Limits) -> None:
        [folder] = self.folders
        (folder / 'memory.max').write_text(str(limits.memory_bytes))
        (folder / 'pids.max').write_text(str(limits.tasks + WRAPPERS))
        (folder / 'memory.oom.group').write_text('1')
        with suppress(FileNotFoundError):  # a kernel without swap
            (folder / 'memory.swap.max').write_text('0')

    def memory(self) -> int:
        return sum(_field(self.folders[0] / 'memory.stat', name) for name in ('anon', 'shmem'))

    def cpu_s(self) -> float:
        return _field(self.folders[0] / 'cpu.stat', 'usage_usec') / 1e6

    def out_of_memory(self) -> bool:
        return _field(self.folders[0] / 'memory.events', 'oom_kill') > 0

    def kill(self) -> None:
        try:
            (self.folders[0] / 'cgroup.kill').write_text('1')
        except FileNotFoundError:  # before Linux 5.14, or the group is gone
            super().kill()


class LegacyGroup(Group):
    """Version 1: a folder for memory, one for tasks, and one for processor time where there is such a hierarchy."""

    @property
    def tasks_folder(self) -> Path:
        return self.folders[1]

    def limit(self, limits: Limits) -> None:
        memory, tasks, *_ = self.folders
        (memory / 'memory.limit_in_bytes').write_text(str(limits.memory_bytes))
        with suppress(OSError):  # a kernel that does not count swap
            (memory / 'memory.memsw.limit_in_bytes').write_text(str(limits.memory_bytes))
        (tasks / 'pids.max').write_text(str(limits.tasks + WRAPPERS))

    def memory(self) -> int:
        return sum(_field(self.folders[0] / 'memory.stat', name) for name in ('total_rss', 'total_shmem'))

    def cpu_s(self) -> float:
        return int(_read(self.folders[2] / 'cpuacct.usage') or 0) / 1e9 if len(self.folders) > 2 else 0.0

    def out_of_memory(self) -> bool:
        return _field(self.folders[0] / 'memory.oom_control', 'oom_kill') > 0


def _read(path: Path) -> str:
    """Return a file of the kernel's, or nothing where the group is gone."""
    try:
        return path.read_text()
    except OSError:
        return ''


def _field(path: Path, name: str) -> int:
    """Return one of the numbers that stand in lines of name and value."""
    for line in _read(path).splitlines():
        key, _, value = line.partition(' ')
        if key == name:
            return int(value)
    return 0
