"""Keeps a message that comes many times a second from filling the server's log."""

import logging
import time

EVERY_S = 10.0
MOST_MESSAGES = 1000


class Seldom(logging.Filter):
    """Lets the same message through once in a while only."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        super().__init__()
        self._every_s = every_s
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether this record is written."""
        moment, message = time.monotonic(), record.getMessage()
        if moment - self._last.get(message, -self._every_s) < self._every_s:
            return False
        if len(self._last) >= MOST_MESSAGES:
            self._last.clear()
        self._last[message] = moment
        return True


def quieten(*names: str) -> None:
    """Let the loggers of these names repeat themselves seldom."""
    for name in names:
        logging.getLogger(name).addFilter(Seldom())
