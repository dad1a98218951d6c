"""A bus inside one process; the other buses deliver through it."""

import logging
import threading
from collections.abc import Callable

from services.bus.protocol import Handler
from services.events import Event

log = logging.getLogger(__name__)


class MemoryBus:
    """Calls each handler in the thread that publishes."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []
        self._lock = threading.Lock()

    def publish(self, event: Event) -> None:
        with self._lock:
            handlers = list(self._handlers)
        for handler in handlers:
            try:
                handler(event)
            except Exception:  # one listener's fault must not cost the others their event
                log.exception('A listener failed on %s', event)

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        with self._lock:
            self._handlers.append(handler)

        def unsubscribe() -> None:
            with self._lock:
                if handler in self._handlers:
                    self._handlers.remove(handler)

        return unsubscribe

    def close(self) -> None:
        with self._lock:
            self._handlers.clear()
