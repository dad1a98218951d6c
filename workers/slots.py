"""How many jobs this worker runs at once, and what it has room for right now."""

import threading
import time
from collections.abc import Callable

from services.job_leases import Claim
from services.job_order import Room
from services.models import Priority

ALONE_S = 30.0
"""How long a job under which a worker died is left alone; one that lives longer is not what killed it."""


class Slots:
    """Takes jobs one at a time, so that no more run than there is room for.

    Batch runs and single runs share the slots; where batch runs hold all of them, one more is there for a single run.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._held: dict[Claim, float] = {}
        self._lock = threading.Lock()
        self._taking = threading.Lock()
        self._closed = False

    @property
    def threads(self) -> int:
        """How many threads it takes to use all slots."""
        return self.count + 1

    def close(self) -> None:
        """Have no room any more."""
        self._closed = True

    def room(self) -> Room | None:
        """Return what may be taken now; None where nothing may."""
        with self._lock:
            held, moment = list(self._held.items()), time.monotonic()
        if self._closed or any(_is_alone(claim) and moment - began < ALONE_S for claim, began in held):
            return None
        if len(held) < self.count:
            return Room(alone=not held)
        batch = any(claim.job.priority < Priority.INTERACTIVE for claim, _ in held)
        return Room(batch=False, alone=False) if batch and len(held) == self.count else None

    def take(self, claim: Callable[[Room], Claim | None]) -> Claim | None:
        """Claim a job if there is room, and hold its slot."""
        with self._taking:
            room = self.room()
            taken = claim(room) if room is not None else None
            if taken is not None:
                with self._lock:
                    self._held[taken] = time.monotonic()
            return taken

    def leave(self, claim: Claim) -> None:
        """Give the slot of a job free."""
        with self._lock:
            self._held.pop(claim, None)


def _is_alone(claim: Claim) -> bool:
    return claim.job.deaths > 0 and claim.room.alone
