"""Starts tools: the only place where a process with a user's design begins."""

import os
import signal
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psutil

from workers.sandbox import arguments, landlock, seccomp
from workers.sandbox.folder import make_job_folder
from workers.sandbox.inner import InnerProcess
from workers.sandbox.model import Command, Level, Limits, Outcome
from workers.sandbox.uids import UidPool
from workers.sandbox.usage import tree
from workers.sandbox.watch import OnLines, Watch

TEMPORARY = '.tmp'


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
            _end_processes_of(uid)
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
        if self.level >= Level.NAMESPACES:
            return NamespaceSandbox(workspace, uid)
        return LandlockSandbox(workspace, uid) if self.level is Level.LANDLOCK else OpenSandbox(workspace, uid)


class Sandbox(ABC):
    """Runs commands one after the other in one workspace; subclasses say how a command is contained."""

    def __init__(self, workspace: Path, uid: int | None) -> None:
        self.workspace = workspace
        self.uid = uid

    def run(self, command: Command, limits: Limits, on_lines: OnLines, cancel: threading.Event) -> Outcome:
        """Run one command, hand out its lines as they come, and return how it ended.

        The calling thread must live as long as the command: the kernel ties the sandbox's life to it.
        """
        with self._started(command, limits) as process:
            return Watch(process, self.workspace, limits, on_lines, cancel, lambda: self._kill(process.pid)).run()

    def _kill(self, pid: int) -> None:
        """End the command; at the levels with isolation nothing of it can leave its group or its namespace."""
        kill_group(pid)

    @abstractmethod
    def _started(self, command: Command, limits: Limits) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """Start the command with its output in a pipe."""


class NamespaceSandbox(Sandbox):
    """bubblewrap with the filter; limits of the kernel inside, the watchdog outside."""

    def run(self, command: Command, limits: Limits, on_lines: OnLines, cancel: threading.Event) -> Outcome:
        self._inner = InnerProcess()
        try:
            outcome = super().run(command, limits, on_lines, cancel)
            cpu_s, peak_bytes = self._inner.used()
        finally:
            self._inner.close()
        return replace(outcome, cpu_s=max(outcome.cpu_s, cpu_s), peak_bytes=max(outcome.peak_bytes, peak_bytes))

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
        program = seccomp.program_fd()
        argv = (
            *arguments.as_user(self.uid),
            *arguments.in_namespaces(command, self.workspace, program, self._inner.writer),
            *arguments.within(limits, limits.processes),
            *arguments.line_by_line(),
            *command.argv,
        )
        try:
            process = _start(argv, cwd=Path('/'), pass_fds=(program, self._inner.writer))
        finally:
            os.close(program)
            self._inner.started()
        with process:
            yield process


class LandlockSandbox(Sandbox):
    """Landlock and the filter on the process itself; its group holds the tree together."""

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
        temporary = self.workspace / TEMPORARY
        temporary.mkdir(exist_ok=True)
        if self.uid is not None:
            os.chown(temporary, self.uid, self.uid)
        ruleset, confine = landlock.confinement(self.workspace, command.read_only)
        argv = (
            *arguments.DIE_WITH_WORKER,
            *arguments.within(limits, self._processes(limits)),
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
            yield process

    def _processes(self, limits: Limits) -> int:
        """Count on top of what the user runs already: without a namespace the kernel counts all of it."""
        return limits.processes if self.uid is not None else limits.processes + _threads_of(os.getuid())


class OpenSandbox(Sandbox):
    """No isolation: limits and the watchdog only, for a single person on loopback."""

    @contextmanager
    def _started(self, command: Command, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
        temporary = self.workspace / TEMPORARY
        temporary.mkdir(exist_ok=True)
        argv = (
            *arguments.DIE_WITH_WORKER,
            *arguments.within(limits, limits.processes + _threads_of(os.getuid())),
            *arguments.line_by_line(),
            *command.argv,
        )
        environment = arguments.environment(command, str(self.workspace), str(temporary))
        with _start(argv, cwd=self.workspace / command.cwd, env=environment) as process:
            yield process

    def _kill(self, pid: int) -> None:
        members = tree(pid)
        kill_group(pid)
        for member in members[1:]:
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


def _end_processes_of(uid: int) -> None:
    # The owner of a folder in /proc is the process's user; asking each process would cost much more.
    for entry in os.scandir('/proc'):
        if entry.name.isdigit():
            with suppress(OSError):
                if entry.stat().st_uid == uid:
                    os.kill(int(entry.name), signal.SIGKILL)


def _threads_of(uid: int) -> int:
    """Count the threads of a user, which RLIMIT_NPROC counts too."""
    total = 0
    for process in psutil.process_iter():
        try:
            total += process.num_threads() if process.uids().real == uid else 0
        except psutil.Error:
            continue
    return total
