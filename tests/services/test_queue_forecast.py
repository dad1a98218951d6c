"""When a waiting run begins: positions follow the order of claims, times follow what such runs took."""

from uuid import UUID, uuid4

import pytest

from services.job_drafts import Draft
from services.job_leases import Ending, JobLeases
from services.models import JobState, Priority
from services.queue_forecast import Forecast, QueuePlace, Running, Waiting
from services.worker_board import WorkerStatus
from tests.designs import person, project

ADA, EVE = uuid4(), uuid4()


def waiting(person: UUID = ADA, age_s: float = 0, takes_s: float = 10, **values) -> Waiting:
    return Waiting(uuid4(), person, values.pop('priority', 0), age_s, takes_s, values.pop('limit', 9), **values)


def places(jobs, running=(), threads=1):
    return [Forecast(jobs, running, threads).place_of(job.job_id) for job in jobs]


def test_jobs_of_one_person_begin_one_after_the_other():
    jobs = [waiting(age_s=3 - n) for n in range(3)]
    assert places(jobs) == [QueuePlace(1, 0), QueuePlace(2, 10), QueuePlace(3, 20)]


def test_people_take_turns():
    jobs = [waiting(age_s=9), waiting(age_s=8), waiting(EVE, age_s=1)]
    assert [place.position for place in places(jobs)] == [1, 3, 2]


def test_what_people_wait_for_comes_before_batch():
    jobs = [waiting(age_s=9, priority=-10), waiting(EVE)]
    assert [place.position for place in places(jobs)] == [2, 1]


def test_running_jobs_end_first_and_the_plan_is_kept_to():
    jobs = [waiting(limit=1), waiting(EVE)]
    running = [Running(ADA, 30), Running(None, 5)]
    assert places(jobs, running, threads=3) == [QueuePlace(2, 30), QueuePlace(1, 0)]


def test_a_job_that_pauses_begins_after_its_pause():
    jobs = [waiting(pause_s=7, age_s=5), waiting(takes_s=2)]
    assert places(jobs) == [QueuePlace(2, 7), QueuePlace(1, 0)]


def test_a_job_that_does_not_wait_has_no_place():
    assert Forecast([waiting()], [], 1).place_of(uuid4()) is None


def test_thousands_of_jobs_are_played_through_in_no_time():
    people = [uuid4() for _ in range(50)]
    jobs = [waiting(people[n % 50], age_s=-n, limit=2) for n in range(2000)]
    assert Forecast(jobs, [], 8).place_of(jobs[-1].job_id).position == 2000


@pytest.fixture
def owner(services):
    return person(services)


def worker(services, threads=1):
    services.workers.post(WorkerStatus('w', threads, 0, 'L2', 2))


def test_a_waiting_run_shows_its_position_and_when_it_is_expected_to_begin(services, owner):
    where = project(services, owner)
    leases = JobLeases(services.database, services.blobs)
    worker(services)
    first = services.jobs.start(owner, where, 'simulate')
    leases.finish(leases.claim(first.id, 'w'), Ending(JobState.PASSED))
    jobs = [services.jobs.start(owner, where, 'simulate') for _ in range(2)]
    leases.claim(jobs[0].id, 'w')
    assert services.jobs.get(owner, where, jobs[0].id).queue is None
    found = services.jobs.get(owner, where, jobs[1].id).queue
    assert found.position == 1
    assert 0 <= found.expected_start_s < 60


def test_without_a_worker_there_is_a_position_but_no_time(services, owner):
    where = project(services, owner)
    job = services.jobs.start(owner, where, 'simulate')
    assert services.jobs.get(owner, where, job.id).queue == QueuePlace(1, None)


def test_the_order_of_the_forecast_is_the_order_of_the_claims(services, owner):
    other = person(services)
    mine, hers = project(services, owner), project(services, other)
    worker(services, 4)
    services.jobs.start_children(owner, mine, Draft('simulate'), [Draft('simulate') for _ in range(3)])
    services.jobs.start(other, hers, 'simulate', priority=Priority.BATCH)
    services.jobs.start(other, hers, 'simulate')
    waiting = list(services.jobs.list(other, hers).items)
    waiting += services.jobs.children(owner, mine, services.jobs.list(owner, mine).items[0].id)
    actors = {hers: other, mine: owner}
    expected = sorted(
        waiting, key=lambda job: services.jobs.get(actors[job.project_id], job.project_id, job.id).queue.position
    )
    leases = JobLeases(services.database, services.blobs)
    taken = []
    while (claim := leases.claim_next('w')) is not None:
        leases.finish(claim, Ending(JobState.PASSED))
        taken.append(claim.job.id)
    assert [job.id for job in expected][:2] == taken[:2]
    assert len(taken) == len(expected) == 5
