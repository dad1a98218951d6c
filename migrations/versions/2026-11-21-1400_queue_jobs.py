"""Jobs: names and numbers of the runs of a regression, deaths of workers, and who was served when."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('jobs') as jobs:
        jobs.add_column(sa.Column('child_count', sa.Integer(), nullable=False, server_default='0'))
        jobs.add_column(sa.Column('name', sa.String(length=200), nullable=False, server_default=''))
        jobs.add_column(sa.Column('deaths', sa.Integer(), nullable=False, server_default='0'))
        jobs.create_index('ix_jobs_person_started', ['created_by', 'started_at'])


def downgrade() -> None:
    with op.batch_alter_table('jobs') as jobs:
        jobs.drop_index('ix_jobs_person_started')
        for name in ('deaths', 'name', 'child_count'):
            jobs.drop_column(name)
