"""Bulk jobs, their chunks and their rows."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

_MOMENT = sa.DateTime(timezone=True)


def _document(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"))


def _partial_index(name: str, table: str, where: str, *columns: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, list(columns), sqlite_where=only, postgresql_where=only)


def _jobs() -> None:
    op.create_table(
        "bulk_job",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("reveals", sa.Boolean, nullable=False),
        sa.Column("if_exists", sa.String(32)),
        _document("patch"),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("upload_bytes", sa.Integer),
        sa.Column("upload_epoch", sa.Integer, nullable=False),
        sa.Column("actor", sa.String(255), nullable=False),
        sa.Column("request_id", sa.String(64)),
        sa.Column("idempotency_key", sa.String(255)),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_job"),
        sa.UniqueConstraint(
            "project_id", "actor", "kind", "idempotency_key", name="uq_bulk_job_key"
        ),
    )
    unfinished = "finished_at IS NULL"
    _partial_index("ix_bulk_job_unfinished", "bulk_job", unfinished, "project_id", "claimed_at")
    op.create_index("ix_bulk_job_created", "bulk_job", ["project_id", "created_at", "id"])
    op.create_index("ix_bulk_job_finished", "bulk_job", ["finished_at"])


def _chunks() -> None:
    counts = ("written", "unchanged", "differs", "failed", "pending")
    op.create_table(
        "bulk_job_chunk",
        sa.Column("job_id", sa.Uuid, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("lease_until", _MOMENT),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counts),
        sa.PrimaryKeyConstraint("job_id", "first", name="pk_bulk_job_chunk"),
    )
    ready = "state = 'ready'"
    _partial_index("ix_bulk_job_chunk_ready", "bulk_job_chunk", ready, "job_id", "first")


def _rows() -> None:
    op.create_table(
        "bulk_job_row",
        sa.Column("job_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("number", sa.String(64), nullable=False),
        _document("asked"),
        sa.Column("version", sa.Integer),
        sa.Column("fate", sa.String(32), nullable=False),
        sa.Column("number_id", sa.Uuid),
        sa.Column("change_id", sa.Uuid),
        _document("detail"),
        sa.PrimaryKeyConstraint("job_id", "place", name="pk_bulk_job_row"),
    )
    op.create_index("ix_bulk_job_row_number", "bulk_job_row", ["job_id", "number", "place"])
    changed = "change_id IS NOT NULL"
    _partial_index("ix_bulk_job_row_change_id", "bulk_job_row", changed, "change_id")


def upgrade() -> None:
    """Create the tables."""
    _jobs()
    _chunks()
    _rows()


def downgrade() -> None:
    """Drop the tables; what the jobs wrote stays."""
    for table in ("bulk_job_row", "bulk_job_chunk", "bulk_job"):
        op.drop_table(table)
