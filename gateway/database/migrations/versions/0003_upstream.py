"""The platform that a project is attached to, what it was asked for, and what it confirmed."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

_OPEN = "state = 'open'"


def _document(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=nullable)


def _index(name: str, table: str, where: str, *columns: str, unique: bool = False) -> None:
    only = sa.text(where)
    op.create_index(
        name, table, list(columns), unique=unique, sqlite_where=only, postgresql_where=only
    )


def _of_numbers() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("phone_number", sa.Column("upstream_id", sa.String(64)))
    op.add_column("phone_number", sa.Column("provisioning", sa.String(32)))
    op.add_column("phone_number", sa.Column("confirmed_at", moment))
    op.add_column("idempotency_record", sa.Column("change_id", sa.Uuid))
    _index(
        "ix_idempotency_record_change_id",
        "idempotency_record",
        "change_id IS NOT NULL",
        "change_id",
    )
    named = "upstream_id IS NOT NULL"
    live, place = f"released_at IS NULL AND {named}", ("project_id", "upstream_id")
    _index("uq_phone_number_upstream", "phone_number", live, *place, unique=True)
    _index("ix_phone_number_upstream", "phone_number", named, *place)
    unsettled = "released_at IS NULL AND provisioning <> 'active'"
    listed = ("project_id", "provisioning", "created_at", "id")
    _index("ix_phone_number_provisioning", "phone_number", unsettled, *listed)


def _of_changes() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "upstream_change",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        _document("wanted"),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("sends", sa.Integer, nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("lease_until", moment),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("message", sa.String(400)),
        _document("problems", nullable=True),
        sa.Column("previous", sa.String(32)),
        sa.Column("event_position", sa.BigInteger),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("request_id", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_upstream_change"),
    )
    _index("ux_upstream_change_open", "upstream_change", _OPEN, "number_id", unique=True)
    _index("ix_upstream_change_due", "upstream_change", _OPEN, "due_at")
    _index("ix_upstream_change_project", "upstream_change", _OPEN, "project_id")
    op.create_index("ix_upstream_change_number", "upstream_change", ["number_id", "asked_at"])


def upgrade() -> None:
    """Add the columns and the tables; no row changes."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "upstream",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("space", sa.String(255), nullable=False),
        sa.Column("platform_project", sa.Uuid, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("secret_hint", sa.String(16), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("attached_at", moment, nullable=False),
        sa.Column("clock_offset", sa.Float, nullable=False),
        sa.Column("sync_due_at", moment, nullable=False),
        sa.Column("sync_lease_until", moment),
        sa.Column("sync_epoch", sa.Integer, nullable=False),
        _document("last_sync", nullable=True),
        sa.PrimaryKeyConstraint("project_id", name="pk_upstream"),
        sa.UniqueConstraint("space", "platform_project", name="uq_upstream_space"),
    )
    _of_changes()
    _of_numbers()


def downgrade() -> None:
    """Drop the tables and the columns; the numbers stay, as the platform confirmed them last."""
    for name in ("uq_phone_number_upstream", "ix_phone_number_upstream",
                 "ix_phone_number_provisioning"):  # fmt: skip
        op.drop_index(name, "phone_number")
    for column in ("upstream_id", "provisioning", "confirmed_at"):
        op.drop_column("phone_number", column)
    op.drop_index("ix_idempotency_record_change_id", "idempotency_record")
    op.drop_column("idempotency_record", "change_id")
    op.drop_table("upstream_change")
    op.drop_table("upstream")
