"""Index public projects in every order in which they are listed, so that a search ends with its first page."""

from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

COLUMNS = {'stars': 'star_count', 'created': 'created_at', 'name': 'name'}


def upgrade() -> None:
    for name, column in COLUMNS.items():
        op.create_index(f'ix_projects_visibility_{name}', 'projects', ['visibility', column])


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_index(f'ix_projects_visibility_{name}', 'projects')
