"""Says every few seconds that this worker lives, with what isolation, and with which tools."""

import logging
import threading
from dataclasses import replace

from redis.exceptions import RedisError

from services.worker_board import WorkerBoard, WorkerStatus
from workers.running import RunningJobs

log = logging.getLogger(__name__)

EVERY_S = 3.0


class Announcer:
    """Posts the worker's status while it runs."""

    def __init__(self, board: WorkerBoard, status: WorkerStatus, running: RunningJobs) -> None:
        self._board = board
        self._status = status
        self._running = running
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._loop, name='announce', daemon=True)

    def start(self) -> None:
        """Post now and from now on."""
        self._thread.start()

    def close(self) -> None:
        """Post no more, and take the last post away."""
        self._closing.set()
        self._thread.join(5)
        try:
            self._board.leave(self._status.name)
        except (OSError, RedisError):
            log.warning('The worker could not sign off; it is forgotten by itself')

    def _loop(self) -> None:
        while True:
            try:
                self._board.post(self._present())
            except (OSError, RedisError):
                log.exception('The worker could not say that it lives')
            if self._closing.wait(EVERY_S):
                return

    def _present(self) -> WorkerStatus:
        return replace(self._status, running=len(self._running.all()))
