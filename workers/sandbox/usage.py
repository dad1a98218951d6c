"""What a running tree of processes uses right now, and what a workspace takes on the disk."""

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

BLOCK = 512
LEAST = 1024
"""What an empty file counts, since it takes room in the file system's tables."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Resident memory, number and processor time of a process and all that it started."""

    memory_bytes: int
    processes: int
    cpu_s: float


def tree_usage(root: int) -> Usage:
    """Add up the tree below `root`; processes that end meanwhile do not count."""
    memory = processes = 0
    cpu_s = 0.0
    for pid in tree(root):
        try:
            member = psutil.Process(pid)
            with member.oneshot():
                memory += member.memory_info().rss
                cpu_s += sum(member.cpu_times()[:4])
            processes += 1
        except psutil.Error:
            continue
    return Usage(memory, processes, cpu_s)


def tree(root: int) -> list[int]:
    """Return the process and all that it started, as the kernel lists them without a look at every process."""
    found = [root]
    for pid in found:
        try:
            for task in Path(f'/proc/{pid}/task').iterdir():
                found += map(int, (task / 'children').read_text().split())
        except (OSError, ProcessLookupError):
            continue
    return found


def disk_usage(folder: Path) -> int:
    """Return the bytes that the files below `folder` occupy; links are not followed."""
    total = 0
    pending = [str(folder)]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                    else:
                        total += max(LEAST, entry.stat(follow_symlinks=False).st_blocks * BLOCK)
        except OSError:
            continue
    return total
