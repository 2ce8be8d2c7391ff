"""An index by which the events of a type are read without looking at others."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the index."""
    op.create_index(
        "ix_phone_number_event_type", "phone_number_event", ["project_id", "type", "position"]
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_phone_number_event_type", "phone_number_event")
