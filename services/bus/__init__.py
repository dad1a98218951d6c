"""The event bus: tells other threads, processes and hosts where to look."""

from services.bus.local import LocalBus as LocalBus
from services.bus.memory import MemoryBus as MemoryBus
from services.bus.protocol import EventBus as EventBus
from services.bus.redis import RedisBus as RedisBus
from services.settings import Settings


def open_bus(settings: Settings) -> EventBus:
    """Return the bus that the settings name."""
    if settings.redis_url:
        return RedisBus(settings.redis_url)
    return LocalBus(settings.data_dir / 'bus')
