"""A Redis server of the tests: one for the session, emptied before each test."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from redis import Redis

from tests.servers.process import Restartable, ServerProcess, accepts_connections, free_port, server_folder


class RedisServer:
    """A running Redis that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        binary = shutil.which('redis-server')
        if not binary:
            raise RuntimeError('redis-server is missing: script/test installs it (package redis-server)')
        port = free_port()
        argv = [binary, '--port', str(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
        self.url = f'redis://127.0.0.1:{port}/0'
        self.process = Restartable(
            lambda: ServerProcess([*argv, '--dir', str(folder)], folder, 'redis'), lambda: accepts_connections(port)
        )


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Run a server until the end of the block."""
    with server_folder('redis') as folder:
        server = RedisServer(folder)
        server.process.start()
        try:
            yield server
        finally:
            server.process.stop()


@pytest.fixture(scope='session')
def redis_server() -> Iterator[str]:
    """The URL of a Redis server, started when the first test asks for it."""
    with running_redis() as server:
        yield server.url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of a Redis server without any key."""
    with closing(Redis.from_url(redis_server)) as client:
        client.flushall()
    return redis_server
