"""Watches one running command: hands out its lines, counts what it uses, ends it at a limit or when asked to."""

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workers.sandbox.disk import DiskUsage, disk_usage, nameless_files
from workers.sandbox.lines import LineReader
from workers.sandbox.model import Limits, Outcome, Reason, Usage
from workers.sandbox.usage import Meter, Sample

CANCEL_EVERY_S = 0.05
SAMPLE_EVERY_S = 0.1
FIRST_SAMPLE_S = 0.01
USAGE_EVERY_S = 0.5
DISK_SHARE = 0.3
BUSY_FOR_S = 1.0
"""More processes than allowed may work at once for a moment, as when a compiler starts the next one."""
HAND_OUT_EVERY_S = 0.02
LAST_OUTPUT_S = 0.5
CHUNK = 1 << 16

OnLines = Callable[[list[str]], None]
OnUsage = Callable[[Usage], None]
NO_MORE_PROCESSES = ('Resource temporarily unavailable', 'Cannot fork')
TOO_LARGE = ('File too large', 'File size limit exceeded')
OUT_OF_MEMORY = ('std::bad_alloc', 'out of memory', 'Cannot allocate memory', 'virtual memory exhausted')
COMPLAINTS = {Reason.MEMORY: OUT_OF_MEMORY, Reason.PROCESSES: NO_MORE_PROCESSES, Reason.DISK: TOO_LARGE}
"""What tools print when the kernel refuses them something, before they end by themselves."""


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears a command's lines and its use, and how it is told to stop."""

    on_lines: OnLines
    on_usage: OnUsage
    cancel: threading.Event


class Watch:
    """One command from its start to the moment when nothing of it is left."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        meter: Meter,
        kill: Callable[[], None],
        workspace: Path,
        limits: Limits,
    ) -> None:
        self._process = process
        self._kill = kill
        self._limits = limits
        self._lines = Lines(limits)
        self._start = time.monotonic()
        self._tree = TreeWatch(meter, limits)
        self._disk = DiskWatch(workspace, meter, limits)
        self._next_sample = self._start + FIRST_SAMPLE_S
        self._next_usage = self._start + USAGE_EVERY_S
        self._reason = Reason.NONE

    def run(self, ears: Ears) -> Outcome:
        """Return when the command has ended and its last line is handed out."""
        self._ears = ears
        ended = os.pidfd_open(self._process.pid)
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        output = self._output_fd()
        os.set_blocking(output, False)
        poll.register(output, select.POLLIN | select.POLLHUP)
        try:
            self._follow(poll, ended, output)
        except BaseException:
            self._kill()
            raise
        finally:
            os.close(ended)
            exit_code, cpu_s = self._reap()
        self._drain(output)
        self._lines.hand_out(ears.on_lines, last=True)
        return self._outcome(exit_code, cpu_s)

    def _follow(self, poll: select.poll, ended: int, output: int) -> None:
        while True:
            ready = {fd for fd, _ in poll.poll(self._patience_ms())}
            if output in ready and not self._read(output):
                poll.unregister(output)
            if ended in ready:
                return
            self._lines.hand_out(self._ears.on_lines)
            self._check()

    def _patience_ms(self) -> int:
        until_sample = max(0.001, self._next_sample - time.monotonic())
        return int(1000 * min(HAND_OUT_EVERY_S if self._lines.waiting else CANCEL_EVERY_S, until_sample))

    def _output_fd(self) -> int:
        if self._process.stdout is None:
            raise ValueError('the command was started without a pipe for its output')
        return self._process.stdout.fileno()

    def _read(self, output: int) -> bool:
        """Take what the pipe holds; return whether more may come."""
        try:
            data = os.read(output, CHUNK)
        except BlockingIOError:
            return True
        if self._reason is not Reason.OUTPUT:
            if self._lines.take(data):
                self._end(Reason.OUTPUT)
            self._lines.hand_out(self._ears.on_lines)
        return bool(data)

    def _drain(self, output: int) -> None:
        """Read what is left; a process that kept the pipe open does not hold us up for long."""
        deadline = time.monotonic() + LAST_OUTPUT_S
        while time.monotonic() < deadline:
            readable, _, _ = select.select([output], [], [], max(0.0, deadline - time.monotonic()))
            if not readable or not self._read(output):
                return

    def _check(self) -> None:
        now = time.monotonic()
        if self._ears.cancel.is_set():
            self._end(Reason.CANCELLED)
        if now - self._start > self._limits.wall_s:
            self._end(Reason.WALL)
        if now >= self._next_sample:
            self._end(self._tree.look(now))
            self._end(self._disk.look(now))
            # Close together at first, so that a short command is seen at all.
            self._next_sample = now + min(SAMPLE_EVERY_S, now - self._start)
        if now >= self._next_usage:
            self._next_usage = now + USAGE_EVERY_S
            self._ears.on_usage(self._usage(now))

    def _end(self, reason: Reason) -> None:
        if reason is Reason.NONE:
            return
        if self._reason is Reason.NONE:
            self._reason = reason
        self._kill()

    def _usage(self, now: float) -> Usage:
        tree, disk = self._tree, self._disk
        return Usage(
            self._limits,
            wall_s=now - self._start,
            cpu_s=tree.cpu_s,
            memory_bytes=tree.last.memory_bytes,
            peak_bytes=tree.peak,
            disk_bytes=disk.written,
            waves_bytes=disk.last.waves,
            tasks=tree.last.tasks,
            busy=tree.last.busy,
        )

    def _reap(self) -> tuple[int, float]:
        """Return the exit code and the processor time: the kernel's count of the tree, or the last sample if killed."""
        # What a group counted is gone with the group.
        self._tree.look(time.monotonic())
        # What it started in the background ends with it, while its number still names its group.
        self._kill()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return shell_code_to_signal(self._process.returncode), used.ru_utime + used.ru_stime

    def _outcome(self, exit_code: int, cpu_s: float) -> Outcome:
        wall_s = time.monotonic() - self._start
        tree, disk = self._tree, self._disk
        disk.measure()
        reason = self._final_reason(exit_code)
        return Outcome(
            exit_code=exit_code,
            reason=reason,
            wall_s=wall_s,
            cpu_s=max(tree.cpu_s, cpu_s),
            # The kernel lets nothing grow beyond the limit, so what it ended for want of memory stood there.
            peak_bytes=max(tree.peak, self._limits.memory_bytes) if tree.out_of_memory else tree.peak,
            disk_bytes=disk.written,
            output_bytes=self._lines.bytes,
            output_lines=self._lines.count,
            tasks=tree.most_tasks,
            busy=tree.most_busy,
            largest=disk.last.largest,
            largest_bytes=disk.last.largest_bytes,
            too_deep=disk.last.too_deep,
        )

    def _final_reason(self, exit_code: int) -> Reason:
        if self._reason is not Reason.NONE:
            return self._reason
        if self._disk.full():
            return Reason.DISK
        said, tree = self._lines.said, self._tree
        signals = {-signal.SIGXFSZ: Reason.DISK, -signal.SIGXCPU: Reason.WALL}
        if exit_code in signals:
            return signals[exit_code]
        if tree.out_of_memory or (Reason.MEMORY in said and exit_code not in (0, 1)):
            return Reason.MEMORY
        if (tree.no_task or Reason.PROCESSES in said) and exit_code != 0:
            return Reason.PROCESSES
        if Reason.DISK in said and exit_code != 0:
            return Reason.DISK
        return Reason.CRASHED if exit_code < 0 else Reason.NONE


