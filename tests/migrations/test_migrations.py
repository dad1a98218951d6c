"""The migrations run on both databases and agree with the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from migrations.run import config, needs_upgrade, upgrade
from services.database import Database
from services.models import Base


@pytest.fixture(params=['sqlite', pytest.param('postgresql', marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == 'sqlite':
        url = f'sqlite:///{tmp_path}/a6hub.db'
    else:
        url = request.getfixturevalue('postgres_url').replace('postgresql://', 'postgresql+psycopg2://')
    database = Database(url)
    yield database
    database.dispose()


def test_an_empty_database_gets_every_table(database: Database):
    assert needs_upgrade(database)
    upgrade(database)
    assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())
    assert not needs_upgrade(database)


def test_the_models_and_the_migrations_agree(database: Database):
    upgrade(database)
    with database.engine.connect() as connection:
        command.check(config(connection))


def test_rows_survive_going_down_and_up_one_migration(database: Database):
    upgrade(database)
    insert = "INSERT INTO namespaces (id, name, kind, title, created_at) VALUES (:id, 'ada', 'user', '', '2026-01-01')"
    with database.write() as session:
        session.execute(text(insert), {'id': '0' * 32})
    with database.engine.begin() as connection:
        command.downgrade(config(connection), '0003')
    upgrade(database)
    with database.read() as session:
        assert session.execute(text('SELECT name FROM namespaces')).scalars().all() == ['ada']
