"""A worker with real queue, real sandbox and real Icarus: from the start of a run to what it leaves."""

import signal
from pathlib import Path

import pytest

from services.clock import now
from services.container import build_services
from services.errors import UnavailableError
from services.events import JobStatusChanged, LogAppended
from services.job_drafts import Draft
from services.job_leases import LEASE, JobLeases
from services.models import Job
from services.settings import Settings
from tests.designs import BENCH, DESIGN, ENDLESS, bench, person, project, save
from tests.workers.working import finished, log_of, until, worker_process
from workers.queue import open_queue
from workers.sandbox import Isolation, Level, SandboxError
from workers.worker import Worker, chosen_level, lowered
from workers.workspace import sweep

pytestmark = pytest.mark.tool
ROOT = Path(__file__).parents[2]


@pytest.fixture
def services(settings):
    """Services that hand their jobs to the real queue."""
    built = build_services(settings, open_queue(settings))
    yield built
    built.close()


@pytest.fixture
def worker(services, settings):
    """A worker in this process."""
    running = Worker(services, settings)
    running.start()
    yield running
    running.stop(0)


@pytest.fixture
def owner(services):
    return person(services)


def state(services, owner, job):
    return services.jobs.get(owner, job.project_id, job.id).job.state


def test_a_run_leaves_waveform_trace_log_steps_and_figures(services, owner, worker):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    found = finished(services, owner, job)
    assert (found.job.state, found.job.reason, found.job.exit_code) == ('passed', '', 0)
    assert found.job.top_module == 'tb'
    assert [(artifact.name, artifact.view) for artifact in found.artifacts] == [
        ('tb.a6t', 'trace'),
        ('tb.vcd', 'vcd'),
        ('run.log', 'log'),
    ]
    assert [(step.step, step.state) for step in found.steps] == [
        ('icarus.compile', 'passed'),
        ('icarus.simulate', 'passed'),
    ]
    assert found.job.metrics['flow__errors__count'] == 0
    assert found.job.metrics['simulation__waves__bytes'] > 100
    assert found.job.started_at <= found.job.finished_at
    assert 'q=10\n' in log_of(services, owner, job)


def test_the_trace_answers_with_the_values_of_the_design(services, owner, worker):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    trace_row = finished(services, owner, job).artifacts[0]
    trace = services.artifacts.open_trace(owner, job.project_id, job.id, trace_row.id)
    assert trace.changes > 20


def test_a_design_that_does_not_compile_fails_with_diagnostics_in_the_right_place(services, owner, worker):
    files = {**DESIGN, 'rtl/counter.v': 'module counter(input clk, output q);\n  assign = 1;\nendmodule\n'}
    job = services.jobs.start(owner, project(services, owner, files), 'simulate')
    found = finished(services, owner, job)
    assert found.job.state == 'failed'
    assert (found.diagnostics[0].file, found.diagnostics[0].line) == ('rtl/counter.v', 2)
    assert found.diagnostics[0].step == 'icarus.compile'
    assert [artifact.view for artifact in found.artifacts] == ['log']
    assert 'rtl/counter.v:2: syntax error' in log_of(services, owner, job)


def test_a_project_that_cannot_be_run_says_why_in_its_log_and_diagnostics(services, owner, worker):
    job = services.jobs.start(owner, project(services, owner, {'a6hub.toml': '[simulate]\ntop = 5\n'}), 'simulate')
    found = finished(services, owner, job)
    assert (found.job.state, found.diagnostics[0].line) == ('failed', 2)
    assert 'a6hub.toml:2: error: simulate.top' in log_of(services, owner, job)


def test_states_and_lines_are_told_while_the_run_goes_on(services, owner, worker):
    heard = []
    services.bus.subscribe(heard.append)
    job = services.jobs.start(owner, project(services, owner, ENDLESS), 'simulate')
    until(lambda: 'up\n' in log_of(services, owner, job))
    assert state(services, owner, job) == 'running'
    services.jobs.cancel(owner, job.project_id, job.id)
    found = finished(services, owner, job)
    until(lambda: JobStatusChanged(job.project_id, job.id, 'cancelled') in heard)
    lengths = [event.length for event in heard if isinstance(event, LogAppended)]
    assert lengths == sorted(lengths)
    assert lengths[-1] == found.job.log_size


def test_cancelling_ends_the_run_and_keeps_what_there_is(services, owner, worker):
    job = services.jobs.start(owner, project(services, owner, ENDLESS), 'simulate')
    until(lambda: 'up\n' in log_of(services, owner, job))
    services.jobs.cancel(owner, job.project_id, job.id)
    found = finished(services, owner, job)
    assert found.job.state == 'cancelled'
    assert 'was cancelled' in found.job.reason
    assert {'log', 'vcd'} <= {artifact.view for artifact in found.artifacts}


