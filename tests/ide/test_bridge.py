import asyncio
import threading

from ide.bridge import Bridge
from services.bus import MemoryBus
from services.events import Event, ProjectChanged
from services.ids import new_id


async def test_an_event_of_another_thread_reaches_the_pages_of_its_project():
    bus, here, elsewhere = MemoryBus(), new_id(), new_id()
    bridge = Bridge(bus)
    bridge.start()
    heard: asyncio.Queue[Event] = asyncio.Queue()
    bridge.watch(here, heard.put_nowait)
    for project_id in (elsewhere, here):
        thread = threading.Thread(target=bus.publish, args=(ProjectChanged(project_id),))
        thread.start()
        thread.join()
    assert await asyncio.wait_for(heard.get(), 5) == ProjectChanged(here)
    assert heard.empty()


async def test_a_page_that_closed_hears_nothing():
    bus, project = MemoryBus(), new_id()
    bridge = Bridge(bus)
    bridge.start()
    heard: asyncio.Queue[Event] = asyncio.Queue()
    closed: asyncio.Queue[Event] = asyncio.Queue()
    unwatch = bridge.watch(project, closed.put_nowait)
    bridge.watch(project, heard.put_nowait)
    unwatch()
    bus.publish(ProjectChanged(project))
    await asyncio.wait_for(heard.get(), 5)
    assert closed.empty()
