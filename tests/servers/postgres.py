"""A PostgreSQL server of the tests: one cluster for the session, one database for each test."""

import itertools
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

from tests.servers.process import Restartable, ServerProcess, free_port, server_folder

SUPERUSER = 'postgres'
SETTINGS = {
    'listen_addresses': '127.0.0.1',
    'fsync': 'off',
    'synchronous_commit': 'off',
    'full_page_writes': 'off',
    'max_connections': '200',
    'shared_buffers': '64MB',
    'timezone': 'UTC',
}


class PostgresServer:
    """A running cluster that makes and drops databases."""

    def __init__(self, port: int, begin: Callable[[], ServerProcess]) -> None:
        self._port = port
        self.process = Restartable(begin, self.answers)
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f'postgresql+psycopg2://{SUPERUSER}@127.0.0.1:{self._port}/{database}'

    def create(self, template: str = 'template1') -> str:
        """Create a database as a copy of `template` and return its name."""
        name = f'test_{next(self._numbers)}'
        self._run(sql.SQL('CREATE DATABASE {} TEMPLATE {}').format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._run(sql.SQL('DROP DATABASE IF EXISTS {} WITH (FORCE)').format(sql.Identifier(name)))

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        try:
            self._run(sql.SQL('SELECT 1'))
        except psycopg2.OperationalError:
            return False
        return True

    def _run(self, statement: sql.Composable) -> None:
        connection = psycopg2.connect(host='127.0.0.1', port=self._port, user=SUPERUSER, dbname='postgres')
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.fixture(scope='session')
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL cluster, started when the first test asks for it."""
    with server_folder('postgres') as folder, running_postgres(folder) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@contextmanager
def running_postgres(folder: Path, **changed: str) -> Iterator[PostgresServer]:
    """Run a cluster in `folder`, with other settings where they are given, and stop it at the end."""
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user)
    data = folder / 'data'
    _initialise(data, user)
    port = free_port()
    settings = {**SETTINGS, **changed, 'port': str(port), 'unix_socket_directories': str(folder)}
    argv = [_binary('postgres'), '-D', str(data), *(part for item in settings.items() for part in _option(*item))]
    server = PostgresServer(port, lambda: ServerProcess(argv, folder, 'postgres', user=user, stop_signal=signal.SIGINT))
    server.process.start()
    try:
        yield server
    finally:
        server.process.stop()


def _initialise(data: Path, user: str | None) -> None:
    command = [_binary('initdb'), '-D', str(data), '-U', SUPERUSER, '--auth=trust', '--no-sync', '-E', 'UTF8']
    identity = ['setpriv', '--reuid', user, '--regid', user, '--clear-groups', '--'] if user else []
    argv = [*identity, *command, '--locale=C.UTF-8']
    done = subprocess.run(argv, capture_output=True, text=True, cwd=data.parent)
    if done.returncode:
        raise RuntimeError(f'initdb ended with code {done.returncode}: {done.stderr}')


def _option(name: str, value: str) -> tuple[str, str]:
    return '-c', f'{name}={value}'


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: name the user to run it as, if we are root."""
    return 'postgres' if os.geteuid() == 0 else None


def _binary(name: str) -> str:
    versions = sorted(Path('/usr/lib/postgresql').glob(f'*/bin/{name}'), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        raise RuntimeError(f'{name} is missing: script/test installs PostgreSQL (package postgresql)')
    return found
