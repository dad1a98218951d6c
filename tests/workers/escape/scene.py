"""A small world around a workspace, with all that must stay out of reach, and what is seen when something got out."""

import os
import secrets
import socket
import stat
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PLACES = (Path('/dev/shm'), Path('/tmp'), Path('/usr/local/share'), Path('/etc'), Path('/run'))


@dataclass(frozen=True)
class Vector:
    """One way out: files of a project, links in it, the commands of a run, and what is known of it.

    `@NAME@` in texts and arguments stands for places of the scene. `build` makes what the commands need, with real
    tools, once for all levels. `host` says that a machine may refuse it even without a sandbox. `gap` says that level
    L1 does not hold it, which docs/sandbox.md names.
    """

    name: str
    commands: tuple[tuple[str, ...], ...]
    files: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    build: tuple[tuple[str, ...], ...] = ()
    host: bool = False
    gap: bool = False

    def __str__(self) -> str:
        return self.name


def python(name: str, code: str, **more: bool) -> Vector:
    """Return the way out of a Python program, as a cocotb test could take it."""
    # What a program prints that got what it must not get, spelled so that no echo of the source counts.
    head = 'import ctypes, os, socket, struct, sys\nlibc = ctypes.CDLL(None, use_errno=True)\n'
    head += "def harm(): print('HA' + 'RM')\n"
    return Vector(name, (('python3', 'out.py'),), {'out.py': head + code}, **more)


class Scene:
    """Secrets, listeners and processes beside a workspace."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.token = secrets.token_hex(8)
        self.marker = f'a6hub-marker-{secrets.token_hex(8)}'
        self.outside = folder / 'outside'
        self.workspace = folder / 'workspace'
        for made, mode in ((folder, 0o711), (self.outside, 0o777), (self.workspace, 0o700)):
            made.mkdir()
            made.chmod(mode)
        (self.workspace / 'project').mkdir()
        (self.workspace / 'out').mkdir()
        self.secret = self.outside / 'secret.txt'
        self.secret.write_text(f'{self.token}\n')
        (self.outside / 'victim.sv').write_text('module   victim ; endmodule\n')
        (self.outside / 'victim.sv').chmod(0o666)
        (self.outside / 'leak.v').write_text(f'module leak; initial $display("{self.token}"); endmodule\n')
        (self.outside / 'leak.ys').write_text(f'log {self.token}\n')
        self.before = self._state()
        self._listen(stack)
        self.worker = self._process(stack)
        self.tenant = self.worker
        self.tenant_folder = self.outside

    def _listen(self, stack: ExitStack) -> None:
        self.tcp = stack.enter_context(socket.create_server(('127.0.0.1', 0)))
        self.udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.udp.bind(('127.0.0.1', 0))
        self.paths = [f'{self.outside}/socket', f'\0{self.marker}']
        self.unix = [stack.enter_context(socket.socket(socket.AF_UNIX)) for _ in self.paths]
        for listener, path in zip(self.unix, self.paths, strict=True):
            listener.bind(path)
            listener.listen()
        (self.outside / 'socket').chmod(0o777)
        for listener in (self.tcp, self.udp, *self.unix):
            listener.setblocking(False)
        self.before = self._state()

    def _process(self, stack: ExitStack) -> subprocess.Popen[bytes]:
        """Start what stands in for the worker: a secret in its environment, and an open file with one."""
        with self.secret.open() as held:
            return stack.enter_context(
                ending(
                    subprocess.Popen(['sleep', '1000'], env={'A6HUB_SECRET_KEY': self.token}, pass_fds=[held.fileno()])
                )
            )

    @property
    def places(self) -> dict[str, str]:
        """Return what the placeholders of a vector stand for."""
        return {
            'OUTSIDE': str(self.outside),
            'SECRET': str(self.secret),
            'RELATIVE': os.path.relpath(self.secret, self.workspace / 'project'),
            'MARKER': self.marker,
            'WORKER': str(self.worker.pid),
            'TENANT': str(self.tenant.pid),
            'TENANT_FOLDER': str(self.tenant_folder),
            'TCP': str(self.tcp.getsockname()[1]),
            'UDP': str(self.udp.getsockname()[1]),
        }

    def fill(self, text: str) -> str:
        """Put the places of the scene into a text."""
        for name, value in self.places.items():
            text = text.replace(f'@{name}@', value)
        return text

    def lay_out(self, vector: Vector) -> None:
        """Write a vector's files and links into the workspace, as an import would that forgot to refuse links."""
        project = self.workspace / 'project'
        for path, text in vector.files.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(self.fill(text))
        for path, target in vector.links.items():
            (project / path).symlink_to(self.fill(target))

    def harm(self, lines: list[str]) -> list[str]:
        """Return all that got out or in."""
        text = '\n'.join(lines)
        found = ['it was shouted'] * ('HARM' in text) + ['the secret was printed'] * (self.token in text)
        found += [f'{path} holds the secret' for path in self._files() if self.token.encode() in path.read_bytes()]
        found += [f'{path} changed' for path in self._changed()]
        found += [f'{place / self.marker} was made' for place in PLACES if (place / self.marker).exists()]
        found += [f'a socket of family {each.family.name} was reached' for each in self._reached()]
        found += ['the worker was ended'] * (self.worker.poll() is not None)
        found += ['the other job was ended'] * (self.tenant.poll() is not None)
        found += [f'process {process.pid} lives on' for process in self.survivors()]
        return found

    def survivors(self) -> list[psutil.Process]:
        """Return processes that bear the marker, which only a vector's own do."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if any(self.marker in word for word in process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def clean(self) -> None:
        """Take away what got out."""
        for process in self.survivors():
            with suppress(psutil.Error):
                process.kill()
        for place in PLACES:
            (place / self.marker).unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return [path for path in self.workspace.rglob('*') if path.is_file() and not path.is_symlink()]

    def _state(self) -> dict[Path, tuple[float, int]]:
        return {
            path: (path.lstat().st_mtime_ns, path.lstat().st_size if stat.S_ISREG(path.lstat().st_mode) else 0)
            for path in self.outside.rglob('*')
        }

    def _changed(self) -> list[Path]:
        now = self._state()
        return sorted({path for path, _ in now.items() ^ self.before.items()})

    def _reached(self) -> list[socket.socket]:
        found = []
        for listener in (self.tcp, *self.unix):
            with suppress(BlockingIOError):
                listener.accept()[0].close()
                found.append(listener)
        with suppress(BlockingIOError):
            self.udp.recv(100)
            found.append(self.udp)
        return found


class ending(ExitStack):  # noqa: N801 - reads as what it does
    """Ends a process with the scene."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__()
        self._process = process
        self.callback(self._end)

    def __enter__(self) -> subprocess.Popen[bytes]:
        super().__enter__()
        return self._process

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()


def settle(scene: Scene, lines: list[str], seconds: float = 2) -> list[str]:
    """Return the harm after processes that are ending have ended."""
    deadline = time.monotonic() + seconds
    while (found := scene.survivors()) and time.monotonic() < deadline:
        psutil.wait_procs(found, timeout=0.05)
    return scene.harm(lines)
