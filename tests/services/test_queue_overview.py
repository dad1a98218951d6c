"""Queue and workers as administrators see them; on both sets of adapters."""

import pytest

from services.errors import NotPermittedError, NotSignedInError
from services.job_drafts import Draft
from services.job_leases import LEASE, Ending, JobLeases
from services.models import JobState
from services.permissions import ANONYMOUS, ActorKind
from services.worker_board import WorkerStatus
from tests.designs import person, project
from tests.factories import add_person


@pytest.fixture
def admin(services):
    return add_person(services, 'root', ActorKind.ADMIN)


@pytest.fixture
def leases(services):
    return JobLeases(services.database, services.blobs)


def test_an_empty_server_has_nothing_to_show(services, admin):
    found = services.queue_overview.read(admin)
    assert (found.waiting, found.places, found.people, found.running, found.dead) == (0, 0, [], [], [])
    assert {each.span: (dict(each.ended), each.wait_s) for each in found.throughput} == {
        '5 min': ({}, None),
        'hour': ({}, None),
        'day': ({}, None),
    }


def test_waiting_runs_are_counted_by_person_and_class(services, admin, leases):
    ada, eve = person(services, 'ada'), person(services, 'eve')
    services.jobs.start_children(ada, project(services, ada), Draft('simulate'), [Draft('simulate')] * 3)
    services.jobs.start(ada, project(services, ada), 'simulate')
    services.jobs.start(eve, project(services, eve), 'simulate')
    leases.claim_next('w')
    found = services.queue_overview.read(admin)
    assert [(each.person, each.interactive, each.batch, each.running) for each in found.people] == [
        ('ada', 0, 3, 1),
        ('eve', 1, 0, 0),
    ]
    assert (found.waiting, found.people[0].oldest_s >= 0) == (4, True)


def test_running_and_dead_runs_are_shown_with_their_workers_and_reasons(services, admin, leases):
    ada = person(services, 'ada')
    where = project(services, ada)
    dead, running = (services.jobs.start(ada, where, 'simulate') for _ in range(2))
    for _ in range(3):
        leases.claim(dead.id, 'broken')
        leases.reclaim(['broken'])
    leases.claim(running.id, 'w')
    found = services.queue_overview.read(admin)
    [line] = found.running
    assert (line.id, line.worker, line.person, line.attempt) == (running.id, 'w', 'ada', 1)
    assert 0 < line.lease_s <= LEASE.total_seconds()
    assert line.path.startswith('/ada/')
    [line] = found.dead
    assert (line.id, line.deaths, 'died 3 times' in line.reason) == (dead.id, 3, True)


def test_what_ended_is_counted_by_state_with_its_times(services, admin, leases):
    ada = person(services)
    where = project(services, ada)
    for state in (JobState.PASSED, JobState.PASSED, JobState.FAILED):
        leases.finish(leases.claim(services.jobs.start(ada, where, 'simulate').id, 'w'), Ending(state))
    for each in services.queue_overview.read(admin).throughput:
        assert each.ended == {JobState.PASSED: 2, JobState.FAILED: 1}
        assert each.wait_s >= 0
        assert each.run_s >= 0


def test_workers_that_live_are_shown_and_their_places_counted(services, admin):
    for name, refusal in (('a', ''), ('b', ''), ('c', 'no isolation')):
        services.workers.post(WorkerStatus(name, 2, 1, 'L2: bubblewrap', 2, refusal, {'iverilog': '12.0'}))
    found = services.queue_overview.read(admin)
    assert sorted(worker.name for worker in found.workers) == ['a', 'b', 'c']
    assert found.places == 4


def test_only_administrators_see_it(services):
    with pytest.raises(NotPermittedError):
        services.queue_overview.read(person(services))
    with pytest.raises(NotSignedInError):
        services.queue_overview.read(ANONYMOUS)
