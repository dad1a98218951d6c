import queue
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.bus import EventBus, LocalBus, MemoryBus, RedisBus
from services.bus.protocol import decode, encode
from services.events import JobStatusChanged, LogAppended, ProjectChanged
from services.ids import new_id

PROJECT = new_id()


@pytest.fixture(params=['memory', 'local', pytest.param('redis', marks=pytest.mark.redis)])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[EventBus, EventBus]]:
    """Give the bus of a publisher and that of a listener."""
    if request.param == 'memory':
        bus: EventBus = MemoryBus()
        buses = (bus, bus)
    elif request.param == 'local':
        buses = (LocalBus(tmp_path / 'bus'), LocalBus(tmp_path / 'bus'))
    else:
        url = request.getfixturevalue('redis_url')
        buses = (RedisBus(url), RedisBus(url))
    yield buses
    for bus in buses:
        bus.close()


def test_an_event_reaches_the_listener_of_another_process(pair: tuple[EventBus, EventBus]):
    here, there = pair
    received: queue.Queue = queue.Queue()
    there.subscribe(received.put)
    sent = [JobStatusChanged(PROJECT, new_id(), 'running', 'icarus.compile'), LogAppended(PROJECT, new_id(), 17)]
    for event in sent:
        here.publish(event)
    assert [received.get(timeout=5) for _ in sent] == sent


def test_a_publisher_hears_itself_once(pair: tuple[EventBus, EventBus]):
    bus, other = pair
    received: queue.Queue = queue.Queue()
    bus.subscribe(received.put)
    bus.publish(ProjectChanged(PROJECT))
    other.publish(LogAppended(PROJECT, PROJECT, 1))
    assert received.get(timeout=5) == ProjectChanged(PROJECT)
    assert received.get(timeout=5) == LogAppended(PROJECT, PROJECT, 1)


def test_who_unsubscribed_hears_nothing(pair: tuple[EventBus, EventBus]):
    bus, _ = pair
    received: queue.Queue = queue.Queue()
    stop: Callable[[], None] = bus.subscribe(lambda _: received.put('stopped one'))
    bus.subscribe(lambda _: received.put('other'))
    stop()
    bus.publish(ProjectChanged(PROJECT))
    assert received.get(timeout=5) == 'other'
    assert received.empty()


def test_the_socket_of_a_dead_process_is_swept_away(tmp_path: Path):
    folder = tmp_path / 'bus'
    code = f'import os, pathlib\nfrom services.bus import LocalBus\nbus = LocalBus(pathlib.Path({str(folder)!r}))\n'
    code += 'bus.subscribe(print)\nos._exit(0)\n'
    subprocess.run([sys.executable, '-c', code], check=True)
    assert len(list(folder.iterdir())) == 1
    bus = LocalBus(folder)
    bus.publish(ProjectChanged(PROJECT))
    bus.close()
    assert list(folder.iterdir()) == []


def test_a_failing_listener_does_not_cost_the_others_their_event(caplog: pytest.LogCaptureFixture):
    bus = MemoryBus()
    received = []
    bus.subscribe(lambda _: 1 / 0)
    bus.subscribe(received.append)
    bus.publish(ProjectChanged(PROJECT))
    assert received == [ProjectChanged(PROJECT)]
    assert 'ZeroDivisionError' in caplog.text


@pytest.mark.parametrize('data', [b'', b'{}', b'["Nothing", {}]', b'["ProjectChanged", {"x": 1}]', b'[1, 2]', b'\xff'])
def test_what_is_no_event_is_refused(data: bytes):
    with pytest.raises(ValueError, match='not an event'):
        decode(data)


def test_an_event_survives_its_journey():
    event = JobStatusChanged(PROJECT, new_id(), 'passed')
    assert decode(encode(event)) == event
