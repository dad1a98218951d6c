"""A bus over Redis publish/subscribe, for many hosts."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from services.bus.memory import MemoryBus
from services.bus.protocol import Handler, decode, encode
from services.errors import UnavailableError
from services.events import Event

log = logging.getLogger(__name__)

CHANNEL = 'a6hub:events'


class RedisBus:
    """One channel for all events; a listener that lost its server comes back by itself."""

    def __init__(self, url: str) -> None:
        self._client: Any = Redis.from_url(url)
        self._inside = MemoryBus()
        self._lock = threading.Lock()
        self._listener: threading.Thread | None = None
        self._ready = threading.Event()
        self._closing = threading.Event()

    def publish(self, event: Event) -> None:
        try:
            self._client.publish(CHANNEL, encode(event))
        except RedisError:
            log.warning('Redis did not take %s; listeners will find it in the database', type(event).__name__)

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        unsubscribe = self._inside.subscribe(handler)
        with self._lock:
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name='bus', daemon=True)
                self._listener.start()
        self._ready.wait(5)
        return unsubscribe

    def check(self) -> None:
        """Raise unless the server answers."""
        try:
            self._client.ping()
        except RedisError as error:
            raise UnavailableError(f'Redis does not answer: {error.__class__.__name__}.') from error

    def close(self) -> None:
        self._closing.set()
        if self._listener is not None:
            self._listener.join(5)
        self._inside.close()
        self._client.close()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                with self._client.pubsub(ignore_subscribe_messages=True) as subscription:
                    subscription.subscribe(CHANNEL)
                    self._ready.set()
                    self._receive(subscription)
            except RedisError:
                log.warning('Lost Redis; trying again in a second')
                self._closing.wait(1)

    def _receive(self, subscription: Any) -> None:
        while not self._closing.is_set():
            message = subscription.get_message(timeout=0.2)
            if message is None:
                # A subscription without a connection returns at once.
                time.sleep(0)
                continue
            with contextlib.suppress(ValueError):
                self._inside.publish(decode(message['data']))
