"""The command lines that wrap a tool: who it runs as, what it sees, how much it may take."""

import math
from pathlib import Path

from workers.sandbox.model import MIB, Command, Limits

JOB = '/job'
PATH = '/usr/bin:/bin'
TEMPORARY_BYTES = 256 * MIB
SHARED_MEMORY_BYTES = 16 * MIB
OPEN_FILES = 1024
WRAPPERS = 4
"""Processes of the sandbox itself, which the kernel and the watchdog count with the tool's."""
CPU_GRACE_S = 5
ADDRESS_SPACE_GRACE = 512 * MIB

UNSHARE = (
    *('--unshare-user', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'),
    *('--disable-userns', '--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL', '--hostname', 'job'),
    *('--die-with-parent', '--new-session', '--clearenv'),
)
SYSTEM = (
    *('--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/sbin', '/sbin'),
    *('--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64'),
    *('--ro-bind-try', '/etc/alternatives', '/etc/alternatives'),
    *('--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache'),
)
# /dev is a writable tmpfs without a limit unless it is mounted again, and /dev/shm belongs to it.
KERNEL = (
    *('--proc', '/proc', '--dev', '/dev', '--remount-ro', '/dev'),
    *('--size', str(TEMPORARY_BYTES), '--tmpfs', '/tmp'),  # noqa: S108 - the sandbox's own
    *('--size', str(SHARED_MEMORY_BYTES), '--tmpfs', '/dev/shm'),  # noqa: S108
)
DIE_WITH_WORKER = ('setpriv', '--pdeathsig', 'KILL', '--')
"""Ends a command with the thread that started it, where bubblewrap does not see to that."""


def as_user(uid: int | None) -> tuple[str, ...]:
    """Return the prefix that drops to `uid`; without one the tool runs as the worker's own user.

    It comes before anything else, since RLIMIT_NPROC does not hold for root.
    """
    if uid is None:
        return ()
    return ('setpriv', '--reuid', str(uid), '--regid', str(uid), '--clear-groups', '--')


def within(limits: Limits, others: int = 0, address_space: bool = True) -> tuple[str, ...]:
    """Return the prefix that sets the limits the kernel keeps for each process.

    `others` are tasks that the kernel counts with the tool's; `address_space` stands in for a real limit of memory.
    """
    return (
        'prlimit',
        # The time of all threads of a process counts.
        f'--cpu={math.ceil(limits.wall_s + CPU_GRACE_S) * limits.processes}',
        *([f'--as={limits.memory_bytes + ADDRESS_SPACE_GRACE}'] if address_space else []),
        f'--fsize={limits.disk_bytes}',
        f'--nproc={limits.tasks + WRAPPERS + others}',
        f'--nofile={OPEN_FILES}',
        '--core=0',
        '--',
    )


def line_by_line() -> tuple[str, ...]:
    """Return the prefix that makes a C program hand out each line when it has written it, though a pipe reads it."""
    return ('stdbuf', '-oL', '--')


def in_namespaces(command: Command, workspace: Path, seccomp_fd: int, info_fd: int) -> tuple[str, ...]:
    """Return bubblewrap's command line up to the tool's own."""
    mounts = [item for path in command.read_only for item in ('--ro-bind', str(path), str(path))]
    settings = [item for name, value in environment(command, JOB).items() for item in ('--setenv', name, value)]
    return (
        'bwrap',
        *UNSHARE,
        *SYSTEM,
        *KERNEL,
        *mounts,
        *settings,
        *('--bind', str(workspace), JOB, '--chdir', f'{JOB}/{command.cwd}', '--remount-ro', '/'),
        *('--seccomp', str(seccomp_fd), '--info-fd', str(info_fd), '--'),
    )


def environment(command: Command, home: str, temporary: str = '/tmp') -> dict[str, str]:  # noqa: S108
    """Return everything the tool finds in its environment."""
    base = {'PATH': PATH, 'HOME': home, 'TMPDIR': temporary, 'TMP': temporary, 'LANG': 'C.UTF-8'}
    return base | dict(command.env)
