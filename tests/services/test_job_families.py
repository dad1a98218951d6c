"""Regressions: many runs that were started as one, whose states make one state; on both sets of adapters."""

import threading

import pytest

from services.errors import InvalidError, LimitError, NotFoundError
from services.job_drafts import Draft
from services.job_families import summary
from services.job_leases import Ending, JobLeases
from services.models import JobState, Priority
from tests.designs import person, project, save

PARENT = Draft('simulate', {'top': 'tb'})


@pytest.fixture
def owner(services):
    return person(services)


@pytest.fixture
def leases(services):
    return JobLeases(services.database, services.blobs)


def started(services, owner, count=3):
    where = project(services, owner)
    cells = [Draft('simulate', {'plusargs': [f'n={n}']}, name=f'seed {n}') for n in range(count)]
    return services.jobs.start_children(owner, where, PARENT, cells)


def end(services, leases, owner, parent, *states):
    """End the next runs of a regression with these states."""
    waiting = [job for job in services.jobs.children(owner, parent.project_id, parent.id) if job.state == 'queued']
    for job, state in zip(waiting, states, strict=False):
        leases.finish(leases.claim(job.id, 'me'), Ending(JobState(state)))


def state(services, owner, job):
    return services.jobs.get(owner, job.project_id, job.id).job.state


def test_all_runs_share_one_snapshot_and_wait_as_batch_below_their_parent(services, owner, leases):
    parent = started(services, owner)
    children = services.jobs.children(owner, parent.project_id, parent.id)
    assert [(job.number, job.name, job.options) for job in children] == [
        (n + 2, f'seed {n}', {'plusargs': [f'n={n}']}) for n in range(3)
    ]
    assert {job.snapshot_id for job in children} == {parent.snapshot_id}
    assert {job.priority for job in children} == {Priority.BATCH}
    assert [job.number for job in services.jobs.list(owner, parent.project_id).items] == [1]
    assert leases.claim(parent.id, 'me') is None
    assert services.jobs.get(owner, parent.project_id, parent.id).children == {JobState.QUEUED: 3}


def test_the_parent_runs_with_its_first_run_and_passes_with_its_last(services, owner, leases):
    parent = started(services, owner)
    assert state(services, owner, parent) == 'queued'
    claim = leases.claim_next('me')
    assert state(services, owner, parent) == 'running'
    leases.finish(claim, Ending(JobState.PASSED))
    end(services, leases, owner, parent, 'passed')
    assert state(services, owner, parent) == 'running'
    end(services, leases, owner, parent, 'passed')
    row = services.jobs.get(owner, parent.project_id, parent.id).job
    assert (row.state, row.reason, row.finished_at >= row.started_at) == ('passed', '', True)


def test_the_parent_names_the_runs_that_did_not_pass(services, owner, leases):
    parent = started(services, owner)
    end(services, leases, owner, parent, 'passed', 'timed-out', 'failed')
    row = services.jobs.get(owner, parent.project_id, parent.id).job
    assert (row.state, row.reason) == ('failed', '2 of 3 runs did not pass: #3 (timed-out), #4 (failed).')


@pytest.mark.parametrize(
    ('states', 'whole'),
    [
        (['passed', 'passed'], 'passed'),
        (['passed', 'failed', 'dead'], 'failed'),
        (['dead', 'passed'], 'crashed'),
        (['cancelled', 'passed'], 'cancelled'),
        (['crashed', 'timed-out'], 'timed-out'),
    ],
)
def test_the_worst_run_decides(states, whole):
    assert summary([(n, JobState(state)) for n, state in enumerate(states)])[0] == whole


def test_runs_that_end_at_the_same_moment_end_their_parent_once(services, owner, leases):
    parent = started(services, owner, 8)
    claims = [leases.claim(job.id, 'me') for job in services.jobs.children(owner, parent.project_id, parent.id)]
    threads = [threading.Thread(target=leases.finish, args=(claim, Ending(JobState.PASSED))) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state(services, owner, parent) == 'passed'


def test_cancelling_the_parent_cancels_what_waits_and_ends_what_runs(services, owner, leases):
    parent = started(services, owner)
    running = leases.claim_next('me')
    assert services.jobs.cancel(owner, parent.project_id, parent.id).state == 'running'
    assert leases.cancelled([running.job.id]) == {running.job.id}
    assert leases.claim_next('me') is None
    leases.finish(running, Ending(JobState.CANCELLED))
    assert state(services, owner, parent) == 'cancelled'


def test_a_regression_that_nobody_began_is_cancelled_at_once(services, owner):
    parent = started(services, owner)
    assert services.jobs.cancel(owner, parent.project_id, parent.id).state == 'cancelled'


def test_the_last_run_that_is_cancelled_alone_ends_the_parent_too(services, owner, leases):
    parent = started(services, owner, 2)
    end(services, leases, owner, parent, 'passed')
    last = services.jobs.children(owner, parent.project_id, parent.id)[-1]
    services.jobs.cancel(owner, parent.project_id, last.id)
    assert state(services, owner, parent) == 'cancelled'


def test_a_run_whose_worker_died_too_often_ends_its_parent(services, owner, leases):
    parent = started(services, owner, 1)
    [job] = services.jobs.children(owner, parent.project_id, parent.id)
    for _ in range(3):
        leases.claim(job.id, 'dead')
        leases.reclaim(['dead'])
    assert (state(services, owner, job), state(services, owner, parent)) == ('dead', 'crashed')


def test_only_the_runs_that_did_not_pass_are_repeated_on_the_same_files(services, owner, leases):
    parent = started(services, owner)
    end(services, leases, owner, parent, 'passed', 'failed', 'passed')
    save(services, parent.project_id, 'tb/tb.v', 'changed')
    again = services.jobs.retry(owner, parent.project_id, parent.id, only_failed=True)
    assert [job.name for job in services.jobs.children(owner, again.project_id, again.id)] == ['seed 1']
    assert (again.snapshot_id, again.options) == (parent.snapshot_id, parent.options)
    whole = services.jobs.retry(owner, parent.project_id, parent.id)
    assert services.jobs.get(owner, whole.project_id, whole.id).job.child_count == 3


def test_a_regression_without_runs_or_with_too_many_is_refused_as_a_whole(services, owner):
    where = project(services, owner)
    with pytest.raises(InvalidError, match='nothing to run'):
        services.jobs.start_children(owner, where, PARENT, [])
    with pytest.raises(LimitError, match='waiting_jobs_per_project'):
        services.jobs.start_children(owner, where, PARENT, [Draft('simulate')] * 501)
    with pytest.raises(InvalidError, match='speed'):
        services.jobs.start_children(owner, where, PARENT, [Draft('simulate'), Draft('simulate', {'speed': 1})])
    assert not services.jobs.list(owner, where).items


def test_a_snapshot_of_another_project_is_not_found(services, owner):
    foreign = services.snapshots.take(owner, project(services, owner))
    where = project(services, owner)
    with pytest.raises(NotFoundError):
        services.jobs.start_children(owner, where, PARENT, [Draft('simulate')], snapshot_id=foreign.id)
