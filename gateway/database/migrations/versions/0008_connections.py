"""Connections to accounts at other providers, their numbers, and where numbers came from."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

_MOMENT = sa.DateTime(timezone=True)


def _document(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False)


def _connections() -> None:
    op.create_table(
        "provider_connection",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("provider", sa.String(32), nullable=False),
        sa.Column("label", sa.String(255), nullable=False),
        sa.Column("account", sa.String(255)),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("secret_hint", sa.String(16), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("refreshed_at", _MOMENT),
        sa.Column("refresh_due_at", _MOMENT),
        sa.Column("lease_until", _MOMENT),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_provider_connection"),
        sa.UniqueConstraint(
            "project_id", "provider", "account", name="uq_provider_connection_account"
        ),
    )
    op.create_index("ix_provider_connection_due", "provider_connection", ["refresh_due_at"])


def _numbers() -> None:
    number = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.create_table(
        "provider_number",
        sa.Column("connection_id", sa.Uuid, nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("number", number, nullable=False),
        _document("settings"),
        _document("losses"),
        sa.Column("is_supported", sa.Boolean, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("connection_id", "external_id", name="pk_provider_number"),
    )
    listed = ["connection_id", "number", "external_id"]
    op.create_index("ix_provider_number_number", "provider_number", listed)


def _origins() -> None:
    op.create_table(
        "number_origin",
        sa.Column("number_id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("connection_id", sa.Uuid, nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        _document("reported"),
        _document("losses"),
        sa.PrimaryKeyConstraint("number_id", name="pk_number_origin"),
    )
    found = ["project_id", "connection_id", "external_id"]
    op.create_index("ix_number_origin_connection", "number_origin", found)


def upgrade() -> None:
    """Create the tables."""
    _connections()
    _numbers()
    _origins()


def downgrade() -> None:
    """Drop the tables; imported numbers stay."""
    for table in ("number_origin", "provider_number", "provider_connection"):
        op.drop_table(table)
