"""One server process that a test starts: it ends with the tests, even when they are killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER_PREFIX = 'a6hub-tests-'


class ServerProcess:
    """A child process with a log file; the kernel ends it when the test process dies."""

    def __init__(
        self,
        argv: Sequence[str],
        folder: Path,
        name: str,
        *,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = folder / f'{name}.log'
        self._stop_signal = stop_signal
        with self.log.open('ab') as log:
            self._process = subprocess.Popen(
                [*_setpriv(stop_signal, user), *argv],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until(self, ready: Callable[[], bool], timeout_s: float = 60) -> None:
        """Return once `ready` answers true; a server that ends or takes too long is an error with its log."""
        deadline = time.monotonic() + timeout_s
        while not ready():
            if self._process.poll() is not None:
                raise RuntimeError(f'{self.name} ended with code {self._process.returncode}:\n{self.tail()}')
            if time.monotonic() > deadline:
                raise TimeoutError(f'{self.name} was not ready after {timeout_s} s:\n{self.tail()}')
            time.sleep(0.05)

    def tail(self, lines: int = 40) -> str:
        """Return the last lines of the log."""
        return '\n'.join(self.log.read_text(errors='replace').splitlines()[-lines:])

    def stop(self, timeout_s: float = 15) -> int:
        """End the server and everything it started, and return its exit code."""
        self._process.send_signal(self._stop_signal)
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return self.kill()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self, timeout_s: float = 60) -> int:
        """Return the exit code of a process that ends by itself."""
        return self._process.wait(timeout_s)

    def kill(self) -> int:
        """Kill the server at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()


class Restartable:
    """A server that a test kills and starts again as it was."""

    def __init__(self, begin: Callable[[], ServerProcess], answers: Callable[[], bool]) -> None:
        self._begin = begin
        self._answers = answers
        self._process: ServerProcess | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = self._begin()
        self._process.wait_until(self._answers)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        assert self._process is not None
        self._process.kill()

    def stop(self) -> None:
        """End it in order."""
        assert self._process is not None
        self._process.stop()


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """Give a folder that other users can enter, and remove it; folders of tests that were killed go first."""
    _remove_stale_folders()
    folder = Path(tempfile.mkdtemp(prefix=f'{FOLDER_PREFIX}{os.getpid()}-{name}-'))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


def accepts_connections(port: int) -> bool:
    """Tell whether something listens on this port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(('127.0.0.1', port)) == 0


def _setpriv(death_signal: signal.Signals, user: str | None) -> list[str]:
    # NOTE: setpriv sets the death signal after it changes the user; a change of user clears it.
    identity = ['--reuid', user, '--regid', user, '--clear-groups'] if user else []
    return ['setpriv', '--pdeathsig', death_signal.name.removeprefix('SIG'), *identity, '--']


def _remove_stale_folders() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f'{FOLDER_PREFIX}*'):
        pid = folder.name.removeprefix(FOLDER_PREFIX).split('-')[0]
        if pid.isdigit() and not Path('/proc', pid).exists():
            shutil.rmtree(folder, ignore_errors=True)
