"""Webhook tables: the endpoints that events are sent to, and the delivery of each event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from gateway.domain.enums import DeliveryStatus, WebhookStatus
from gateway.models.base import Table
from gateway.models.column_types import EncryptedText, EnumString, JSONValue, UTCDateTime

_DUE = text("status = 'due'")
_FINISHED = text("finished_at IS NOT NULL")


def _moment(*, nullable: bool = True) -> Any:
    return Column(UTCDateTime, nullable=nullable)


class WebhookEndpoint(Table, table=True):
    """A URL that hears of a project's events, with its place in the event stream.

    The table is the queue of the workers too: an endpoint whose cursor is behind its stream, or
    that has a delivery due, is claimed under a lease. A worker that writes an outcome compares the
    epoch: its lease is still its own.
    """

    __tablename__ = "webhook_endpoint"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("project_id", "url", name="uq_webhook_endpoint_url"),)

    id: UUID = Field(primary_key=True)
    project_id: UUID
    url: str = Field(max_length=2048)
    # The types of events that are sent, by their values. Empty: all.
    types: list[str] = Field(sa_column=Column(JSONValue, nullable=False))
    secret: str = Field(sa_column=Column(EncryptedText, nullable=False))
    secret_hint: str = Field(max_length=16)
    # The secret before the last rotation, which signs too until this time.
    previous_secret: str | None = Field(default=None, sa_column=Column(EncryptedText))
    previous_until: datetime | None = Field(default=None, sa_column=_moment())
    position: int = Field(sa_type=BigInteger)  # of the last event that became a delivery
    status: WebhookStatus = Field(
        sa_column=Column(EnumString(WebhookStatus, WebhookStatus.OTHER), nullable=False)
    )
    code: str | None = Field(default=None, max_length=64)  # why it is disabled
    failing_since: datetime | None = Field(default=None, sa_column=_moment())
    created_at: datetime = Field(sa_column=_moment(nullable=False))
    due_at: datetime | None = Field(default=None, sa_column=_moment())  # of its next delivery
    lease_until: datetime | None = Field(default=None, sa_column=_moment())
    epoch: int


class WebhookDelivery(Table, table=True):
    """The delivery of one event to one endpoint: attempts until one succeeds, or the last fails."""

    __tablename__ = "webhook_delivery"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_webhook_delivery_due",
            "endpoint_id", "due_at",
            sqlite_where=_DUE, postgresql_where=_DUE,
        ),
        Index("ix_webhook_delivery_status", "endpoint_id", "status", "position"),
        Index(
            "ix_webhook_delivery_finished",
            "endpoint_id", "finished_at",
            sqlite_where=_FINISHED, postgresql_where=_FINISHED,
        ),
    )  # fmt: skip

    endpoint_id: UUID = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)  # of the event, in its stream
    project_id: UUID
    status: DeliveryStatus = Field(
        sa_column=Column(EnumString(DeliveryStatus, DeliveryStatus.OTHER), nullable=False)
    )
    attempts: int
    due_at: datetime = Field(sa_column=_moment(nullable=False))
    last_result: str | None = Field(default=None, max_length=64)  # a status, or why there is none
    finished_at: datetime | None = Field(default=None, sa_column=_moment())
