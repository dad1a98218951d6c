"""Jobs: parents of regressions, keys of equal runs, envelopes, progress, back-off; diagnostics that explain."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    with op.batch_alter_table('jobs') as jobs:
        jobs.add_column(sa.Column('parent_id', sa.Uuid(), nullable=True))
        jobs.add_column(sa.Column('source_job_id', sa.Uuid(), nullable=True))
        jobs.add_column(sa.Column('run_key', sa.String(length=64), nullable=False, server_default=''))
        jobs.add_column(sa.Column('envelope', JSON, nullable=False, server_default='{}'))
        jobs.add_column(sa.Column('progress', JSON, nullable=False, server_default='{}'))
        jobs.add_column(sa.Column('not_before', MOMENT, nullable=True))
        jobs.create_foreign_key('fk_jobs_parent_id_jobs', 'jobs', ['parent_id'], ['id'], ondelete='CASCADE')
        jobs.create_foreign_key('fk_jobs_source_job_id_jobs', 'jobs', ['source_job_id'], ['id'], ondelete='SET NULL')
        jobs.create_index('ix_jobs_parent_id', ['parent_id'])
        jobs.create_index('ix_jobs_source_job_id', ['source_job_id'])
        jobs.create_index('ix_jobs_run_key', ['run_key'])
    with op.batch_alter_table('diagnostics') as diagnostics:
        diagnostics.add_column(sa.Column('kind', sa.String(length=60), nullable=False, server_default=''))
        diagnostics.add_column(sa.Column('source', sa.String(length=60), nullable=False, server_default=''))
        for name in ('cause', 'hint', 'raw'):
            diagnostics.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('diagnostics') as diagnostics:
        for name in ('raw', 'hint', 'cause', 'source', 'kind'):
            diagnostics.drop_column(name)
    with op.batch_alter_table('jobs') as jobs:
        for index in ('ix_jobs_run_key', 'ix_jobs_source_job_id', 'ix_jobs_parent_id'):
            jobs.drop_index(index)
        jobs.drop_constraint('fk_jobs_source_job_id_jobs', type_='foreignkey')
        jobs.drop_constraint('fk_jobs_parent_id_jobs', type_='foreignkey')
        for name in ('not_before', 'progress', 'envelope', 'run_key', 'source_job_id', 'parent_id'):
            jobs.drop_column(name)
