"""What the first process inside a sandbox used, with all its children, as the kernel counted it.

bubblewrap ends without waiting for that process, which then falls to the nearest reaper above: the worker,
where it asked to be one. Without that the samples of the watch have to do.
"""

import ctypes
import json
import os
import time

PR_SET_CHILD_SUBREAPER = 36
END_S = 1.0
LONGEST_INFO = 4096


def become_reaper() -> None:
    """Let orphans of this process's descendants become its children, so that their use can be read."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class InnerProcess:
    """The pipe on which bubblewrap tells the process id, and what that process has used at its end."""

    def __init__(self) -> None:
        self._reader, self.writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def started(self) -> None:
        """Close our end of what bubblewrap writes to."""
        os.close(self.writer)

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._reader)

    def used(self) -> tuple[float, int]:
        """Return processor time in seconds and the peak memory of the largest process in bytes; zero if unknown."""
        pid = self._pid()
        deadline = time.monotonic() + END_S
        while pid and time.monotonic() < deadline:
            try:
                ended, _, usage = os.wait4(pid, os.WNOHANG)
            except ChildProcessError:
                return 0.0, 0
            if ended:
                return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
            time.sleep(0.001)
        return 0.0, 0

    def _pid(self) -> int:
        try:
            return int(json.loads(os.read(self._reader, LONGEST_INFO))['child-pid'])
        except (OSError, ValueError, KeyError):
            return 0
