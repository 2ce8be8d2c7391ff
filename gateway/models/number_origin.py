"""The table of where numbers were imported from. Filters need it, and not what is connected."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index
from sqlmodel import Field

from gateway.models.base import Table
from gateway.models.column_types import JSONValue


class NumberOrigin(Table, table=True):
    """Where a number of the project was imported from.

    ``fingerprint`` is of the provider's settings at the import; ``reported`` are those that clients
    know of, by the import or by an event of drift.
    """

    __tablename__ = "number_origin"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_number_origin_connection", "project_id", "connection_id", "external_id"),
    )

    number_id: UUID = Field(primary_key=True)
    project_id: UUID
    connection_id: UUID
    external_id: str = Field(max_length=128)
    fingerprint: str = Field(max_length=64)
    reported: dict[str, Any] = Field(sa_column=Column(JSONValue, nullable=False))
    losses: list[Any] = Field(sa_column=Column(JSONValue, nullable=False))
