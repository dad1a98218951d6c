"""Remembers for a few seconds whom a cookie or token stands for, so that most requests need no database."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from services.permissions import Actor

LIFETIME_S = 10.0
MAX_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class _Entry:
    actor: Actor
    ends: float


class ActorCache:
    """Maps credential and address to a verified actor; whoever changes a person's credentials calls `forget`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[bytes, _Entry] = {}
        self._lock = threading.Lock()
        self.generation = 0
        """Counts calls of `forget`; what was read from the database before the last one must not be kept."""

    def get(self, credential: str, address: str) -> Actor | None:
        """Return the actor that was verified within the last seconds."""
        entry = self._entries.get(_key(credential, address))
        return entry.actor if entry and entry.ends > self._clock() else None

    def put(self, credential: str, actor: Actor, generation: int, lifetime_s: float = LIFETIME_S) -> None:
        """Keep a verified actor, unless somebody was forgotten since `generation` was read."""
        with self._lock:
            if generation != self.generation:
                return
            if len(self._entries) >= MAX_ENTRIES:
                self._entries.clear()
            ends = self._clock() + min(lifetime_s, LIFETIME_S)
            self._entries[_key(credential, actor.address)] = _Entry(actor, ends)

    def forget(self, user_id: UUID) -> None:
        """Drop all that is known of a person, at once."""
        with self._lock:
            self.generation += 1
            self._entries = {key: entry for key, entry in self._entries.items() if entry.actor.user_id != user_id}


def _key(credential: str, address: str) -> bytes:
    return hashlib.sha256(f'{address}\n{credential}'.encode('utf-8', 'surrogatepass')).digest()
