"""The two sets of adapters that services are tested on: embedded, and PostgreSQL with Redis and S3."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from migrations.run import upgrade
from services.container import Services, build_services
from services.database import Database
from services.settings import Settings
from tests.servers.postgres import PostgresServer

SERVERS = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.s3]
KEY = SecretStr('a key that only the tests know')


@pytest.fixture(scope='session')
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp('migrated') / 'a6hub.db'
    _migrate(f'sqlite:///{path}')
    return path


@pytest.fixture(scope='session')
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The name of a PostgreSQL database with the newest schema, to be copied."""
    name = postgres_server.create()
    _migrate(postgres_server.url(name))
    return name


@pytest.fixture
def embedded_settings(migrated_sqlite: Path, tmp_path: Path) -> Settings:
    """Settings of a fresh embedded server: SQLite, a folder, local sockets."""
    shutil.copy(migrated_sqlite, tmp_path / 'a6hub.db')
    return Settings(data_dir=tmp_path, secret_key=KEY, password_rounds=4)


@pytest.fixture
def server_settings(
    postgres_server: PostgresServer, migrated_postgres: str, redis_url: str, s3_url: str, tmp_path: Path
) -> Iterator[Settings]:
    """Settings of a fresh server on PostgreSQL, Redis and S3."""
    name = postgres_server.create(migrated_postgres)
    url = postgres_server.url(name)
    yield Settings(
        data_dir=tmp_path, secret_key=KEY, password_rounds=4, database_url=url, redis_url=redis_url, s3_url=s3_url
    )
    postgres_server.drop(name)


@pytest.fixture(params=['embedded', pytest.param('servers', marks=SERVERS)])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of a fresh server, once for each set of adapters."""
    found: Settings = request.getfixturevalue('embedded_settings' if request.param == 'embedded' else 'server_settings')
    return found


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    """All services on a fresh, migrated database, once for each set of adapters."""
    built = build_services(settings)
    yield built
    built.close()


@pytest.fixture
def embedded(embedded_settings: Settings) -> Iterator[Services]:
    """All services on the embedded adapters only, for tests of what lies above them."""
    built = build_services(embedded_settings)
    yield built
    built.close()


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.dispose()
