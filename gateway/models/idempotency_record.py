"""Table: idempotency keys, and what was done with each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from gateway.models.base import Table
from gateway.models.column_types import (
    UTCDateTime,
)


class IdempotencyRecord(Table, table=True):
    """A change that was asked for with a key, so that asking again changes nothing."""

    __tablename__ = "idempotency_record"  # pyright: ignore[reportAssignmentType]

    project_id: UUID = Field(primary_key=True)
    actor: str = Field(primary_key=True, max_length=255)
    operation: str = Field(primary_key=True, max_length=32)
    key: str = Field(primary_key=True, max_length=255)
    fingerprint: str = Field(max_length=64)
    number_id: UUID
    # The event of the change, whose answer a replay repeats. Null: nothing changed.
    event_position: int | None = Field(default=None, sa_type=BigInteger)
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False, index=True))
