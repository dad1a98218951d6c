"""Starts tools: the only place where a process with a user's design begins."""

import os
import signal
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from workers.sandbox import arguments, landlock, seccomp
from workers.sandbox.cgroup_host import Groups, open_groups
from workers.sandbox.folder import make_job_folder
from workers.sandbox.inner import InnerProcess
from workers.sandbox.model import Command, Level, Limits, Outcome
from workers.sandbox.tidy import disarm
from workers.sandbox.uids import UidPool
from workers.sandbox.usage import GroupMeter, Meter, TreeMeter, entries
from workers.sandbox.watch import Ears, OnLines, OnUsage, Watch

TEMPORARY = '.tmp'
GONE_S = 2.0


class SandboxError(Exception):
    """No command can be run safely here; the message says why."""


class Launcher:
    """Runs commands at one level of isolation, each workspace under its own user id when the worker is root."""

    def __init__(self, level: Level, folder: Path, allow_none: bool = False) -> None:
        if level is Level.NONE and not allow_none:
            raise SandboxError(
                'This host offers no isolation (neither namespaces nor Landlock), so designs are not run on it. '
                'Install bubblewrap and allow unprivileged user namespaces, or serve one person on loopback only.'
            )
        self.level = level
        self.folder = folder
        make_job_folder(folder)
        self._groups = open_groups() if level is Level.CGROUPS else None
        # Levels with isolation never run a tool as root.
        self._uids = UidPool() if os.geteuid() == 0 and level is not Level.NONE else None

    @contextmanager
    def open(self, workspace: Path) -> Iterator['Sandbox']:
        """Hand the workspace to a user id of its own for as long as commands run in it."""
        if self._uids is None:
            yield self._sandbox(workspace, None)
            return
        with self._uids.claim() as uid:
            # A worker that was killed may have left something of an earlier job.
            _end_leftovers_of(uid)
            _give(workspace, uid)
            try:
                yield self._sandbox(workspace, uid)
            finally:
                _end_processes_of(uid)

    def run(
        self, command: Command, workspace: Path, limits: Limits, on_lines: OnLines, cancel: threading.Event
    ) -> Outcome:
        """Run one command in a workspace of its own."""
        with self.open(workspace) as sandbox:
            return sandbox.run(command, limits, on_lines, cancel)

    def _sandbox(self, workspace: Path, uid: int | None) -> 'Sandbox':
        if self._groups is not None:
            return CgroupSandbox(workspace, uid, self._groups)
        if self.level is Level.NAMESPACES:
            return NamespaceSandbox(workspace, uid)
        return LandlockSandbox(workspace, uid) if self.level is Level.LANDLOCK else OpenSandbox(workspace, uid)


@dataclass(frozen=True, slots=True)
class Started:
    """A command that runs: how to look at it, how to end it, and what the kernel says at the end that it used."""

    process: subprocess.Popen[bytes]
    meter: Meter
    kill: Callable[[], None]
    used: Callable[[], tuple[float, int]] = lambda: (0.0, 0)


class Sandbox(ABC):
    """Runs commands one after the other in one workspace; subclasses say how a command is contained."""

    def __init__(self, workspace: Path, uid: int | None) -> None:
        self.workspace = workspace
        self.uid = uid

    def run(
        self,
        command: Command,
        limits: Limits,
        on_lines: OnLines,
        cancel: threading.Event,
        on_usage: OnUsage = lambda _: None,
    ) -> Outcome:
        """Run one command, hand out its lines and about twice a second what it uses, and return how it ended.

        The calling thread must live as long as the command: the kernel ties the sandbox's life to it.
        """
        folders = [path.name for path in self.workspace.iterdir() if path.is_dir() and not path.is_symlink()]
        with self._started(command, limits) as started:
            watch = Watch(started.process, started.meter, started.kill, self.workspace, limits)
            outcome = watch.run(Ears(on_lines, on_usage, cancel))
            cpu_s, peak_bytes = started.used()
        disarm(self.workspace, folders)
        return replace(outcome, cpu_s=max(outcome.cpu_s, cpu_s), peak_bytes=max(outcome.peak_bytes, peak_bytes))

    @abstractmethod
    def _started(self, command: Command, limits: Limits) -> AbstractContextManager[Started]:
        """Start the command with its output in a pipe."""


class NamespaceSandbox(Sandbox):
    """bubblewrap with the filter; limits of the kernel inside, the watchdog outside."""

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[Started]:
        with self._in_namespaces(command, limits, ()) as (process, inner):
            meter = TreeMeter(process.pid, limits.memory_bytes)
            yield Started(process, meter, lambda: kill_group(process.pid), inner.used)

    @contextmanager
    def _in_namespaces(
        self, command: Command, limits: Limits, joining: tuple[str, ...]
    ) -> Iterator[tuple[subprocess.Popen[bytes], InnerProcess]]:
        program, inner = seccomp.program_fd(), InnerProcess()
        argv = (
            *joining,
            *arguments.as_user(self.uid),
            *arguments.in_namespaces(command, self.workspace, program, inner.writer),
            # A group limits memory itself, and exactly; then a tool may reserve as many addresses as it likes.
            *arguments.within(limits, address_space=not joining),
            *arguments.line_by_line(),
            *command.argv,
        )
        try:
            process = _start(argv, cwd=Path('/'), pass_fds=(program, inner.writer))
        finally:
            os.close(program)
            inner.started()
        try:
            with process:
                yield process, inner
        finally:
            inner.close()


