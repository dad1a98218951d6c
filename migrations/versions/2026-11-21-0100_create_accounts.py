"""Create the tables of people, their sign-ins and the audit trail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    _create_namespaces()
    _create_users()
    _create_login_sessions()
    _create_refresh_tokens()
    _create_access_tokens()
    _create_sign_in_failures()
    _create_events()


def downgrade() -> None:
    for table in (
        'events',
        'sign_in_failures',
        'access_tokens',
        'refresh_tokens',
        'login_sessions',
        'users',
        'namespaces',
    ):
        op.drop_table(table)


def _create_namespaces() -> None:
    op.create_table(
        'namespaces',
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_namespaces')),
        sa.UniqueConstraint('name', name=op.f('uq_namespaces_name')),
    )


def _create_users() -> None:
    op.create_table(
        'users',
        sa.Column('namespace_id', sa.Uuid(), nullable=False),
        sa.Column('username', sa.String(length=60), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('email', sa.String(length=320), nullable=True),
        sa.Column('email_verified_at', MOMENT, nullable=True),
        sa.Column('full_name', sa.String(length=200), nullable=False),
        sa.Column('bio', sa.Text(), nullable=False),
        sa.Column('password_hash', sa.String(length=200), nullable=True),
        sa.Column('plan', sa.String(length=20), nullable=False),
        sa.Column('preferences', JSON, nullable=False),
        sa.Column('last_seen_at', MOMENT, nullable=True),
        sa.Column('credentials_version', sa.Integer(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['namespace_id'], ['namespaces.id'], name=op.f('fk_users_namespace_id_namespaces'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
        sa.UniqueConstraint('email', name=op.f('uq_users_email')),
        sa.UniqueConstraint('namespace_id', name=op.f('uq_users_namespace_id')),
        sa.UniqueConstraint('username', name=op.f('uq_users_username')),
    )


def _create_login_sessions() -> None:
    op.create_table(
        'login_sessions',
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('expires_at', MOMENT, nullable=False),
        sa.Column('last_seen_at', MOMENT, nullable=False),
        sa.Column('revoked_at', MOMENT, nullable=True),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('user_agent', sa.String(length=300), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_login_sessions_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_login_sessions')),
    )
    op.create_index('ix_login_sessions_user_id', 'login_sessions', ['user_id'])


def _create_refresh_tokens() -> None:
    op.create_table(
        'refresh_tokens',
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('family_id', sa.Uuid(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('expires_at', MOMENT, nullable=False),
        sa.Column('used_at', MOMENT, nullable=True),
        sa.Column('revoked_at', MOMENT, nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_refresh_tokens_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_refresh_tokens')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_refresh_tokens_token_hash')),
    )
    op.create_index('ix_refresh_tokens_family_id', 'refresh_tokens', ['family_id'])
    op.create_index('ix_refresh_tokens_user_id', 'refresh_tokens', ['user_id'])


def _create_access_tokens() -> None:
    op.create_table(
        'access_tokens',
        sa.Column('user_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('hint', sa.String(length=20), nullable=False),
        sa.Column('scopes', JSON, nullable=False),
        sa.Column('expires_at', MOMENT, nullable=True),
        sa.Column('last_used_at', MOMENT, nullable=True),
        sa.Column('revoked_at', MOMENT, nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_access_tokens_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_access_tokens')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_access_tokens_token_hash')),
    )
    op.create_index('ix_access_tokens_user_id', 'access_tokens', ['user_id'])


def _create_sign_in_failures() -> None:
    op.create_table(
        'sign_in_failures',
        sa.Column('key', sa.String(length=400), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failures')),
    )
    op.create_index('ix_sign_in_failures_key', 'sign_in_failures', ['key', 'created_at'])


def _create_events() -> None:
    op.create_table(
        'events',
        sa.Column('actor_id', sa.Uuid(), nullable=True),
        sa.Column('actor_name', sa.String(length=60), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('action', sa.String(length=60), nullable=False),
        sa.Column('object_type', sa.String(length=40), nullable=False),
        sa.Column('object_id', sa.String(length=60), nullable=False),
        sa.Column('project_id', sa.Uuid(), nullable=True),
        sa.Column('detail', JSON, nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    )
    op.create_index('ix_events_actor', 'events', ['actor_id', 'created_at'])
    op.create_index('ix_events_project', 'events', ['project_id', 'created_at'])
