"""Projects, and the tokens that let programs into them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Projects that have numbers already: they get a row, named by their id.
_KNOWN = """
    INSERT INTO project (id, name, created_at)
    SELECT project_id, 'project ' || min(CAST(project_id AS VARCHAR(36))), min(created_at)
    FROM phone_number GROUP BY project_id
"""


def upgrade() -> None:
    """Create the tables, and a project for whoever has numbers."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("created_at", moment, nullable=False),
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
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment),
        sa.Column("revoked_at", moment),
        sa.Column("last_used_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_access_token"),
    )
    op.create_index("ix_access_token_project_id", "access_token", ["project_id"])
    op.execute(_KNOWN)


def downgrade() -> None:
    """Drop the tables; the numbers stay."""
    for table in ("access_token", "project"):
        op.drop_table(table)
