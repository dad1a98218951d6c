"""What a worker has room for, and that it never takes more."""

import threading
from types import SimpleNamespace

from services.job_leases import Claim
from services.job_order import Room
from services.models import Job, Priority
from workers import slots
from workers.slots import Slots


def claim(priority: Priority = Priority.INTERACTIVE, deaths: int = 0, room: Room | None = None) -> Claim:
    return Claim(Job(priority=priority, deaths=deaths), 'me', 1, room or Room())


def test_an_empty_worker_takes_anything_even_what_has_to_be_alone():
    assert Slots(2).room() == Room(batch=True, alone=True)


def test_beside_another_job_there_is_no_room_for_one_that_has_to_be_alone():
    taken = Slots(2)
    taken.take(lambda _: claim())
    assert taken.room() == Room(batch=True, alone=False)


def test_single_runs_fill_all_slots_and_no_more():
    taken = Slots(2)
    assert [bool(taken.take(lambda _: claim())) for _ in range(4)] == [True, True, False, False]


def test_where_batch_runs_fill_all_slots_one_more_single_run_is_taken():
    taken = Slots(1)
    batch = taken.take(lambda _: claim(Priority.BATCH))
    assert taken.room() == Room(batch=False, alone=False)
    taken.take(lambda _: claim())
    assert taken.room() is None
    taken.leave(batch)
    assert taken.room() is None


def test_a_job_under_which_a_worker_died_is_left_alone_for_a_while(monkeypatch):
    moment = [0.0]
    monkeypatch.setattr(slots, 'time', SimpleNamespace(monotonic=lambda: moment[0]))
    taken = Slots(2)
    taken.take(lambda room: claim(deaths=1, room=room))
    assert taken.room() is None
    moment[0] = slots.ALONE_S
    assert taken.room() == Room(batch=True, alone=False)


def test_a_worker_that_stops_takes_nothing():
    taken = Slots(2)
    taken.close()
    assert taken.take(lambda _: claim()) is None


def test_threads_that_look_at_the_same_moment_take_no_more_than_there_are_slots():
    taken = Slots(3)
    found = []
    threads = [threading.Thread(target=lambda: found.append(taken.take(lambda _: claim()))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in found if each]) == 3
