"""Create the tables of projects and access tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Projects that own numbers already get a row, with a name made of their id.
_INSERT_EXISTING = """
    INSERT INTO project (id, name, created_at)
    SELECT project_id, 'project ' || min(CAST(project_id AS VARCHAR(36))), min(created_at)
    FROM phone_number GROUP BY project_id
"""


def upgrade() -> None:
    """Create the tables, and a row for each project that owns numbers."""
    timestamp = sa.DateTime(timezone=True)
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("created_at", timestamp, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("name", name="uq_project_name"),
    )
    op.create_table(
        "access_token",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", sa.SmallInteger, nullable=False),
        sa.Column("created_at", timestamp, nullable=False),
        sa.Column("expires_at", timestamp),
        sa.Column("revoked_at", timestamp),
        sa.Column("last_used_at", timestamp),
        sa.PrimaryKeyConstraint("id", name="pk_access_token"),
    )
    op.create_index("ix_access_token_project_id", "access_token", ["project_id"])
    op.execute(_INSERT_EXISTING)


def downgrade() -> None:
    """Drop the tables. The numbers are not affected."""
    for table in ("access_token", "project"):
        op.drop_table(table)
