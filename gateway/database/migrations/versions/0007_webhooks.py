"""The endpoints that events are sent to, and the delivery of each event."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def _index(name: str, where: str, *columns: str) -> None:
    only = sa.text(where)
    op.create_index(
        name, "webhook_delivery", list(columns), sqlite_where=only, postgresql_where=only
    )


def _deliveries() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "webhook_delivery",
        sa.Column("endpoint_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("last_result", sa.String(64)),
        sa.Column("finished_at", moment),
        sa.PrimaryKeyConstraint("endpoint_id", "position", name="pk_webhook_delivery"),
    )
    _index("ix_webhook_delivery_due", "status = 'due'", "endpoint_id", "due_at")
    _index("ix_webhook_delivery_finished", "finished_at IS NOT NULL", "endpoint_id", "finished_at")
    listed = ["endpoint_id", "status", "position"]
    op.create_index("ix_webhook_delivery_status", "webhook_delivery", listed)


def upgrade() -> None:
    """Create the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("types", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("secret_hint", sa.String(16), nullable=False),
        sa.Column("previous_secret", sa.Text),
        sa.Column("previous_until", moment),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("failing_since", moment),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("due_at", moment),
        sa.Column("lease_until", moment),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_endpoint"),
        sa.UniqueConstraint("project_id", "url", name="uq_webhook_endpoint_url"),
    )
    _deliveries()


def downgrade() -> None:
    """Drop the tables. Events that were not delivered yet are not delivered any more."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook_endpoint")
