from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from services.database import Database

ONE = text('SELECT 1')


@pytest.mark.postgres
def test_a_glance_survives_connections_that_the_server_closed(postgres_url: str):
    database, other = Database(postgres_url), Database(postgres_url)
    assert database.glance(lambda connection: connection.execute(ONE).scalar()) == 1
    kill = text('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()')
    with other.write() as session:
        session.execute(kill)
    assert database.glance(lambda connection: connection.execute(ONE).scalar()) == 1
    database.dispose()
    other.dispose()


def test_a_reader_cannot_keep_a_writer_waiting(tmp_path: Path):
    database = Database(f'sqlite:///{tmp_path}/a6hub.db')
    with database.write() as session:
        session.execute(text('CREATE TABLE notes (text TEXT)'))
    with database.read() as reader:
        assert reader.execute(text('SELECT count(*) FROM notes')).scalar() == 0
        with database.write() as writer:
            writer.execute(text("INSERT INTO notes VALUES ('written meanwhile')"))
        assert reader.execute(text('SELECT count(*) FROM notes')).scalar() == 0
    database.dispose()


def test_a_failed_write_leaves_nothing(tmp_path: Path):
    database = Database(f'sqlite:///{tmp_path}/a6hub.db')

    def write_half() -> None:
        with database.write() as session:
            session.execute(text('CREATE TABLE notes (text TEXT)'))
            session.execute(text('INSERT INTO missing VALUES (1)'))

    with pytest.raises(OperationalError):
        write_half()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'notes'")).scalar() == 0
    database.dispose()


def test_many_threads_that_write_at_once_all_get_their_turn(tmp_path: Path):
    database = Database(f'sqlite:///{tmp_path}/a6hub.db')
    with database.write() as session:
        session.execute(text('CREATE TABLE counts (count INTEGER)'))
        session.execute(text('INSERT INTO counts VALUES (0)'))

    def count(_number: int) -> None:
        for _ in range(10):
            with database.write() as session:
                session.execute(text('UPDATE counts SET count = count + 1'))

    with ThreadPoolExecutor(24) as threads:
        list(threads.map(count, range(24)))
    with database.read() as session:
        assert session.execute(text('SELECT count FROM counts')).scalar() == 240
    database.dispose()
