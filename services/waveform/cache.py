"""A cache with a budget in bytes that all open traces of a process share."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar('T')

DEFAULT_BUDGET = 256 << 20


class ByteCache:
    """Keeps what was used last; a value may be loaded twice when two threads miss it at once."""

    def __init__(self, budget: int = DEFAULT_BUDGET) -> None:
        self.budget = budget
        self.used = 0
        self._items: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, load: Callable[[], tuple[T, int]]) -> T:
        """Return the value of a key; `load` makes it, with its size, if it is not there."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                found: T = self._items[key][0]
                return found
        value, size = load()
        with self._lock:
            self._put(key, value, size + 200)
        return value

    def _put(self, key: Hashable, value: object, size: int) -> None:
        if key in self._items:
            self.used -= self._items.pop(key)[1]
        self._items[key] = (value, size)
        self.used += size
        while self.used > self.budget and len(self._items) > 1:
            self.used -= self._items.popitem(last=False)[1][1]


shared_cache = ByteCache()
