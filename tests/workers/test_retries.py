"""Faults of the server are tried again after a pause, failed designs never."""

import pytest

from services.container import build_services
from services.errors import UnavailableError
from tests.designs import bench, person, project
from tests.workers.working import finished, log_of, row_of, until
from workers.queue import open_queue
from workers.sandbox import Command
from workers.worker import Worker

pytestmark = pytest.mark.tool


@pytest.fixture
def services(settings):
    built = build_services(settings, open_queue(settings))
    yield built
    built.close()


@pytest.fixture
def worker(services, settings, monkeypatch):
    """A worker whose pauses are short."""
    monkeypatch.setattr('services.job_leases.FIRST_PAUSE_S', 0.01)
    running = Worker(services, settings)
    running.start()
    yield running
    running.stop(0)


@pytest.fixture
def owner(services):
    return person(services)


def failing(monkeypatch, times: int, error: Exception) -> list[int]:
    """Let unpacking the files fail so often; return the list that counts it."""
    calls: list[int] = []

    def refuse(self, snapshot, folder):
        calls.append(1)
        if len(calls) <= times:
            raise error
        return original(self, snapshot, folder)

    from services.snapshots import SnapshotService

    original = SnapshotService.materialise
    monkeypatch.setattr(SnapshotService, 'materialise', refuse)
    return calls


@pytest.mark.parametrize('error', [UnavailableError('The store does not answer.'), OSError(28, 'No space left')])
def test_a_run_passes_although_the_server_failed_it_twice(services, owner, worker, monkeypatch, error):
    calls = failing(monkeypatch, 2, error)
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    found = finished(services, owner, job)
    assert (found.job.state, found.job.attempt, found.job.deaths, len(calls)) == ('passed', 3, 0, 3)
    assert 'Attempt' not in found.job.reason


def test_while_it_pauses_the_row_says_what_happened_and_when_it_goes_on(services, owner, worker, monkeypatch):
    monkeypatch.setattr('services.job_leases.FIRST_PAUSE_S', 600)
    failing(monkeypatch, 1, UnavailableError('The store does not answer.'))
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    until(lambda: row_of(services, owner, job).not_before is not None)
    row = row_of(services, owner, job)
    assert (row.state, row.attempt) == ('queued', 1)
    assert 'Attempt 1 of 3' in row.reason
    assert 'The store does not answer.' in row.reason
    assert services.jobs.cancel(owner, job.project_id, job.id).state == 'cancelled'


def test_after_the_last_attempt_the_run_has_crashed_with_the_reason(services, owner, worker, monkeypatch):
    calls = failing(monkeypatch, 99, UnavailableError('The store does not answer.'))
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    found = finished(services, owner, job)
    assert (found.job.state, found.job.attempt, len(calls)) == ('crashed', 3, 3)
    assert 'The store does not answer.' in found.job.reason
    assert 'no fault of the design' in found.job.reason


def test_a_tool_that_is_missing_is_looked_for_again_then_named_and_no_step_stays_open(
    services, owner, worker, monkeypatch
):
    monkeypatch.setattr('workers.tools.icarus.Compile.commands', lambda *_: [Command(('no-such-tool', '--version'))])
    found = finished(services, owner, services.jobs.start(owner, project(services, owner), 'simulate'))
    assert (found.job.state, found.job.attempt) == ('crashed', 3)
    assert 'no-such-tool is not installed on this server' in found.job.reason
    assert [step.state for step in found.steps] == ['crashed', 'cancelled']


def test_a_mistake_in_our_code_is_not_tried_again(services, owner, worker, monkeypatch):
    monkeypatch.setattr('workers.outputs.ingest_vcd', lambda *_: 1 / 0)
    found = finished(services, owner, services.jobs.start(owner, project(services, owner), 'simulate'))
    assert (found.job.state, found.job.attempt, 'ZeroDivisionError' in found.job.reason) == ('crashed', 1, True)
    assert 'no fault of the design' in found.job.reason


@pytest.mark.parametrize('body', ['initial $fatal(1, "wrong");', 'initial $display("half'])
def test_a_failed_design_is_never_tried_again(services, owner, worker, body):
    found = finished(services, owner, services.jobs.start(owner, project(services, owner, bench(body)), 'simulate'))
    assert (found.job.state, found.job.attempt) == ('failed', 1)
    assert log_of(services, owner, found.job).count('run #1') == 1
