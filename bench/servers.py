"""Servers for the measurements, the same as the tests start."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers.app import ROOT, AppServer
from tests.servers.postgres import running_postgres
from tests.servers.process import ServerProcess, free_port, server_folder
from tests.servers.redis import running_redis

__all__ = ['ROOT', 'ServerProcess', 'app', 'free_port', 'postgres', 'redis', 'server_folder']


@contextmanager
def app(process: str = 'all', prefix: Sequence[str] = (), **settings: object) -> Iterator[AppServer]:
    """Run the product, or one of its processes on a migrated database."""
    with server_folder('bench') as folder:
        settings.setdefault('data_dir', folder / 'data')
        if process != 'all':
            _migrate(settings)
        server = AppServer(folder, settings, process, prefix=prefix)
        try:
            server.wait_until_healthy()
            yield server
        finally:
            server.process.stop()


@contextmanager
def postgres() -> Iterator[str]:
    """Run PostgreSQL and give the URL of an empty database."""
    with server_folder('bench-postgres') as folder, running_postgres(folder) as server:
        yield server.url(server.create())


@contextmanager
def redis() -> Iterator[str]:
    """Run Redis and give its URL."""
    with running_redis() as server:
        yield server.url


def _migrate(settings: dict[str, object]) -> None:
    env = {f'A6HUB_{name.upper()}': str(value) for name, value in settings.items()}
    env['PATH'] = '/usr/bin:/bin'
    subprocess.run([sys.executable, Path(ROOT, 'main.py'), 'migrate'], check=True, env=env, capture_output=True)
