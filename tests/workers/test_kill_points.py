"""A worker that is killed at any point of a job: the job runs again, and its result is there once."""

import signal

import pytest

from services.container import build_services
from services.models import JobState
from tests.designs import bench, person, project
from tests.workers.working import finished, log_of, row_of, until, worker_process
from workers.queue import open_queue
from workers.worker import Worker

pytestmark = pytest.mark.tool

LEASES = 'services.job_leases.JobLeases'
POINTS = [
    ('after', f'{LEASES}.claim_next'),
    ('before', 'services.snapshots.SnapshotService.materialise'),
    ('after', f'{LEASES}.plan'),
    ('after', f'{LEASES}.step'),
    ('before', 'workers.outputs.Outputs.collect'),
    ('after', 'services.blobs.BlobService.put'),
    ('before', f'{LEASES}.finish'),
]
DYING = ('-m', 'tests.workers.dying_worker')
PEOPLE, EACH, KILLS = 4, 5, 3


@pytest.fixture
def services(settings):
    built = build_services(settings, open_queue(settings))
    yield built
    built.close()


@pytest.fixture
def owner(services):
    return person(services)


def die_with(settings, when, place):
    """Run a worker until it kills itself there."""
    assert worker_process(settings, (*DYING, when, place)).wait(60) == -signal.SIGKILL


@pytest.fixture
def heir(services, settings):
    """Start the worker that comes after the dead one."""
    workers = []

    def start():
        worker = Worker(services, settings)
        workers.append(worker)
        worker.start()

    yield start
    for worker in workers:
        worker.stop(0)


@pytest.mark.parametrize(('when', 'place'), POINTS)
def test_wherever_its_worker_is_killed_a_job_has_one_result(services, settings, owner, heir, when, place):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    die_with(settings, when, place)
    assert row_of(services, owner, job).state is JobState.RUNNING
    heir()
    found = finished(services, owner, job)
    assert (found.job.state, found.job.attempt, found.job.deaths) == ('passed', 2, 1)
    assert [artifact.name for artifact in found.artifacts] == ['tb.a6t', 'tb.vcd', 'run.log']
    assert log_of(services, owner, job).count('q=10\n') == 1


def test_a_worker_that_is_killed_right_after_it_published_leaves_a_job_that_has_ended(services, settings, owner, heir):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    die_with(settings, 'after', f'{LEASES}.finish')
    heir()
    found = finished(services, owner, job)
    assert (found.job.state, found.job.attempt, found.job.deaths) == ('passed', 1, 0)
    assert log_of(services, owner, job).count('q=10\n') == 1


def test_a_job_that_kills_every_worker_is_dead_after_three_and_can_be_tried_again(services, settings, owner, heir):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    for _ in range(3):
        die_with(settings, 'before', 'workers.outputs.Outputs.collect')
    heir()
    found = finished(services, owner, job)
    assert (found.job.state, found.job.attempt, 'died 3 times' in found.job.reason) == ('dead', 3, True)
    assert {step.state for step in found.steps} <= {'passed', 'dead', 'cancelled'}
    again = services.jobs.retry(owner, job.project_id, job.id)
    assert finished(services, owner, again).job.state == 'passed'


def test_short_runs_of_several_people_all_have_one_result_while_workers_are_killed(services, settings):
    people = [person(services) for _ in range(PEOPLE)]
    text = 'integer n; initial begin if ($value$plusargs("n=%d", n)) $display("result %0d", n); #9 $finish; end'
    jobs = [
        (owner, services.jobs.start(owner, where, 'simulate', {'plusargs': [f'n={n}'], 'waves': False}))
        for owner in people
        for where in [project(services, owner, bench(text))]
        for n in range(EACH)
    ]
    workers = [worker_process(settings) for _ in range(2)]

    def ended():
        return sum(row_of(services, owner, job).state.is_final for owner, job in jobs)

    try:
        for kill in range(KILLS):
            until(lambda kill=kill: ended() >= 2 + 4 * kill, 90)
            workers[0].kill()
            workers.pop(0).wait()
            workers.append(worker_process(settings))
        until(lambda: ended() == len(jobs), 120)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)
    for number, (owner, job) in enumerate(jobs):
        found = services.jobs.get(owner, job.project_id, job.id)
        assert (found.job.state, [artifact.name for artifact in found.artifacts]) == ('passed', ['run.log'])
        assert log_of(services, owner, job).count(f'result {number % EACH}\n') == 1