class Lines:
    """The output of a command, in lines, and how much of it there was."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._reader = LineReader()
        self._handed_out = 0.0
        self.waiting: list[str] = []
        self.bytes = 0
        self.count = 0
        self.said: set[Reason] = set()

    def take(self, data: bytes) -> bool:
        """Add what the command wrote; return whether it is too much."""
        self.bytes += len(data)
        self.count += data.count(b'\n')
        self.waiting += self._reader.feed(data)
        return self.bytes > self._limits.output_bytes or self.count > self._limits.output_lines

    def hand_out(self, on_lines: OnLines, last: bool = False) -> None:
        """Hand out at once after a pause, in batches where many lines come."""
        if last:
            self.waiting += self._reader.finish()
        if not self.waiting or (not last and time.monotonic() - self._handed_out < HAND_OUT_EVERY_S):
            return
        lines, self.waiting = self.waiting, []
        for reason, texts in COMPLAINTS.items():
            if any(text in line for line in lines for text in texts):
                self.said.add(reason)
        on_lines(lines)
        self._handed_out = time.monotonic()


class TreeWatch:
    """Memory, processor time and processes of a command, now and at the worst."""

    def __init__(self, meter: Meter, limits: Limits) -> None:
        self._meter = meter
        self._limits = limits
        self._calm = time.monotonic()
        self.last = Sample()
        self.peak = 0
        self.cpu_s = 0.0
        self.most_tasks = 0
        self.most_busy = 0
        self.out_of_memory = False
        self.no_task = False

    def look(self, now: float) -> Reason:
        """Take a sample; return the limit that it breaks."""
        found = self.last = self._meter.sample()
        self.peak = max(self.peak, found.memory_bytes)
        self.cpu_s = max(self.cpu_s, found.cpu_s)
        self.most_tasks = max(self.most_tasks, found.tasks)
        ended, refused = self._meter.refused()
        self.out_of_memory |= ended
        self.no_task |= refused
        if found.busy <= self._limits.processes:
            self._calm = now
        if self.out_of_memory or found.memory_bytes > self._limits.memory_bytes:
            return Reason.MEMORY
        if now - self._calm > BUSY_FOR_S:
            self.most_busy = max(self.most_busy, found.busy)
            return Reason.PROCESSES
        return Reason.PROCESSES if self.no_task or found.tasks > self._limits.tasks else Reason.NONE


class DiskWatch:
    """What a command writes to its workspace, looked at less often the longer looking takes."""

    def __init__(self, workspace: Path, meter: Meter, limits: Limits) -> None:
        self._workspace = workspace
        self._meter = meter
        self._limits = limits
        self._before = disk_usage(workspace).total
        self._next = time.monotonic() + SAMPLE_EVERY_S
        self.last = DiskUsage()
        self.written = 0

    def look(self, now: float) -> Reason:
        """Measure if it is time for it; return whether the limit is broken."""
        if now < self._next:
            return Reason.NONE
        self.measure()
        self._next = now + max(SAMPLE_EVERY_S, (time.monotonic() - now) / DISK_SHARE)
        return Reason.DISK if self.full() else Reason.NONE

    def full(self) -> bool:
        """Say whether the limit is reached, also where the kernel let a file grow no further and the tool gave up."""
        most = max(self.written, self.last.largest_bytes)
        return most >= self._limits.disk_bytes or self.last.too_deep

    def measure(self) -> None:
        """Count the files of the workspace, and those without a name."""
        self.last = disk_usage(self._workspace)
        used = self.last.total + nameless_files(self._meter.pids())
        self.written = max(self.written, used - self._before)


def shell_code_to_signal(code: int) -> int:
    """Return `-signal` where a wrapper passed a signal on as 128 + its number."""
    number = code - 128
    return -number if 0 < number <= signal.SIGSYS else code
