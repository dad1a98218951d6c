"""Runs migrations from Python: `upgrade(database)` brings a database to the newest schema."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from services.database import Database
from services.errors import UnavailableError

log = logging.getLogger('a6hub')

_LOCK = 0xA6_4B
"""Number of the advisory lock that lets one of many starting processes migrate."""


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the migrations in this folder."""
    result = Config()
    result.set_main_option('script_location', str(Path(__file__).parent))
    result.set_main_option('file_template', '%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s')
    result.attributes['connection'] = connection
    return result


def upgrade(database: Database, revision: str = 'head') -> None:
    """Bring the schema to `revision`; of several processes that start together, one does the work."""
    if revision == 'head' and not needs_upgrade(database):
        return
    log.info('Bringing the database to the newest schema')
    with database.engine.connect() as connection:
        _begin_alone(connection, database.is_sqlite)
        command.upgrade(config(connection), revision)
        if database.is_sqlite:
            _check_foreign_keys(connection)
        connection.commit()
        # The connection goes back with foreign keys off otherwise.
        connection.invalidate()


def needs_upgrade(database: Database) -> bool:
    """Return whether the schema is older than the newest migration."""
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current != ScriptDirectory.from_config(config()).get_current_head()


def _begin_alone(connection: Connection, is_sqlite: bool) -> None:
    connection.begin()
    if is_sqlite:
        # NOTE: a batch migration recreates tables; with foreign keys on, that would cascade into child rows,
        # and the pragma does nothing inside a transaction.
        connection.exec_driver_sql('COMMIT')
        connection.exec_driver_sql('PRAGMA foreign_keys=OFF')
        connection.exec_driver_sql('BEGIN IMMEDIATE')
    else:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")
        connection.exec_driver_sql(f'SELECT pg_advisory_xact_lock({_LOCK})')


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql('PRAGMA foreign_key_check').fetchall()
    if broken:
        raise UnavailableError(f'The migration would break {len(broken)} references; nothing was changed.')
