"""Token buckets that bound how often one person or address may ask; processes share their counts through Redis."""

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger('a6hub.rate')

MAX_BUCKETS = 50_000
SYNC_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and what its answer says about the limit."""

    allowed: bool
    limit: int
    remaining: int
    reset_s: int
    retry_after_s: int = 0


class RateLimiter:
    """Lets `per_minute` requests of each key pass, all at once or spread out."""

    def __init__(
        self, per_minute: int, shared: 'SharedCounts | None' = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._capacity = float(per_minute)
        self._per_second = per_minute / 60
        self._shared = shared
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str, cost: float = 1.0) -> Verdict:
        """Count one request of `key`."""
        moment = self._clock()
        left, then = self._buckets.get(key, (self._capacity, moment))
        left = min(self._capacity, left + (moment - then) * self._per_second)
        allowed = left >= cost
        if allowed:
            left -= cost
            if self._shared:
                self._shared.count(key, cost)
        self._buckets[key] = (left, moment)
        if len(self._buckets) > MAX_BUCKETS:
            self._drop_full(moment)
        reset_s = math.ceil((self._capacity - left) / self._per_second)
        retry_s = 0 if allowed else max(1, math.ceil((cost - left) / self._per_second))
        return Verdict(allowed, int(self._capacity), max(0, int(left)), reset_s, retry_s)

    def spend(self, key: str, amount: float) -> None:
        """Take what other processes let pass; the bucket may go below zero, so that all of them wait."""
        moment = self._clock()
        left, then = self._buckets.get(key, (self._capacity, moment))
        left = min(self._capacity, left + (moment - then) * self._per_second) - amount
        self._buckets[key] = (max(left, -self._capacity), moment)

    def _drop_full(self, moment: float) -> None:
        missing = {
            key: self._capacity - left - (moment - then) * self._per_second
            for key, (left, then) in self._buckets.items()
        }
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if missing[key] > 0}
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.clear()


class SharedCounts:
    """Adds up the counts of all processes in Redis, in one round trip a second rather than one for each request."""

    def __init__(self, url: str, name: str, clock: Callable[[], float] = time.time) -> None:
        self._redis = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._name = name
        self._clock = clock
        self._pending: dict[str, float] = {}
        self._known: dict[str, float] = {}
        self._minute = 0
        self._next_sync = 0.0
        self._lock = threading.Lock()

    def count(self, key: str, cost: float) -> None:
        """Note a request that passed here."""
        with self._lock:
            self._pending[key] = self._pending.get(key, 0.0) + cost

    def is_due(self) -> bool:
        """Return whether it is time to synchronise; true once for each time."""
        moment = self._clock()
        if moment < self._next_sync or not self._pending:
            return False
        self._next_sync = moment + SYNC_EVERY_S
        return True

    def synchronise(self, limiter: RateLimiter) -> None:
        """Tell what passed here, and take off what passed elsewhere; without Redis each process counts alone."""
        with self._lock:
            pending, self._pending = self._pending, {}
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute, self._known = minute, {}
        try:
            totals = self._add(pending, minute)
        except RedisError as error:
            log.warning('Rate limits are counted by each process alone, Redis does not answer: %s', error)
            return
        for (key, added), total in zip(pending.items(), totals, strict=True):
            elsewhere = total - added - self._known.get(key, 0.0)
            self._known[key] = total
            if elsewhere > 0:
                limiter.spend(key, elsewhere)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()

    def _add(self, pending: dict[str, float], minute: int) -> list[float]:
        pipeline = self._redis.pipeline(transaction=False)
        for key, cost in pending.items():
            name = f'a6hub:rate:{self._name}:{minute}:{key}'
            pipeline.incrbyfloat(name, cost)
            pipeline.expire(name, 120)
        return [float(answer) for answer in pipeline.execute()[::2]]