class CgroupSandbox(NamespaceSandbox):
    """Namespaces, and a control group around them, in which the kernel counts and limits all of a command's use."""

    def __init__(self, workspace: Path, uid: int | None, groups: Groups) -> None:
        super().__init__(workspace, uid)
        self._groups = groups

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[Started]:
        with (
            self._groups.open(limits) as group,
            self._in_namespaces(command, limits, group.joining) as (process, inner),
        ):

            def kill() -> None:
                kill_group(process.pid)
                group.kill()

            yield Started(process, group, kill, inner.used)


class LandlockSandbox(Sandbox):
    """Landlock and the filter on the process itself; its group holds the tree together."""

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[Started]:
        temporary = self.workspace / TEMPORARY
        temporary.mkdir(exist_ok=True)
        if self.uid is not None:
            os.chown(temporary, self.uid, self.uid)
        ruleset, confine = landlock.confinement(self.workspace, command.read_only)
        argv = (
            *arguments.DIE_WITH_WORKER,
            *arguments.within(limits, others=_threads_of(os.getuid()) if self.uid is None else 0),
            *arguments.line_by_line(),
            *command.argv,
        )
        environment = arguments.environment(command, str(self.workspace), str(temporary))
        try:
            process = _start(
                argv,
                cwd=self.workspace / command.cwd,
                pass_fds=(ruleset,),
                env=environment,
                uid=self.uid,
                prepare=confine,
            )
        finally:
            os.close(ruleset)
        with process:
            yield Started(process, GroupMeter(process.pid, limits.memory_bytes), lambda: kill_group(process.pid))


class OpenSandbox(Sandbox):
    """No isolation: limits and the watchdog only, for a single person on loopback."""

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[Started]:
        temporary = self.workspace / TEMPORARY
        temporary.mkdir(exist_ok=True)
        argv = (
            *arguments.DIE_WITH_WORKER,
            *arguments.within(limits, others=_threads_of(os.getuid())),
            *arguments.line_by_line(),
            *command.argv,
        )
        environment = arguments.environment(command, str(self.workspace), str(temporary))
        with _start(argv, cwd=self.workspace / command.cwd, env=environment) as process:
            meter = GroupMeter(process.pid, limits.memory_bytes)
            yield Started(process, meter, lambda: _kill_all(process.pid, meter))


def _kill_all(pid: int, meter: Meter) -> None:
    """End a tree of which parts may have left the group."""
    members = meter.pids()
    kill_group(pid)
    for member in members:
        if member != pid:
            with suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)


def _start(
    argv: tuple[str, ...],
    cwd: Path,
    pass_fds: tuple[int, ...] = (),
    env: dict[str, str] | None = None,
    uid: int | None = None,
    prepare: landlock.Prepare | None = None,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - argv lists only; user text stands in files with fixed names
        argv,
        cwd=cwd,
        env={'PATH': arguments.PATH} if env is None else env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=pass_fds,
        start_new_session=True,
        user=uid,
        group=uid,
        extra_groups=None if uid is None else [],
        preexec_fn=prepare,
    )


def kill_group(group: int) -> None:
    """End every process of a group at once."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _give(workspace: Path, uid: int) -> None:
    """Make the job's user the owner of all that lies in the workspace, and of nothing that a link points to."""
    for folder, _, names in os.walk(workspace):
        os.chown(folder, uid, uid)
        for name in names:
            os.chown(Path(folder, name), uid, uid, follow_symlinks=False)


def _end_leftovers_of(uid: int) -> None:
    """End what an earlier command left, and wait a moment until it is gone: RLIMIT_NPROC counts the dead as well."""
    deadline = time.monotonic() + GONE_S
    while _end_processes_of(uid) and time.monotonic() < deadline:
        time.sleep(0.01)


def _end_processes_of(uid: int) -> int:
    """End every process of a user; return how many there were, with those whose end nobody has taken note of."""
    found = 0
    # The owner of a folder in /proc is the process's user; asking each process would cost much more.
    for name in entries('/proc'):
        if name.isdigit():
            with suppress(OSError):
                if Path('/proc', name).stat().st_uid == uid:
                    found += 1
                    os.kill(int(name), signal.SIGKILL)
    return found


def _threads_of(uid: int) -> int:
    """Count the threads of a user, which RLIMIT_NPROC counts too."""
    total = 0
    for process in psutil.process_iter():
        try:
            total += process.num_threads() if process.uids().real == uid else 0
        except psutil.Error:
            continue
    return total
