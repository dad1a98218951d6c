"""The log of one running job: lines go to the store as they come, and the bus says so."""

import logging
import threading
import time
from contextlib import suppress

from redis.exceptions import RedisError

from services.bus import EventBus
from services.events import LogAppended
from services.logs import LogStore
from services.models import Job

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.05
DIM, PLAIN = '\x1b[2m', '\x1b[0m'


class JobLog:
    """Appends lines; listeners are told at once after a pause, and soon after the last line in any case.

    The whole is kept here too: a store that fails or forgets for a while gets it again, and costs no run.
    """

    def __init__(self, job: Job, store: LogStore, bus: EventBus) -> None:
        self._job = job
        self._store = store
        self._bus = bus
        self._whole = bytearray()
        self._sent = 0
        self._told = 0
        self._told_at = 0.0
        self._failing = False
        self._lock = threading.Lock()

    @property
    def length(self) -> int:
        """How many bytes the log has."""
        return len(self._whole)

    def lines(self, lines: list[str]) -> None:
        """Write lines of a tool."""
        data = ''.join(f'{line}\n' for line in lines).encode()
        with self._lock:
            self._whole += data
            self._send()
        if time.monotonic() - self._told_at >= TELL_EVERY_S:
            self.tell()

    def note(self, text: str) -> None:
        """Write a line of our own, set apart from the tool's."""
        self.lines([f'{DIM}{text}{PLAIN}'])

    def tell(self) -> None:
        """Tell listeners how long the stored log is, if it grew since they were told."""
        with self._lock:
            if self._sent < self.length:
                self._send()
            if self._told == self._sent:
                return
            self._told, self._told_at = self._sent, time.monotonic()
        self._bus.publish(LogAppended(self._job.project_id, self._job.id, self._told))

    def text(self) -> bytes:
        """Return the whole log."""
        with self._lock:
            return bytes(self._whole)

    def forget(self) -> None:
        """Drop the running log, which is archived now."""
        with suppress(OSError, RedisError):
            self._store.forget(self._job.id)

    def _send(self) -> None:
        """Store what is not stored yet, or all of it where the store does not hold what it was given."""
        try:
            if self._sent == 0:
                self._store.forget(self._job.id)
            if self._store.append(self._job.id, bytes(self._whole[self._sent :])) != self.length:
                self._store.forget(self._job.id)
                self._store.append(self._job.id, bytes(self._whole))
            self._sent = self.length
        except (OSError, RedisError):
            if not self._failing:
                log.exception('The log of job %s cannot be stored now; it is kept until it can', self._job.id)
            self._failing = True
        else:
            self._failing = False
