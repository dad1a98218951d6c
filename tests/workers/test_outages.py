"""Database, Redis or web that is killed while jobs wait and run: every job has one result when it is back."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from migrations.run import upgrade
from services.container import build_services
from services.database import Database
from services.settings import Settings
from tests.adapters import KEY
from tests.designs import bench, person, project
from tests.people import PASSWORD
from tests.servers.app import AppServer
from tests.servers.postgres import PostgresServer, running_postgres
from tests.servers.process import free_port, server_folder
from tests.servers.redis import RedisServer, running_redis
from tests.workers.working import finished, log_of, until
from workers.queue import open_queue
from workers.worker import Worker

pytestmark = [pytest.mark.tool, pytest.mark.postgres, pytest.mark.redis]

SLOW = {
    **bench(
        'initial begin $display("up"); #1 wait_a_while(); $display("done"); $finish; end\n'
        'task wait_a_while; integer i; for (i = 0; i < 3000000; i = i + 1) if (i == -1) $display("no"); endtask'
    )
}


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A cluster of this test alone, which it may kill: what it has committed is there afterwards, as by default."""
    with server_folder('killed-postgres') as folder, running_postgres(folder, synchronous_commit='on') as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of this test alone, which it may kill."""
    with running_redis() as server:
        yield server


@pytest.fixture
def settings(own_postgres: PostgresServer, own_redis: RedisServer, tmp_path: Path) -> Settings:
    url = own_postgres.url(own_postgres.create())
    database = Database(url)
    upgrade(database)
    database.dispose()
    return Settings(data_dir=tmp_path, secret_key=KEY, password_rounds=4, database_url=url, redis_url=own_redis.url)


@pytest.fixture
def services(settings):
    built = build_services(settings, open_queue(settings))
    yield built
    built.close()


@pytest.fixture
def worker(services, settings):
    running = Worker(services, settings)
    yield running
    running.stop(0)


@pytest.fixture
def servers(own_postgres, own_redis):
    return {'database': own_postgres.process, 'Redis': own_redis.process}


def assert_one_result(services, owner, job):
    found = finished(services, owner, job, 60)
    assert found.job.state == 'passed'
    assert [artifact.name for artifact in found.artifacts] == ['run.log']
    assert log_of(services, owner, job).count('done\n') == 1


@pytest.mark.parametrize('server', ['database', 'Redis'])
def test_a_server_that_is_killed_while_jobs_run_and_wait_costs_no_result(services, worker, servers, server):
    owner = person(services)
    where = project(services, owner, SLOW)
    jobs = [services.jobs.start(owner, where, 'simulate', {'waves': False, 'plusargs': [f'n={n}']}) for n in range(4)]
    worker.start()
    until(lambda: 'up\n' in log_of(services, owner, jobs[0]))
    servers[server].kill()
    servers[server].start()
    for job in jobs:
        assert_one_result(services, owner, job)


@pytest.mark.parametrize('server', ['database', 'Redis'])
def test_a_server_that_is_killed_before_a_worker_comes_forgets_no_job(services, worker, servers, server):
    owner = person(services)
    job = services.jobs.start(owner, project(services, owner, SLOW), 'simulate', {'waves': False})
    servers[server].kill()
    servers[server].start()
    worker.start()
    assert_one_result(services, owner, job)


def test_a_job_that_is_started_while_redis_is_away_is_found_by_its_row(services, worker, servers):
    owner = person(services)
    where = project(services, owner, SLOW)
    worker.start()
    servers['Redis'].kill()
    job = services.jobs.start(owner, where, 'simulate', {'waves': False})
    servers['Redis'].start()
    assert_one_result(services, owner, job)


def test_a_web_process_that_is_killed_costs_no_run_that_it_had_answered(tmp_path):
    settings = {'data_dir': tmp_path / 'data', 'port': free_port(), 'password_rounds': 4}
    AppServer(tmp_path, settings, 'migrate').process.wait()
    web, worker = (AppServer(tmp_path, settings, process) for process in ('web', 'worker'))
    web.wait_until_healthy()
    with httpx.Client(base_url=f'{web.url}/api/v1', timeout=30) as http:
        http.post('/auth/register', json={'email': 'ada@example.org', 'username': 'ada', 'password': PASSWORD})
        answer = http.post('/auth/login', json={'email': 'ada@example.org', 'password': PASSWORD}).json()
        http.headers['Authorization'] = f'Bearer {answer["access_token"]}'
        where = http.post('/projects', json={'name': 'Killed'}).json()['id']
        http.put(f'/projects/{where}/tree/tb.v', content=SLOW['tb.v']).raise_for_status()
        for n in range(3):
            body = {'flow': 'simulate', 'options': {'plusargs': [f'n={n}']}}
            http.post(f'/projects/{where}/jobs', json=body).raise_for_status()
        web.process.kill()
        web = AppServer(tmp_path, settings, 'web')
        web.wait_until_healthy()

        def runs():
            return http.get(f'/projects/{where}/jobs').json()['items']

        until(lambda: all(run['finished_at'] for run in runs()), 60)
        assert [(run['state'], run['number']) for run in runs()] == [('passed', 3), ('passed', 2), ('passed', 1)]
    for server in (web, worker):
        server.process.stop()
