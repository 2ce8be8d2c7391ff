"""Phone numbers, what they are looked up by, what happened to them, and idempotency keys."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_DIGITS = sa.String(16).with_variant(sa.String(16, collation="C"), "postgresql")
_LIVE = sa.text("released_at IS NULL")


_TRIGRAMS = """
    SELECT installed_version IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')
    FROM pg_available_extensions WHERE name = 'pg_trgm'
"""


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


def _index(name: str, *columns: Any, unique: bool = False) -> None:
    op.create_index(
        name,
        "phone_number",
        list(columns),
        unique=unique,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def _trigrams() -> None:
    """Index what `numberContains` and `nameContains` search, where PostgreSQL can and we may."""
    db = op.get_bind()
    if db.dialect.name != "postgresql" or not db.scalar(sa.text(_TRIGRAMS)):
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in ("number", "name"):
        op.execute(
            f"CREATE INDEX trgm_phone_number_{column} ON phone_number "
            f"USING gin ({column} gin_trgm_ops) WHERE released_at IS NULL"
        )


def upgrade() -> None:
    """Create the tables and their indexes."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "phone_number",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("number", _DIGITS, nullable=False),
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
    _index("ix_phone_number_updated", "project_id", "updated_at", "id")
    _index("ix_phone_number_name", "project_id", sa.text("coalesce(name, '')"), "id")
    for name, column in (
        ("call_kind", "call_handler_kind"),
        ("message_kind", "message_handler_kind"),
        ("country", "country_code"),
        ("type", "number_type"),
    ):
        _index(f"ix_phone_number_{name}", "project_id", column, "created_at", "id")
    _trigrams()

    op.create_table(
        "phone_number_label",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "kind", "value", "created_at", "number_id", name="pk_phone_number_label"
        ),
    )
    op.create_index("ix_phone_number_label_number_id", "phone_number_label", ["number_id"])

    op.create_table(
        "event_stream",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("project_id", name="pk_event_stream"),
    )
    op.create_table(
        "phone_number_event",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("occurred_at", moment, nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("request_id", sa.String(64)),
        _document("changes", nullable=False),
        sa.PrimaryKeyConstraint("project_id", "position", name="pk_phone_number_event"),
    )
    op.create_index(
        "ix_phone_number_event_number",
        "phone_number_event",
        ["project_id", "number_id", "position"],
    )

    op.create_table(
        "idempotency_record",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("operation", sa.String(32), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.Column("event_position", sa.BigInteger),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "actor", "operation", "key", name="pk_idempotency_record"
        ),
    )
    op.create_index("ix_idempotency_record_expires_at", "idempotency_record", ["expires_at"])


def downgrade() -> None:
    """Drop the tables, and everything in them."""
    for table in (
        "idempotency_record",
        "phone_number_event",
        "event_stream",
        "phone_number_label",
        "phone_number",
    ):
        op.drop_table(table)
