"""Idempotency table: the keys that writes came with, and the result of each write."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field

from gateway.models.base import Table
from gateway.models.column_types import UTCDateTime

_OF_CHANGES = text("change_id IS NOT NULL")


class IdempotencyRecord(Table, table=True):
    """A write that came with an idempotency key. A retry with the same key reads its result here.

    ``fingerprint`` is the hash of the command: the same key with another hash is a conflict.
    """

    __tablename__ = "idempotency_record"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_idempotency_record_change_id", "change_id",
            sqlite_where=_OF_CHANGES, postgresql_where=_OF_CHANGES,
        ),
    )  # fmt: skip

    project_id: UUID = Field(primary_key=True)
    actor: str = Field(primary_key=True, max_length=255)
    operation: str = Field(primary_key=True, max_length=32)
    key: str = Field(primary_key=True, max_length=255)
    fingerprint: str = Field(max_length=64)
    number_id: UUID
    # The event that the write appended; a replay returns its changes. Null: nothing changed.
    event_position: int | None = Field(default=None, sa_type=BigInteger)
    # The change that the platform was asked for, whose outcome a replay returns. Null: none was.
    change_id: UUID | None = None
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))
