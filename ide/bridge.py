"""Carries service events from the bus's threads to the pages that watch a project."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

from services.bus import EventBus
from services.events import Event

Listener: TypeAlias = Callable[[Event], None]


class Bridge:
    """One subscription of the process; listeners are called on the event loop."""

    def __init__(self, bus: EventBus) -> None:
        self._bus = bus
        self._listeners: dict[UUID, list[Listener]] = defaultdict(list)
        self._stop: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to listen; called on the event loop."""
        loop = asyncio.get_running_loop()
        self._stop = self._bus.subscribe(lambda event: self._hand_over(loop, event))

    def stop(self) -> None:
        """Stop listening."""
        self._stop()

    def watch(self, project_id: UUID, listener: Listener) -> Callable[[], None]:
        """Call `listener` for each event of the project; return what ends that."""
        self._listeners[project_id].append(listener)

        def unwatch() -> None:
            listeners = self._listeners.get(project_id, [])
            if listener in listeners:
                listeners.remove(listener)
            if not listeners:
                self._listeners.pop(project_id, None)

        return unwatch

    def _hand_over(self, loop: asyncio.AbstractEventLoop, event: Event) -> None:
        if event.project_id in self._listeners and not loop.is_closed():
            loop.call_soon_threadsafe(self._deliver, event)

    def _deliver(self, event: Event) -> None:
        for listener in list(self._listeners.get(event.project_id, ())):
            listener(event)
