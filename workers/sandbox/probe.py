"""Finds out at start what isolation this host really gives: each level must work, and must refuse what it forbids."""

import os
import secrets
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from workers.sandbox.folder import make_job_folder
from workers.sandbox.launcher import Launcher
from workers.sandbox.model import GIB, MIB, Command, Level, Limits, Reason

WORKS = 'works'
# Each line shows one forbidden thing that went through.
SCRIPT = f"""
echo {WORKS} > made && cat made > "$TMPDIR/made" && cat "$TMPDIR/made"
cat "$1/secret" 2>/dev/null && echo leaked: a file outside the workspace
(echo x > "$1/written") 2>/dev/null && echo leaked: wrote outside the workspace
(exec 3<>/dev/tcp/127.0.0.1/$2) 2>/dev/null && echo leaked: reached the network
kill -0 $3 2>/dev/null && echo leaked: could signal the worker
unshare --user true 2>/dev/null && echo leaked: made a namespace
exit 0
"""
LIMITS = Limits(wall_s=10, memory_bytes=512 * MIB, disk_bytes=MIB, output_bytes=MIB, processes=4)
CANARY_MIB = 64


@dataclass(frozen=True, slots=True)
class Isolation:
    """The best level that held, and why each better one did not."""

    level: Level
    refused: tuple[tuple[Level, str], ...] = ()

    def __str__(self) -> str:
        reasons = ''.join(f'; level {level.value} not: {reason}' for level, reason in self.refused)
        return f'level {self.level.value} ({self.level.title}){reasons}'


def probe(folder: Path, levels: tuple[Level, ...] = (Level.CGROUPS, Level.NAMESPACES, Level.LANDLOCK)) -> Isolation:
    """Try the levels from the best down and return the first that holds."""
    make_job_folder(folder)
    refused: list[tuple[Level, str]] = []
    for level in levels:
        reason = why_not(level, folder)
        if not reason:
            return Isolation(level, tuple(refused))
        refused.append((level, reason))
    return Isolation(Level.NONE, tuple(refused))


def why_not(level: Level, folder: Path, allow_none: bool = False) -> str:
    """Return what fails or leaks at a level, or '' where it holds."""
    with _scene(folder) as (workspace, outside, port):
        lines: list[str] = []
        command = Command(('bash', '-c', SCRIPT, 'probe', str(outside), str(port), str(os.getpid())))
        try:
            launcher = Launcher(level, folder, allow_none)
            launcher.run(command, workspace, LIMITS, lines.extend, threading.Event())
            if WORKS not in lines:
                return ' '.join(lines[:3]) or 'the test command did not run'
            unlimited = memory_without_limit(launcher, workspace) if level is Level.CGROUPS else ''
        except OSError as error:
            return str(error)
        return ', '.join([line for line in lines if line.startswith('leaked')] + [unlimited] * bool(unlimited))


def memory_without_limit(launcher: Launcher, workspace: Path) -> str:
    """Return what is wrong with the group's limit of memory, tried where only the kernel looks."""
    command = Command(('dd', 'if=/dev/zero', 'of=/tmp/canary', 'bs=1M', f'count={CANARY_MIB}', 'status=none'))
    limits = replace(LIMITS, memory_bytes=CANARY_MIB * MIB // 2, disk_bytes=GIB)
    outcome = launcher.run(command, workspace, limits, lambda _: None, threading.Event())
    return '' if outcome.reason is Reason.MEMORY else f'the memory limit did not hold ({outcome.reason})'


@contextmanager
def _scene(folder: Path) -> Iterator[tuple[Path, Path, int]]:
    """Give a workspace, a folder beside it that anyone may use, and a port that listens."""
    base = folder / f'probe-{secrets.token_hex(4)}'
    workspace, outside = base / 'workspace', base / 'outside'
    for made, mode in ((base, 0o711), (workspace, 0o700), (outside, 0o777)):
        made.mkdir()
        made.chmod(mode)
    (outside / 'secret').write_text('secret\n')
    (outside / 'secret').chmod(0o644)
    try:
        with socket.create_server(('127.0.0.1', 0)) as listener:
            yield workspace, outside, listener.getsockname()[1]
    finally:
        shutil.rmtree(base)
