"""Alembic's entry: runs the migrations on the connection that `migrations.run` hands over."""

from alembic import context
from sqlalchemy import Connection

from services.models import Base


def include_object(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """Leave out the full-text tables and indexes, which no model describes."""
    return not (kind in {'table', 'index'} and (name or '').startswith('search_index'))


def migrate(connection: Connection) -> None:
    """Run what was asked for, inside the transaction of the caller."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_as_batch=connection.dialect.name == 'sqlite',
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes['connection'])
