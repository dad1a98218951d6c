"""Finds out whether this process may make control groups, in either of the two versions, and makes them.

Nothing is assumed: each way in which a host refuses has its sentence, which health shows.
"""

import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psutil

from workers.sandbox.cgroup import Group, LegacyGroup, UnifiedGroup
from workers.sandbox.model import Limits

NEEDED = ('memory', 'pids')
PREFIX = 'a6hub-'
OURS = f'{PREFIX}own'
"""The group into which version 2 makes us move, since only a group without processes hands controllers on."""
OCTAL = re.compile(r'\\([0-7]{3})')
_numbers = count()


class CgroupError(OSError):
    """Control groups cannot be used here; the message says why."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A mounted hierarchy: which version, with which controllers, and the folder of this process's own group."""

    version: int
    controllers: frozenset[str]
    own: Path


class Groups(ABC):
    """Makes the groups of commands below this process's own."""

    @contextmanager
    def open(self, limits: Limits) -> Iterator[Group]:
        """Hold a group for one command."""
        group = self._make(f'{PREFIX}{os.getpid()}-{next(_numbers)}', limits)
        try:
            yield group
        finally:
            group.close()

    @abstractmethod
    def _make(self, name: str, limits: Limits) -> Group:
        """Make an empty group with these limits."""


class UnifiedGroups(Groups):
    """Version 2, where systemd or a container's engine has delegated a group to us."""

    def __init__(self, own: Path) -> None:
        self._base = own.parent if own.name == OURS else own
        if missing := [name for name in NEEDED if name not in _words(self._base / 'cgroup.controllers')]:
            raise CgroupError(f'the control group {self._base} has no {" and ".join(missing)} controller')
        try:
            self._hand_on()
        except PermissionError:
            raise CgroupError(f'the control group {self._base} is not delegated to this user') from None
        except OSError as error:
            raise CgroupError(
                f'the control group {self._base} cannot hand its controllers on ({error.strerror}): '
                'it must hold no other processes than the server'
            ) from None
        _sweep(self._base)

    def _make(self, name: str, limits: Limits) -> Group:
        return UnifiedGroup([self._base / name], limits)

    def _hand_on(self) -> None:
        control = self._base / 'cgroup.subtree_control'
        wanted = [name for name in (*NEEDED, 'cpu') if name in _words(self._base / 'cgroup.controllers')]
        if not set(wanted) <= _words(control):
            ours = self._base / OURS
            ours.mkdir(exist_ok=True)
            for pid in map(int, (self._base / 'cgroup.procs').read_text().split()):
                if _belongs_to_us(pid):
                    (ours / 'cgroup.procs').write_text(str(pid))
            control.write_text(' '.join(f'+{name}' for name in wanted))
        elif not os.access(self._base / 'cgroup.procs', os.W_OK):
            raise PermissionError


class LegacyGroups(Groups):
    """Version 1, which only root may use."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        for folder in folders:
            if not os.access(folder, os.W_OK):
                raise CgroupError(f'the control group {folder} (version 1) is not writable for this user')
            _sweep(folder)

    def _make(self, name: str, limits: Limits) -> Group:
        return LegacyGroup([folder / name for folder in self._folders], limits)


def open_groups(proc: Path = Path('/proc/self')) -> Groups:
    """Return what this host lets us use, or raise `CgroupError`."""
    found = hierarchies((proc / 'mountinfo').read_text(), (proc / 'cgroup').read_text())
    unified = next((each for each in found if each.version == 2 and each.controllers & set(NEEDED)), None)
    if unified is not None:
        return UnifiedGroups(unified.own)
    legacy = {name: each.own for each in found if each.version == 1 for name in each.controllers}
    if missing := [name for name in NEEDED if name not in legacy]:
        raise CgroupError(f'no control group hierarchy with the {" and ".join(missing)} controller is mounted')
    # Version 1 may mount several controllers together; a folder is made once.
    names = [*NEEDED, *(['cpuacct'] if 'cpuacct' in legacy else [])]
    if len({legacy[name] for name in names}) < len(names):
        raise CgroupError('memory, pids and cpuacct of control groups version 1 share a hierarchy here')
    return LegacyGroups([legacy[name] for name in names])


def hierarchies(mountinfo: str, cgroup: str) -> list[Hierarchy]:
    """Return the mounted hierarchies with this process's group in each; one outside of what is mounted is left out."""
    own = {}
    for line in cgroup.splitlines():
        _, controllers, group = line.split(':', 2)
        own[frozenset(filter(None, controllers.split(',')))] = group
    found = []
    for line in mountinfo.splitlines():
        root, mounted, kind, options = _mount(line)
        if kind not in {'cgroup', 'cgroup2'}:
            continue
        for named, group in own.items():
            if (kind == 'cgroup2') != (not named) or not named <= options:
                continue
            with suppress(ValueError):
                folder = Path(mounted) / Path(group).relative_to(root)
                here = frozenset(_words(folder / 'cgroup.controllers')) if kind == 'cgroup2' else named
                found.append(Hierarchy(2 if kind == 'cgroup2' else 1, here, folder))
    return found


def _mount(line: str) -> tuple[str, str, str, set[str]]:
    """Return root, mount point, kind and options of a line of `mountinfo`."""
    before, _, after = line.partition(' - ')
    fields, (kind, _, options) = before.split(), after.split(maxsplit=2)
    root, mounted = (OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[index]) for index in (3, 4))
    return root, mounted, kind, set(options.split(','))


def _words(path: Path) -> set[str]:
    try:
        return set(path.read_text().split())
    except OSError:
        return set()


def _belongs_to_us(pid: int) -> bool:
    """Say whether a process is one of the server: it runs the same interpreter, which a person's shell does not."""
    try:
        return Path(f'/proc/{pid}/exe').readlink() == Path('/proc/self/exe').readlink()
    except OSError:
        return False


def _sweep(base: Path) -> None:
    """Remove the groups of workers that were killed; their processes died with them."""
    for folder in base.glob(f'{PREFIX}*-*'):
        process = folder.name.removeprefix(PREFIX).partition('-')[0]
        if process.isdigit() and not psutil.pid_exists(int(process)):
            with suppress(OSError):
                folder.rmdir()
