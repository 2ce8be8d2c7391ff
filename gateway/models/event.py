"""Event log tables: the events of phone numbers, and the length of each project's event stream."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field

from gateway.domain.enums import EventType
from gateway.models.base import Table
from gateway.models.column_types import EnumString, JSONValue, UTCDateTime


class EventStream(Table, table=True):
    """The number of events in a project.

    A writer locks this row until it commits, so positions become visible in their order.
    """

    __tablename__ = "event_stream"  # pyright: ignore[reportAssignmentType]

    project_id: UUID = Field(primary_key=True)
    length: int = Field(sa_type=BigInteger)


class PhoneNumberEvent(Table, table=True):
    """One event of one phone number. Immutable; positions have no gaps within a project."""

    __tablename__ = "phone_number_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_phone_number_event_number", "project_id", "number_id", "position"),
        Index("ix_phone_number_event_type", "project_id", "type", "position"),
    )

    project_id: UUID = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    number_id: UUID
    number: str = Field(max_length=16)
    type: EventType = Field(sa_column=Column(EnumString(EventType), nullable=False))
    occurred_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    actor: str = Field(max_length=255)
    request_id: str | None = Field(default=None, max_length=64)
    changes: list[dict[str, Any]] = Field(sa_column=Column(JSONValue, nullable=False))