def test_a_limit_is_a_state_of_its_own(services, owner, worker):
    job = services.jobs.start(
        owner, project(services, owner, ENDLESS), 'simulate', {'time_limit_s': 0.5, 'waves': False}
    )
    found = finished(services, owner, job)
    assert (found.job.state, 'the time limit of 0.5 s' in found.job.reason) == ('timed-out', True)


def test_text_that_databases_refuse_is_kept_out_of_rows_and_logs(services, owner, worker):
    body = 'initial begin $display("nul %c byte %c", 8\'h00, 8\'hff); $error("<b>%c", 8\'hfe); end'
    job = services.jobs.start(owner, project(services, owner, bench(body)), 'simulate')
    found = finished(services, owner, job)
    assert found.job.state == 'failed'
    assert found.diagnostics[0].message.startswith('<b>\ufffd')
    assert '\0' not in log_of(services, owner, job)


def test_a_job_that_the_queue_lost_is_found_by_its_row(services, owner, settings):
    services.jobs._queue.huey.flush()
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    services.jobs._queue.huey.flush()
    worker = Worker(services, settings)
    worker.start()
    try:
        assert finished(services, owner, job).job.state == 'passed'
    finally:
        worker.stop(0)


def test_a_worker_that_is_told_to_stop_gives_its_job_back(services, owner, settings):
    worker = Worker(services, settings)
    worker.start()
    job = services.jobs.start(owner, project(services, owner, ENDLESS), 'simulate')
    until(lambda: 'up\n' in log_of(services, owner, job))
    worker.stop(0)
    row = services.jobs.get(owner, job.project_id, job.id).job
    assert (row.state, row.attempt, row.owner) == ('queued', 0, '')


def test_a_worker_that_is_told_to_stop_lets_short_runs_end(services, owner, settings):
    worker = Worker(services, settings)
    worker.start()
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    until(lambda: state(services, owner, job) != 'queued')
    worker.stop(20)
    assert state(services, owner, job) == 'passed'


def test_many_runs_end_each_once(services, owner, worker):
    where = project(services, owner)
    jobs = [services.jobs.start(owner, where, 'simulate', {'plusargs': [f'n={n}']}) for n in range(12)]
    for job in jobs:
        found = finished(services, owner, job, 60)
        assert (found.job.state, found.job.attempt, len(found.artifacts)) == ('passed', 1, 3)


def test_a_single_run_is_not_held_up_by_batch_runs_that_fill_the_worker(services, settings):
    ada, eve = person(services), person(services)
    flood = project(services, ada, ENDLESS)
    worker = Worker(services, settings.model_copy(update={'worker_threads': 1}))
    worker.start()
    try:
        parent = services.jobs.start_children(ada, flood, Draft('simulate'), [Draft('simulate')] * 5)
        until(lambda: state(services, ada, parent) == 'running')
        single = services.jobs.start(eve, project(services, eve), 'simulate')
        assert finished(services, eve, single).job.state == 'passed'
        assert state(services, ada, parent) == 'running'
        services.jobs.cancel(ada, flood, parent.id)
        assert finished(services, ada, parent).job.state == 'cancelled'
    finally:
        worker.stop(0)


def test_runs_beyond_the_plan_follow_as_the_others_end(services, owner, worker):
    where = project(services, owner)
    cells = [Draft('simulate', {'plusargs': [f'n={n}']}) for n in range(7)]
    parent = services.jobs.start_children(owner, where, Draft('simulate'), cells)
    assert finished(services, owner, parent, 60).job.state == 'passed'
    assert {job.attempt for job in services.jobs.children(owner, where, parent.id)} == {1}


def test_a_killed_worker_loses_no_job_and_nothing_is_published_twice(services, owner, settings):
    body = f'initial begin $display("up"); #1 wait_a_while(); $finish; end {SLOW}'
    job = services.jobs.start(owner, project(services, owner, bench(body)), 'simulate', {'waves': False})
    first = worker_process(settings)
    until(lambda: 'up\n' in log_of(services, owner, job), 60)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert state(services, owner, job) == 'running'
    second = worker_process(settings)
    try:
        found = finished(services, owner, job, 60)
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0
    assert (found.job.state, found.job.attempt) == ('passed', 2)
    assert [artifact.view for artifact in found.artifacts] == ['log']
    assert log_of(services, owner, job).count('up\n') == 1


SLOW = 'task wait_a_while; integer i; for (i = 0; i < 4000000; i = i + 1) if (i == -1) $display("no"); endtask'


