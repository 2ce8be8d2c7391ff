"""Phone numbers, and the keys with which changes were asked for."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_LIVE = sa.text("released_at IS NULL")


def _document(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=nullable)


def _handler(name: str) -> list[sa.Column[Any]]:
    kind = sa.Computed(f"{name} ->> 'kind'", persisted=True)
    return [
        _document(name),
        sa.Column(f"{name}_kind", sa.String(64), kind),
        sa.Column(f"{name}_resource_id", sa.Uuid),
    ]


def _names_its_kind(name: str) -> sa.CheckConstraint:
    named = f"{name} IS NULL OR length({name} ->> 'kind') BETWEEN 1 AND 64"
    return sa.CheckConstraint(f"({named}) IS TRUE", name=f"{name}_kind")


def _index(name: str, *columns: str, unique: bool = False) -> None:
    op.create_index(
        name,
        "phone_number",
        list(columns),
        unique=unique,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def upgrade() -> None:
    """Create both tables and their indexes."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "phone_number",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("number_type", sa.String(32), nullable=False),
        sa.Column("country_code", sa.String(2)),
        sa.Column("capabilities", sa.SmallInteger, nullable=False),
        sa.Column("name", sa.String(255)),
        _document("tags", nullable=False),
        sa.Column("call_receive_mode", sa.String(32), nullable=False),
        *_handler("call_handler"),
        *_handler("message_handler"),
        sa.Column("e911_address_id", sa.Uuid),
        sa.Column("e911_status", sa.String(32)),
        sa.Column("next_billed_at", moment),
        sa.Column("release_protected", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("released_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_phone_number"),
        _names_its_kind("call_handler"),
        _names_its_kind("message_handler"),
    )
    _index("uq_phone_number_live", "project_id", "number", unique=True)
    _index("ix_phone_number_created", "project_id", "created_at", "id")
    for kind in ("call", "message"):
        name, column = f"ix_phone_number_{kind}_kind", f"{kind}_handler_kind"
        _index(name, "project_id", column, "created_at", "id")

    op.create_table(
        "idempotency_record",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("operation", sa.String(32), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "actor", "operation", "key", name="pk_idempotency_record"
        ),
    )
    op.create_index("ix_idempotency_record_expires_at", "idempotency_record", ["expires_at"])


def downgrade() -> None:
    """Drop both tables, and everything in them."""
    op.drop_table("idempotency_record")
    op.drop_table("phone_number")
