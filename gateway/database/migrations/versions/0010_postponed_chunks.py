"""How often a chunk was postponed because its platform was busy: these claims are no failures."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the count; chunks that are there begin with none."""
    count = sa.Column("postponed", sa.Integer, nullable=False, server_default="0")
    op.add_column("bulk_job_chunk", count)


def downgrade() -> None:
    """Drop the count."""
    op.drop_column("bulk_job_chunk", "postponed")
