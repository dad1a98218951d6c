"""What every bus can do, and how an event is written for a journey."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Protocol, TypeAlias, get_args
from uuid import UUID

from services.events import Event

Handler: TypeAlias = Callable[[Event], None]

_TYPES = {kind.__name__: kind for kind in get_args(Event)}


class EventBus(Protocol):
    """Delivers each event at most once to every subscriber, in the order of its publisher."""

    def publish(self, event: Event) -> None:
        """Tell every subscriber, here and in the other processes; never raises for a lost listener."""

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        """Call `handler` for each event, in a thread of the bus; return what ends that."""

    def close(self) -> None:
        """Stop listening."""


def encode(event: Event) -> bytes:
    """Return the event as one line of JSON."""
    return json.dumps([type(event).__name__, asdict(event)], default=str).encode()


def decode(data: bytes) -> Event:
    """Return the event that `encode` wrote; raise ValueError for anything else."""
    try:
        name, fields = json.loads(data)
        for key, value in fields.items():
            if key.endswith('_id') and value is not None:
                fields[key] = UUID(value)
        event: Event = _TYPES[name](**fields)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f'not an event: {error}') from error
    return event