def test_a_lease_that_ends_while_the_worker_hangs_moves_the_job_to_another(services, owner, settings):
    job = services.jobs.start(owner, project(services, owner), 'simulate')
    services.jobs._queue.huey.flush()
    leases = JobLeases(services.database, services.blobs)
    hung = leases.claim(job.id, 'another-host:0:1:x')
    with services.database.write() as session:
        session.get_one(Job, job.id).lease_expires_at = now() - LEASE
    worker = Worker(services, settings)
    worker.start()
    try:
        found = finished(services, owner, job)
    finally:
        worker.stop(0)
    assert (found.job.state, found.job.attempt) == ('passed', 2)
    assert leases.renew([hung]) == [hung]


def test_files_of_the_project_are_put_where_the_design_expects_them(services, owner, worker):
    where = project(services, owner, {'tb/tb.v': BENCH})
    save(services, where, 'rtl/deep/counter.v', DESIGN['rtl/counter.v'])
    assert finished(services, owner, services.jobs.start(owner, where, 'simulate')).job.state == 'passed'


def test_a_worker_says_that_it_lives_with_its_isolation_and_tools(services, settings):
    assert services.workers.read() == []
    worker = Worker(services, settings)
    worker.start()
    until(lambda: services.workers.read() != [])
    [status] = services.workers.read()
    assert (status.name, status.refusal) == (worker.owner, '')
    assert status.tools['iverilog'].count('.') == 1
    assert services.health.workers()['workers'][0]['level'] == worker.launcher.level
    worker.stop(0)
    with pytest.raises(UnavailableError, match='No worker has spoken'):
        services.health.workers()


def test_where_nothing_can_be_contained_runs_end_with_the_reason_and_health_is_red(services, owner, monkeypatch):
    monkeypatch.setattr('workers.worker.probe', lambda _folder: Isolation(Level.NONE))
    worker = Worker(services, services.settings.model_copy(update={'host': '0.0.0.0'}))
    worker.start()
    try:
        found = finished(services, owner, services.jobs.start(owner, project(services, owner), 'simulate'))
        assert (found.job.state, 'no isolation' in found.job.reason) == ('crashed', True)
        until(lambda: services.workers.read() != [])
        with pytest.raises(UnavailableError, match='no isolation'):
            services.health.workers()
    finally:
        worker.stop(0)


@pytest.mark.parametrize(
    ('best', 'forced', 'host', 'level'),
    [
        (Level.NAMESPACES, '', '0.0.0.0', Level.NAMESPACES),
        (Level.NAMESPACES, 'L1', '0.0.0.0', Level.LANDLOCK),
        (Level.LANDLOCK, '', '127.0.0.1', Level.LANDLOCK),
        (Level.LANDLOCK, 'L1', '0.0.0.0', Level.LANDLOCK),
        (Level.LANDLOCK, '', '0.0.0.0', None),
        (Level.LANDLOCK, 'L2', '127.0.0.1', None),
        (Level.NAMESPACES, 'high', '127.0.0.1', None),
    ],
)
def test_the_level_depends_on_the_host_on_the_setting_and_on_who_is_served(best, forced, host, level):
    settings = Settings(sandbox_level=forced, host=host)
    if level is None:
        with pytest.raises(SandboxError):
            chosen_level(best, settings)
    else:
        assert chosen_level(best, settings) is level


def test_what_a_killed_worker_left_on_the_disk_is_swept_away(worker, settings):
    left = worker.launcher.folder / '4194305-left'
    left.mkdir()
    sweep(worker.launcher.folder)
    assert not left.exists()


def test_a_waveform_may_have_any_name_even_that_of_the_log(services, owner, worker):
    body = 'reg a = 0; initial begin $dumpfile("run.log"); $dumpvars; #1 a = 1; #1 $finish; end'
    found = finished(services, owner, services.jobs.start(owner, project(services, owner, bench(body)), 'simulate'))
    assert [(artifact.name, artifact.view) for artifact in found.artifacts] == [
        ('run.log-2', 'vcd'),
        ('run.log.a6t', 'trace'),
        ('run.log', 'log'),
    ]


def test_a_level_that_the_setting_forgoes_is_named_with_those_that_the_host_refuses():
    found = Isolation(Level.NAMESPACES, ((Level.CGROUPS, 'not delegated'),))
    assert str(lowered(found, Level.LANDLOCK)).split('; ')[1:] == [
        'level 3 not: not delegated',
        'level 2 not: A6HUB_SANDBOX_LEVEL asks for L1',
    ]


def test_a_run_shows_what_it_uses_and_may_use(services, owner, worker):
    job = services.jobs.start(owner, project(services, owner, ENDLESS), 'simulate')

    def progress():
        return services.jobs.get(owner, job.project_id, job.id).job.progress

    until(lambda: progress().get('step') == 'icarus.simulate')
    services.jobs.cancel(owner, job.project_id, job.id)
    finished(services, owner, job)
    shown = progress()
    assert (shown['limit_wall_s'], shown['limit_memory_bytes'], shown['limit_processes']) == (600, 2 << 30, 4)
    assert shown['wall_s'] > 0
    assert shown['memory_bytes'] > 0
