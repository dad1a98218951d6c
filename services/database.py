"""The database: one engine, a scope for writing and a scope for reading."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_WRITES = 'a6hub_writes'
LONGEST_WAIT_S = 10
"""How long a writer waits for others before the database counts as busy."""

T = TypeVar('T')


class Database:
    """Hands out sessions; objects stay usable after their scope ends, and no relationship loads by itself."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_database_engine(url)
        self._writing = threading.Lock()
        self._glances = self.engine if self.is_sqlite else create_glance_engine(url)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == 'sqlite'

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction that may write; it commits at the end and rolls back on an exception."""
        with self._turn(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options={_WRITES: True})
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the threads of this process write to SQLite one after the other.

        SQLite itself lets those who wait try again after a sleep, and whoever happens to try at the right moment wins:
        with many threads some would wait for seconds. Other processes are still left to it.
        """
        mine = self.is_sqlite and self._writing.acquire(timeout=LONGEST_WAIT_S)
        try:
            yield
        finally:
            if mine:
                self._writing.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only reads."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            yield session

    def glance(self, read: Callable[[Connection], T]) -> T:
        """Return what one quick statement finds; on PostgreSQL it costs one round trip, without a transaction."""
        for last in (False, True):
            try:
                with self._glances.connect() as connection:
                    return read(connection)
            except DBAPIError as error:
                # The server restarted: nothing asked this connection whether it still lives.
                if last or not error.connection_invalidated:
                    raise
        raise AssertionError

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._glances.dispose()


def create_database_engine(url: str) -> Engine:
    """Return an engine whose SQLite connections wait, check foreign keys and begin as writers where they write."""
    if make_url(url).get_backend_name() != 'sqlite':
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, pool_recycle=1800)
    if (database := make_url(url).database) and database != ':memory:':
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, pool_size=20, max_overflow=40, connect_args={'timeout': LONGEST_WAIT_S, 'check_same_thread': False}
    )
    event.listen(engine, 'connect', _set_pragmas)
    event.listen(engine, 'begin', _begin)
    return engine


def create_glance_engine(url: str) -> Engine:
    """Return an engine for single statements on PostgreSQL: nothing begins, ends or resets a transaction."""
    return create_engine(
        url, isolation_level='AUTOCOMMIT', pool_size=2, max_overflow=10, pool_reset_on_return=None, pool_recycle=1800
    )


def _set_pragmas(connection: Any, _record: Any) -> None:
    # NOTE: without isolation_level=None the driver begins by itself, deferred, and upgrades fail with SQLITE_BUSY.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ('journal_mode=WAL', 'synchronous=NORMAL', 'busy_timeout=10000', 'foreign_keys=ON'):
        cursor.execute(f'PRAGMA {pragma}')
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql('BEGIN IMMEDIATE' if writes else 'BEGIN')
