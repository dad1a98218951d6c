"""Watches one running command: hands out its lines, counts what it uses, ends it at a limit or when asked to."""

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from workers.sandbox.arguments import WRAPPERS
from workers.sandbox.lines import LineReader
from workers.sandbox.model import Limits, Outcome, Reason
from workers.sandbox.usage import disk_usage, tree_usage

CANCEL_EVERY_S = 0.05
SAMPLE_EVERY_S = 0.1
FIRST_SAMPLE_S = 0.01
DISK_SHARE = 0.2
HAND_OUT_EVERY_S = 0.02
LAST_OUTPUT_S = 0.5
CHUNK = 1 << 16

OnLines = Callable[[list[str]], None]
NO_MORE_PROCESSES = ('Resource temporarily unavailable', 'Cannot fork')
OUT_OF_MEMORY = ('std::bad_alloc', 'out of memory', 'Cannot allocate memory', 'virtual memory exhausted')


class Watch:
    """One command from its start to the moment when nothing of it is left."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        workspace: Path,
        limits: Limits,
        on_lines: OnLines,
        cancel: threading.Event,
        kill: Callable[[], None],
    ) -> None:
        self._process = process
        self._workspace = workspace
        self._limits = limits
        self._on_lines = on_lines
        self._cancel = cancel
        self._kill = kill
        self._reader = LineReader()
        self._waiting: list[str] = []
        self._handed_out = 0.0
        self._output_bytes = 0
        self._output_lines = 0
        self._said: set[Reason] = set()
        self._start = time.monotonic()
        self._first_disk = disk_usage(workspace)
        self._disk_bytes = 0
        self._next_sample = self._start + FIRST_SAMPLE_S
        self._next_disk = self._start + SAMPLE_EVERY_S
        self._peak = 0
        self._cpu_s = 0.0
        self._reason = Reason.NONE

    def run(self) -> Outcome:
        """Return when the command has ended and its last line is handed out."""
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
        self._hand_out([*self._waiting, *self._reader.finish()])
        return self._outcome(exit_code, cpu_s)

    def _follow(self, poll: select.poll, ended: int, output: int) -> None:
        while True:
            ready = {fd for fd, _ in poll.poll(self._patience_ms())}
            if output in ready and not self._read(output):
                poll.unregister(output)
            if ended in ready:
                return
            self._hand_out_waiting()
            self._check()

    def _patience_ms(self) -> int:
        until_sample = max(0.001, self._next_sample - time.monotonic())
        return int(1000 * min(HAND_OUT_EVERY_S if self._waiting else CANCEL_EVERY_S, until_sample))

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
        if self._reason is Reason.OUTPUT:
            return bool(data)
        self._output_bytes += len(data)
        self._output_lines += data.count(b'\n')
        self._waiting += self._reader.feed(data)
        if self._output_bytes > self._limits.output_bytes or self._output_lines > self._limits.output_lines:
            self._end(Reason.OUTPUT)
        self._hand_out_waiting()
        return bool(data)

    def _drain(self, output: int) -> None:
        """Read what is left; a process that kept the pipe open does not hold us up for long."""
        deadline = time.monotonic() + LAST_OUTPUT_S
        while time.monotonic() < deadline:
            readable, _, _ = select.select([output], [], [], max(0.0, deadline - time.monotonic()))
            if not readable or not self._read(output):
                return

    def _hand_out_waiting(self) -> None:
        """Hand out at once after a pause, in batches where many lines come."""
        if self._waiting and time.monotonic() - self._handed_out >= HAND_OUT_EVERY_S:
            lines, self._waiting = self._waiting, []
            self._hand_out(lines)

    def _hand_out(self, lines: list[str]) -> None:
        if not lines:
            return
        for reason, texts in ((Reason.MEMORY, OUT_OF_MEMORY), (Reason.PROCESSES, NO_MORE_PROCESSES)):
            if any(text in line for line in lines for text in texts):
                self._said.add(reason)
        self._on_lines(lines)
        self._handed_out = time.monotonic()

    def _check(self) -> None:
        now = time.monotonic()
        if self._cancel.is_set():
            self._end(Reason.CANCELLED)
        if now - self._start > self._limits.wall_s:
            self._end(Reason.WALL)
        if now >= self._next_sample:
            self._sample_tree()
            # Close together at first, so that a short command is seen at all.
            self._next_sample = now + min(SAMPLE_EVERY_S, now - self._start)
        if now >= self._next_disk:
            self._sample_disk()
            # A large workspace is looked at less often, so that looking stays cheap.
            self._next_disk = now + max(SAMPLE_EVERY_S, (time.monotonic() - now) / DISK_SHARE)

    def _sample_tree(self) -> None:
        usage = tree_usage(self._process.pid)
        self._peak = max(self._peak, usage.memory_bytes)
        self._cpu_s = max(self._cpu_s, usage.cpu_s)
        if usage.memory_bytes > self._limits.memory_bytes:
            self._end(Reason.MEMORY)
        if usage.processes > self._limits.processes + WRAPPERS:
            self._end(Reason.PROCESSES)

    def _sample_disk(self) -> None:
        self._disk_bytes = max(self._disk_bytes, disk_usage(self._workspace) - self._first_disk)
        if self._disk_bytes >= self._limits.disk_bytes:
            self._end(Reason.DISK)

    def _end(self, reason: Reason) -> None:
        if self._reason is Reason.NONE:
            self._reason = reason
        self._kill()

    def _reap(self) -> tuple[int, float]:
        """Return the exit code and the processor time: the kernel's count of the tree, or the last sample if killed."""
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        cpu_s = max(self._cpu_s, used.ru_utime + used.ru_stime)
        return shell_code_to_signal(self._process.returncode), cpu_s

    def _outcome(self, exit_code: int, cpu_s: float) -> Outcome:
        self._disk_bytes = max(self._disk_bytes, disk_usage(self._workspace) - self._first_disk)
        return Outcome(
            exit_code=exit_code,
            reason=self._final_reason(exit_code),
            wall_s=time.monotonic() - self._start,
            cpu_s=cpu_s,
            peak_bytes=self._peak,
            disk_bytes=self._disk_bytes,
            output_bytes=self._output_bytes,
        )

    def _final_reason(self, exit_code: int) -> Reason:
        if self._reason is not Reason.NONE:
            return self._reason
        if exit_code == -signal.SIGXFSZ:
            return Reason.DISK
        if exit_code == -signal.SIGXCPU:
            return Reason.WALL
        if Reason.MEMORY in self._said and exit_code not in (0, 1):
            return Reason.MEMORY
        if Reason.PROCESSES in self._said and exit_code != 0:
            return Reason.PROCESSES
        return Reason.CRASHED if exit_code < 0 else Reason.NONE


def shell_code_to_signal(code: int) -> int:
    """Return `-signal` where a wrapper passed a signal on as 128 + its number."""
    number = code - 128
    return -number if 0 < number <= signal.SIGSYS else code
