"""The servers that the tests start are real, start empty and end with the tests."""

import io
import os
import select
import signal
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
from minio import Minio
from redis import Redis

from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder


def test_a_postgresql_database_is_empty_and_writable(postgres_url):
    with closing(psycopg2.connect(postgres_url.replace('+psycopg2', ''))) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)
        cursor.execute('CREATE TABLE counter (value int)')
        cursor.execute('CREATE EXTENSION pg_trgm')
        connection.commit()


@pytest.mark.parametrize('attempt', [1, 2])
def test_redis_starts_each_test_without_keys(redis_url, attempt):
    with closing(Redis.from_url(redis_url)) as redis:
        assert redis.dbsize() == 0
        redis.set('attempt', attempt)


def test_an_s3_bucket_keeps_an_object(s3_url):
    url = urlsplit(s3_url)
    s3 = Minio(endpoint=url.netloc.split('@')[1], access_key=url.username, secret_key=url.password, secure=False)
    bucket = url.path.strip('/')
    s3.put_object(bucket_name=bucket, object_name='design/top.v', data=io.BytesIO(b'module top;'), length=11)
    answer = s3.get_object(bucket_name=bucket, object_name='design/top.v')
    assert answer.read() == b'module top;'
    answer.close()
    answer.release_conn()


def test_the_browser_shows_a_page(page):
    page.set_content('<h1>counter</h1>')
    assert page.get_by_role('heading').inner_text() == 'counter'


def test_a_server_ends_when_the_tests_are_killed():
    port = free_port()
    program = f"""
import os, sys
from pathlib import Path
from tests.servers.process import ServerProcess, accepts_connections
argv = ['redis-server', '--port', '{port}', '--bind', '127.0.0.1', '--save', '']
server = ServerProcess(argv, Path(sys.argv[1]), 'redis')
server.wait_until(lambda: accepts_connections({port}))
print(server.pid, flush=True)
os.kill(os.getpid(), {int(signal.SIGKILL)})
"""
    with server_folder('killed') as folder:
        done = subprocess.run([sys.executable, '-c', program, str(folder)], stdout=subprocess.PIPE, text=True)
        assert done.returncode == -signal.SIGKILL
        _wait_for_end(int(done.stdout))
    assert not accepts_connections(port)


def test_a_server_that_does_not_start_tells_its_log():
    with server_folder('broken') as folder:
        server = ServerProcess(['sh', '-c', 'echo no space left; exit 3'], folder, 'broken')
        with pytest.raises(RuntimeError, match='no space left'):
            server.wait_until(lambda: False)


def _wait_for_end(pid: int) -> None:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([process], [], [], 10)
    os.close(process)
    assert ended, f'process {pid} still runs'


def test_each_set_of_adapters_gives_services_that_work(services):
    checks = services.health.checks()
    assert [checks[part]()['kind'] for part in ('database', 'store', 'bus')] in (
        ['sqlite', 'folder', 'local'],
        ['postgresql', 's3', 'redis'],
    )
