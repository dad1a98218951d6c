"""Create the tables of jobs and what they leave."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    _create_jobs()
    _create_job_steps()
    _create_artifacts()
    _create_diagnostics()


def downgrade() -> None:
    for table in ('diagnostics', 'artifacts', 'job_steps', 'jobs'):
        op.drop_table(table)


def _create_jobs() -> None:
    op.create_table(
        'jobs',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('flow', sa.String(length=60), nullable=False),
        sa.Column('options', JSON, nullable=False),
        sa.Column('snapshot_id', sa.Uuid(), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('priority', sa.Integer(), nullable=False),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('owner', sa.String(length=100), nullable=False),
        sa.Column('lease_expires_at', MOMENT, nullable=True),
        sa.Column('cancel_requested_at', MOMENT, nullable=True),
        sa.Column('started_at', MOMENT, nullable=True),
        sa.Column('finished_at', MOMENT, nullable=True),
        sa.Column('exit_code', sa.Integer(), nullable=True),
        sa.Column('top_module', sa.String(length=200), nullable=False),
        sa.Column('metrics', JSON, nullable=False),
        sa.Column('log_size', sa.BigInteger(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['created_by'], ['users.id'], name=op.f('fk_jobs_created_by_users'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_jobs_project_id_projects'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['snapshot_id'], ['snapshots.id'], name=op.f('fk_jobs_snapshot_id_snapshots'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
        sa.UniqueConstraint('project_id', 'number', name=op.f('uq_jobs_project_id')),
    )
    op.create_index('ix_jobs_created_by', 'jobs', ['created_by'])
    op.create_index('ix_jobs_snapshot_id', 'jobs', ['snapshot_id'])
    op.create_index('ix_jobs_state', 'jobs', ['state', 'lease_expires_at'])


def _create_job_steps() -> None:
    op.create_table(
        'job_steps',
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('step', sa.String(length=60), nullable=False),
        sa.Column('title', sa.String(length=100), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('started_at', MOMENT, nullable=True),
        sa.Column('finished_at', MOMENT, nullable=True),
        sa.Column('metrics', JSON, nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['job_id'], ['jobs.id'], name=op.f('fk_job_steps_job_id_jobs'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_job_steps')),
        sa.UniqueConstraint('job_id', 'position', name=op.f('uq_job_steps_job_id')),
    )


def _create_artifacts() -> None:
    op.create_table(
        'artifacts',
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=300), nullable=False),
        sa.Column('view', sa.String(length=40), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('expires_at', MOMENT, nullable=True),
        sa.Column('pinned', sa.Boolean(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['job_id'], ['jobs.id'], name=op.f('fk_artifacts_job_id_jobs'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_artifacts_project_id_projects'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_artifacts')),
        sa.UniqueConstraint('job_id', 'name', name=op.f('uq_artifacts_job_id')),
    )
    op.create_index('ix_artifacts_project_id', 'artifacts', ['project_id'])
    op.create_index('ix_artifacts_sha256', 'artifacts', ['sha256'])


def _create_diagnostics() -> None:
    op.create_table(
        'diagnostics',
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('step', sa.String(length=60), nullable=False),
        sa.Column('severity', sa.String(length=20), nullable=False),
        sa.Column('message', sa.Text(), nullable=False),
        sa.Column('file', sa.String(length=500), nullable=False),
        sa.Column('line', sa.Integer(), nullable=False),
        sa.Column('column', sa.Integer(), nullable=False),
        sa.Column('rule', sa.String(length=100), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['job_id'], ['jobs.id'], name=op.f('fk_diagnostics_job_id_jobs'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_diagnostics')),
    )
    op.create_index('ix_diagnostics_job_id', 'diagnostics', ['job_id'])
