"""Indexes of the numbers that are protected from release, and of those that receive fax."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_INDEXES = {
    "ix_phone_number_protected": "released_at IS NULL AND release_protected",
    "ix_phone_number_fax": "released_at IS NULL AND call_receive_mode = 'fax'",
}


def upgrade() -> None:
    """Create the indexes."""
    for name, condition in _INDEXES.items():
        where = sa.text(condition)
        op.create_index(
            name, "phone_number", ["project_id", "created_at", "id"],
            sqlite_where=where, postgresql_where=where,
        )  # fmt: skip


def downgrade() -> None:
    """Drop the indexes."""
    for name in _INDEXES:
        op.drop_index(name, "phone_number")
