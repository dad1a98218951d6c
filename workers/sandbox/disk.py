"""What a workspace takes on the disk, counted so that a hostile tool cannot hide any of it.

Folders are entered by descriptor and never through a link, a folder that was closed is opened again, and a file
without a name counts as long as a process holds it.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workers.sandbox.usage import entries

BLOCK = 512
LEAST = 4096
"""What an empty file counts, since it takes room in the file system's tables."""
DEEPEST = 100
"""Folders below each other; no tool needs more, and deeper ones could not be counted or removed in reasonable time."""
WAVES = ('.vcd', '.fst', '.ghw', '.lxt', '.lxt2', '.vzt', '.evcd')
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
ADDRESS, INODE = 0, 4


@dataclass(slots=True)
class DiskUsage:
    """Bytes of all files and of those that are waveforms, the largest file, and whether folders nest too deep."""

    total: int = 0
    waves: int = 0
    largest: str = ''
    largest_bytes: int = 0
    too_deep: bool = False

    def add(self, path: str, found: os.stat_result) -> None:
        """Count one entry."""
        size = max(LEAST, found.st_blocks * BLOCK)
        self.total += size
        if path.endswith(WAVES):
            self.waves += size
        if size > self.largest_bytes and stat.S_ISREG(found.st_mode):
            self.largest, self.largest_bytes = path, size


def disk_usage(folder: Path) -> DiskUsage:
    """Count the files below `folder`; links are not followed."""
    usage = DiskUsage()
    with suppress(OSError):
        _count(open_folder(str(folder)), '', 0, usage)
    return usage


def nameless_files(pids: Iterable[int]) -> int:
    """Return the bytes of files that were deleted, or never had a name, and are still held by these processes."""
    sizes: dict[tuple[int, int], int] = {}
    for pid in pids:
        sizes |= {(found.st_dev, found.st_ino): found.st_blocks * BLOCK for found in _held_open(pid)}
        sizes |= {key: size for key, size in _held_mapped(pid) if key not in sizes}
    return sum(sizes.values())


def _count(descriptor: int, path: str, depth: int, usage: DiskUsage) -> None:
    folders: list[str] = []
    try:
        with os.scandir(descriptor) as found:
            for entry in found:
                with suppress(OSError):
                    usage.add(f'{path}{entry.name}', entry.stat(follow_symlinks=False))
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
        if folders and depth >= DEEPEST:
            usage.too_deep = True
            return
        for name in folders:
            with suppress(OSError):
                _count(open_folder(name, descriptor), f'{path}{name}/', depth + 1, usage)
    finally:
        os.close(descriptor)


def open_folder(name: str, parent: int | None = None) -> int:
    """Open a folder for reading, never through a link, though its owner has closed it."""
    try:
        return os.open(name, OPEN_FOLDER, dir_fd=parent)
    except PermissionError:
        handle = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
        try:
            Path(f'/proc/self/fd/{handle}').chmod(0o700)
        finally:
            os.close(handle)
        return os.open(name, OPEN_FOLDER, dir_fd=parent)


def _held_open(pid: int) -> Iterator[os.stat_result]:
    for number in entries(f'/proc/{pid}/fd'):
        with suppress(OSError):
            found = Path(f'/proc/{pid}/fd/{number}').stat()
            if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                yield found


def _held_mapped(pid: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield device, inode and mapped size of deleted files that a process has in its memory."""
    try:
        text = Path(f'/proc/{pid}/maps').read_bytes()
    except OSError:
        return
    for line in text.splitlines():
        # What is shared without a file shows as a deleted /dev/zero; it counts as memory.
        if not line.endswith(b' (deleted)') or line.endswith(b' /dev/zero (deleted)'):
            continue
        fields = line.split(maxsplit=5)
        begin, end = (int(part, 16) for part in fields[ADDRESS].split(b'-'))
        major, minor = (int(part, 16) for part in fields[ADDRESS + 3].split(b':'))
        yield (os.makedev(major, minor), int(fields[INODE])), end - begin
