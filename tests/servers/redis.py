"""A Redis server of the tests: one for the session, emptied before each test."""

import shutil
from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import Redis

from tests.servers.process import ServerProcess, accepts_connections, free_port, server_folder


@pytest.fixture(scope='session')
def redis_server() -> Iterator[str]:
    """The URL of a Redis server, started when the first test asks for it."""
    binary = shutil.which('redis-server')
    if not binary:
        raise RuntimeError('redis-server is missing: script/test installs it (package redis-server)')
    port = free_port()
    with server_folder('redis') as folder:
        argv = [binary, '--port', str(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
        process = ServerProcess([*argv, '--dir', str(folder)], folder, 'redis')
        try:
            process.wait_until(lambda: accepts_connections(port))
            yield f'redis://127.0.0.1:{port}/0'
        finally:
            process.stop()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of a Redis server without any key."""
    with closing(Redis.from_url(redis_server)) as client:
        client.flushall()
    return redis_server
