"""A bus between the processes of one host: each one listens on a Unix datagram socket in a shared folder."""

import contextlib
import os
import socket
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from services.bus.memory import MemoryBus
from services.bus.protocol import Handler, decode, encode
from services.events import Event

_LARGEST = 1 << 16
_PATH_LIMIT = 100
"""A socket's path has at most 107 bytes on Linux; longer ones are reached through the folder's descriptor."""


class LocalBus:
    """Publishing sends one datagram to every socket in the folder; a dead process's socket is swept away."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder.absolute()
        self._descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        self._name = f'{os.getpid()}-{uuid.uuid4().hex[:8]}'
        self._inside = MemoryBus()
        self._sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sender.setblocking(False)
        self._receiver: socket.socket | None = None
        self._lock = threading.Lock()

    def publish(self, event: Event) -> None:
        self._inside.publish(event)
        data = encode(event)
        for path in self._folder.iterdir():
            if path.name != self._name:
                self._send(path, data)

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        with self._lock:
            if self._receiver is None:
                self._listen()
        return self._inside.subscribe(handler)

    def close(self) -> None:
        self._inside.close()
        with self._lock:
            if self._receiver is not None:
                with contextlib.suppress(OSError):
                    self._receiver.shutdown(socket.SHUT_RDWR)
                self._receiver.close()
                (self._folder / self._name).unlink(missing_ok=True)
                self._receiver = None
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1
        self._sender.close()

    def _listen(self) -> None:
        self._receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._receiver.bind(self._address(self._folder / self._name))
        threading.Thread(target=self._receive, args=(self._receiver,), name='bus', daemon=True).start()

    def _receive(self, receiver: socket.socket) -> None:
        while True:
            try:
                data = receiver.recv(_LARGEST)
            except OSError:
                return
            if not data:
                return
            with contextlib.suppress(ValueError):
                self._inside.publish(decode(data))

    def _send(self, path: Path, data: bytes) -> None:
        try:
            self._sender.sendto(data, self._address(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
        except OSError:
            # The listener's queue is full: events are hints, and it looks at the rows by itself.
            return

    def _address(self, path: Path) -> str:
        text = str(path)
        return text if len(os.fsencode(text)) < _PATH_LIMIT else f'/proc/self/fd/{self._descriptor}/{path.name}'
