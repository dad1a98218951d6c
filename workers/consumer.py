"""Huey's consumer, fitted to this worker: it leaves signals to us, and takes a message only where there is room."""

from typing import Any

from huey import Huey
from huey.consumer import Consumer
from huey.consumer import Worker as Taker

from workers.slots import Slots

LOOK_EVERY_S = 0.02
"""Short, since a person waits; looking into SQLite costs a worker about 2 % of a core."""


class JobTaker(Taker):  # type: ignore[misc]
    """A thread that leaves messages to other workers while this one is full."""

    def __init__(self, slots: Slots, **options: Any) -> None:
        super().__init__(**options)
        self._slots = slots

    def loop(self, now: Any = None) -> None:
        """Take one message, or wait until there is room for a job."""
        if self._slots.room() is None:
            self.stop_flag.wait(LOOK_EVERY_S)
        else:
            super().loop(now)


class JobConsumer(Consumer):  # type: ignore[misc]
    """As many threads as there are slots."""

    def __init__(self, huey: Huey, slots: Slots) -> None:
        self._slots = slots
        super().__init__(
            huey,
            workers=slots.threads,
            worker_type='thread',
            periodic=False,
            initial_delay=LOOK_EVERY_S / 2,
            max_delay=LOOK_EVERY_S,
            check_worker_health=True,
        )

    def _create_worker(self) -> JobTaker:
        return JobTaker(
            self._slots,
            huey=self.huey,
            stop_flag=self.stop_flag,
            default_delay=self.default_delay,
            max_delay=self.max_delay,
            backoff=self.backoff,
            max_tasks=self.max_tasks,
        )

    def _set_signal_handlers(self) -> None:
        return
