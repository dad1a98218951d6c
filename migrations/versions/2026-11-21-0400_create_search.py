"""Create the searchable texts and a trigram index on them."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

# NOTE: the index keeps no text of its own; these triggers are what holds it and the table together.
SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_documents', content_rowid='id', "
    "tokenize='trigram')",
    'CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN '
    'INSERT INTO search_index(rowid, text) VALUES (new.id, new.text); END',
    'CREATE TRIGGER search_documents_removed AFTER DELETE ON search_documents BEGIN '
    "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text); END",
    'CREATE TRIGGER search_documents_changed AFTER UPDATE OF text ON search_documents BEGIN '
    "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text); "
    'INSERT INTO search_index(rowid, text) VALUES (new.id, new.text); END',
)
POSTGRESQL_INDEX = (
    'CREATE EXTENSION IF NOT EXISTS pg_trgm',
    'CREATE INDEX search_index_text ON search_documents USING gin (text gin_trgm_ops)',
)


def upgrade() -> None:
    op.create_table(
        'search_documents',
        sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('path', sa.String(length=500), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_search_documents_project_id_projects'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_documents')),
        sa.UniqueConstraint('project_id', 'path', name=op.f('uq_search_documents_project_id')),
    )
    for statement in SQLITE_INDEX if _is_sqlite() else POSTGRESQL_INDEX:
        op.execute(statement)


def downgrade() -> None:
    if _is_sqlite():
        op.execute('DROP TABLE search_index')
    op.drop_table('search_documents')


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'
