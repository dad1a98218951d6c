"""The log of a running job when its store is slow to answer, fails, or forgets."""

import pytest

from services.bus import MemoryBus
from services.ids import new_id
from services.logs import FileLogStore
from services.models import Job
from workers.job_log import JobLog


class MoodyStore(FileLogStore):
    """A store of files that can be told to fail."""

    failing = False

    def append(self, job_id, data):
        if self.failing:
            raise OSError('the store is gone for a moment')
        return super().append(job_id, data)


@pytest.fixture
def job():
    return Job(id=new_id(), project_id=new_id())


@pytest.fixture
def store(tmp_path):
    return MoodyStore(tmp_path)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def log(job, store, heard):
    bus = MemoryBus()
    bus.subscribe(heard.append)
    return JobLog(job, store, bus)


def stored(store, job):
    return store.read(job.id, 0, 1000).decode()


def test_lines_are_stored_and_told(log, store, job, heard):
    log.lines(['one', 'two'])
    assert stored(store, job) == 'one\ntwo\n'
    assert [event.length for event in heard] == [8]


def test_many_quick_lines_are_told_few_times_and_the_last_one_in_any_case(log, heard):
    for number in range(200):
        log.lines([str(number)])
    log.tell()
    log.tell()
    assert len(heard) < 50
    assert heard[-1].length == log.length


def test_a_new_attempt_begins_an_empty_log(log, store, job):
    log.lines(['of the first attempt'])
    JobLog(job, store, MemoryBus()).lines(['of the second'])
    assert stored(store, job) == 'of the second\n'


def test_what_could_not_be_stored_is_stored_later(log, store, job):
    log.lines(['one'])
    store.failing = True
    log.lines(['two'])
    store.failing = False
    log.tell()
    assert stored(store, job) == 'one\ntwo\n'


def test_a_store_that_forgot_gets_the_whole_again(log, store, job):
    log.lines(['one'])
    store.forget(job.id)
    log.lines(['two'])
    assert stored(store, job) == 'one\ntwo\n'
    assert log.text() == b'one\ntwo\n'
