"""Create the tables of phone numbers, labels, events and idempotency keys."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_E164 = sa.String(16).with_variant(sa.String(16, collation="C"), "postgresql")
_LIVE = sa.text("released_at IS NULL")


# Whether pg_trgm is installed, or may be installed by this user. It is an optional extension.
_HAS_TRIGRAMS = """
    SELECT installed_version IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')
    FROM pg_available_extensions WHERE name = 'pg_trgm'
"""


def _json(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=nullable)


def _handler_columns(name: str) -> list[sa.Column[Any]]:
    kind = sa.Computed(f"{name} ->> 'kind'", persisted=True)
    return [
        _json(name),
        sa.Column(f"{name}_kind", sa.String(64), kind),
        sa.Column(f"{name}_resource_id", sa.Uuid),
    ]


def _kind_constraint(name: str) -> sa.CheckConstraint:
    has_kind = f"{name} IS NULL OR length({name} ->> 'kind') BETWEEN 1 AND 64"
    return sa.CheckConstraint(f"({has_kind}) IS TRUE", name=f"{name}_kind")


def _index(name: str, *columns: Any, unique: bool = False) -> None:
    op.create_index(
        name,
        "phone_number",
        list(columns),
        unique=unique,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )


def _create_trigram_indexes() -> None:
    """Create indexes for the filters `numberContains` and `nameContains`, where pg_trgm allows."""
    db = op.get_bind()
    if db.dialect.name != "postgresql" or not db.scalar(sa.text(_HAS_TRIGRAMS)):
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in ("number", "name"):
        op.execute(
            f"CREATE INDEX trgm_phone_number_{column} ON phone_number "
            f"USING gin ({column} gin_trgm_ops) WHERE released_at IS NULL"
        )


def upgrade() -> None:
    """Create the tables and their indexes."""
    timestamp = sa.DateTime(timezone=True)
    op.create_table(
        "phone_number",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("number", _E164, nullable=False),
        sa.Column("number_type", sa.String(32), nullable=False),
        sa.Column("country_code", sa.String(2)),
        sa.Column("capabilities", sa.SmallInteger, nullable=False),
        sa.Column("name", sa.String(255)),
        _json("tags", nullable=False),
        sa.Column("call_receive_mode", sa.String(32), nullable=False),
        *_handler_columns("call_handler"),
        *_handler_columns("message_handler"),
        sa.Column("e911_address_id", sa.Uuid),
        sa.Column("e911_status", sa.String(32)),
        sa.Column("next_billed_at", timestamp),
        sa.Column("release_protected", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", timestamp, nullable=False),
        sa.Column("updated_at", timestamp, nullable=False),
        sa.Column("released_at", timestamp),
        sa.PrimaryKeyConstraint("id", name="pk_phone_number"),
        _kind_constraint("call_handler"),
        _kind_constraint("message_handler"),
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
    _create_trigram_indexes()

    op.create_table(
        "phone_number_label",
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.Column("created_at", timestamp, nullable=False),
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
        sa.Column("occurred_at", timestamp, nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("request_id", sa.String(64)),
        _json("changes", nullable=False),
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
        sa.Column("expires_at", timestamp, nullable=False),
        sa.PrimaryKeyConstraint(
            "project_id", "actor", "operation", "key", name="pk_idempotency_record"
        ),
    )
    op.create_index("ix_idempotency_record_expires_at", "idempotency_record", ["expires_at"])


def downgrade() -> None:
    """Drop the tables with their rows."""
    for table in (
        "idempotency_record",
        "phone_number_event",
        "event_stream",
        "phone_number_label",
        "phone_number",
    ):
        op.drop_table(table)
