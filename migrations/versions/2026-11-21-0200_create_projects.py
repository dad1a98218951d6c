"""Create the tables of projects, their files and snapshots."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    _create_projects()
    _create_project_members()
    _create_project_states()
    _create_blobs()
    _create_files()
    _create_trashed_files()
    _create_snapshots()
    _create_stars()
    _create_forks()


def downgrade() -> None:
    for table in (
        'forks',
        'stars',
        'snapshots',
        'trashed_files',
        'files',
        'blobs',
        'project_states',
        'project_members',
        'projects',
    ):
        op.drop_table(table)


def _create_projects() -> None:
    op.create_table(
        'projects',
        sa.Column('namespace_id', sa.Uuid(), nullable=False),
        sa.Column('slug', sa.String(length=100), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('description', sa.Text(), nullable=False),
        sa.Column('visibility', sa.String(length=20), nullable=False),
        sa.Column('licence', sa.String(length=60), nullable=False),
        sa.Column('topics', JSON, nullable=False),
        sa.Column('etag', sa.String(length=40), nullable=False),
        sa.Column('template', sa.String(length=60), nullable=False),
        sa.Column('forked_from_id', sa.Uuid(), nullable=True),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('updated_at', MOMENT, nullable=False),
        sa.Column('deleted_at', MOMENT, nullable=True),
        sa.Column('star_count', sa.Integer(), nullable=False),
        sa.Column('fork_count', sa.Integer(), nullable=False),
        sa.Column('job_count', sa.Integer(), nullable=False),
        sa.Column('file_count', sa.Integer(), nullable=False),
        sa.Column('byte_count', sa.BigInteger(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['created_by'], ['users.id'], name=op.f('fk_projects_created_by_users'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['forked_from_id'], ['projects.id'], name=op.f('fk_projects_forked_from_id_projects'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['namespace_id'], ['namespaces.id'], name=op.f('fk_projects_namespace_id_namespaces'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_projects')),
        sa.UniqueConstraint('namespace_id', 'slug', name=op.f('uq_projects_namespace_id')),
    )
    op.create_index('ix_projects_deleted_at', 'projects', ['deleted_at'])
    op.create_index('ix_projects_forked_from_id', 'projects', ['forked_from_id'])
    op.create_index('ix_projects_visibility_updated', 'projects', ['visibility', 'updated_at'])


def _create_project_members() -> None:
    op.create_table(
        'project_members',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_project_members_project_id_projects'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_project_members_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('project_id', 'user_id', name=op.f('pk_project_members')),
    )
    op.create_index('ix_project_members_user_id', 'project_members', ['user_id'])


def _create_project_states() -> None:
    op.create_table(
        'project_states',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('state', JSON, nullable=False),
        sa.Column('updated_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_project_states_project_id_projects'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_project_states_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('project_id', 'user_id', name=op.f('pk_project_states')),
    )
    op.create_index('ix_project_states_user_id', 'project_states', ['user_id'])


def _create_blobs() -> None:
    op.create_table(
        'blobs',
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('sha256', name=op.f('pk_blobs')),
    )


def _create_files() -> None:
    op.create_table(
        'files',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('path', sa.String(length=500), nullable=False),
        sa.Column('path_key', sa.String(length=1000), nullable=False),
        sa.Column('is_folder', sa.Boolean(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('is_binary', sa.Boolean(), nullable=False),
        sa.Column('updated_at', MOMENT, nullable=False),
        sa.Column('updated_by', sa.Uuid(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_files_project_id_projects'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['updated_by'], ['users.id'], name=op.f('fk_files_updated_by_users'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_files')),
        sa.UniqueConstraint('project_id', 'path_key', name=op.f('uq_files_project_id')),
    )
    op.create_index('ix_files_sha256', 'files', ['sha256'])


def _create_trashed_files() -> None:
    op.create_table(
        'trashed_files',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('batch_id', sa.Uuid(), nullable=False),
        sa.Column('path', sa.String(length=500), nullable=False),
        sa.Column('is_folder', sa.Boolean(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('is_binary', sa.Boolean(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_trashed_files_project_id_projects'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_trashed_files')),
    )
    op.create_index('ix_trashed_files_batch_id', 'trashed_files', ['batch_id'])
    op.create_index('ix_trashed_files_project_id', 'trashed_files', ['project_id'])
    op.create_index('ix_trashed_files_sha256', 'trashed_files', ['sha256'])


def _create_snapshots() -> None:
    op.create_table(
        'snapshots',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('manifest_sha256', sa.String(length=64), nullable=False),
        sa.Column('manifest', sa.LargeBinary(), nullable=False),
        sa.Column('file_count', sa.Integer(), nullable=False),
        sa.Column('byte_count', sa.BigInteger(), nullable=False),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['created_by'], ['users.id'], name=op.f('fk_snapshots_created_by_users'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_snapshots_project_id_projects'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshots')),
        sa.UniqueConstraint('project_id', 'manifest_sha256', name=op.f('uq_snapshots_project_id')),
    )


def _create_stars() -> None:
    op.create_table(
        'stars',
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_stars_project_id_projects'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_stars_user_id_users'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'project_id', name=op.f('pk_stars')),
    )
    op.create_index('ix_stars_project_id', 'stars', ['project_id'])


def _create_forks() -> None:
    op.create_table(
        'forks',
        sa.Column('project_id', sa.Uuid(), nullable=False),
        sa.Column('origin_id', sa.Uuid(), nullable=True),
        sa.Column('origin_name', sa.String(length=200), nullable=False),
        sa.Column('snapshot_id', sa.Uuid(), nullable=True),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['origin_id'], ['projects.id'], name=op.f('fk_forks_origin_id_projects'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['project_id'], ['projects.id'], name=op.f('fk_forks_project_id_projects'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['snapshot_id'], ['snapshots.id'], name=op.f('fk_forks_snapshot_id_snapshots'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('project_id', name=op.f('pk_forks')),
    )
    op.create_index('ix_forks_origin_id', 'forks', ['origin_id'])
