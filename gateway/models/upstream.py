"""Tables: the platform that a project is attached to, and what it was asked to change."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Float, Index, UniqueConstraint, text
from sqlmodel import Field

from gateway.domain.enums import ConnectionStatus, ProvisioningStatus
from gateway.models.base import Table
from gateway.models.column_types import EncryptedText, EnumString, JSONValue, UTCDateTime

_OPEN = text("state = 'open'")


def _moment(*, nullable: bool = False) -> Any:
    return Column(UTCDateTime, nullable=nullable)


def _open(name: str, column: str, *, unique: bool = False) -> Index:
    """Index the changes that are open."""
    return Index(name, column, unique=unique, sqlite_where=_OPEN, postgresql_where=_OPEN)


class Upstream(Table, table=True):
    """The space of the platform that a project's numbers are in. One project mirrors one space."""

    __tablename__ = "upstream"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("space", "platform_project", name="uq_upstream_space"),)

    project_id: UUID = Field(primary_key=True)
    space: str = Field(max_length=255)  # a host, with a port where it is not the usual one
    platform_project: UUID
    secret: str = Field(sa_column=Column(EncryptedText, nullable=False))
    secret_hint: str = Field(max_length=16)
    status: ConnectionStatus = Field(
        sa_column=Column(EnumString(ConnectionStatus, ConnectionStatus.OTHER), nullable=False)
    )
    code: str | None = Field(default=None, max_length=64)
    attached_at: datetime = Field(sa_column=_moment())
    # Seconds that the platform's clock is ahead of the database's.
    clock_offset: float = Field(sa_column=Column(Float, nullable=False))
    sync_due_at: datetime = Field(sa_column=_moment())
    sync_lease_until: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    sync_epoch: int
    last_sync: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONValue))


class ChangeKind(StrEnum):
    """What the platform is asked for."""

    IMPORT = "import"
    UPDATE = "update"
    RELEASE = "release"


class ChangeState(StrEnum):
    """Whether the outcome is known, and which it is."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class ChangeStep(StrEnum):
    """The request that is due or under way. An import that names settings has two, in order."""

    POST = "post"
    PUT = "put"
    DELETE = "delete"


class UpstreamChange(Table, table=True):
    """A change of a number that the platform was asked for. A number has one open change at most.

    The table is the queue of the workers too: what is open is claimed when it is due, under a
    lease. A worker that writes an outcome compares the epoch: its lease is still its own.
    """

    __tablename__ = "upstream_change"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        _open("ux_upstream_change_open", "number_id", unique=True),
        _open("ix_upstream_change_due", "due_at"),
        _open("ix_upstream_change_project", "project_id"),
        Index("ix_upstream_change_number", "number_id", "asked_at"),
    )

    id: UUID = Field(primary_key=True)
    project_id: UUID
    number_id: UUID
    number: str = Field(max_length=16)
    kind: ChangeKind = Field(sa_column=Column(EnumString(ChangeKind), nullable=False))
    wanted: dict[str, Any] = Field(sa_column=Column(JSONValue, nullable=False))
    state: ChangeState = Field(sa_column=Column(EnumString(ChangeState), nullable=False))
    step: ChangeStep = Field(sa_column=Column(EnumString(ChangeStep), nullable=False))
    sends: int
    sent_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    asked_at: datetime = Field(sa_column=_moment())
    epoch: int
    lease_until: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    due_at: datetime = Field(sa_column=_moment())
    # Whether an event has reported that it is pending.
    announced: bool
    code: str | None = Field(default=None, max_length=64)
    message: str | None = Field(default=None, max_length=400)
    # What the platform said of single fields, where it named some: path, code and message of each.
    problems: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSONValue))
    # The number's status before this change. Null: there was no such number.
    previous: ProvisioningStatus | None = Field(
        default=None, sa_column=Column(EnumString(ProvisioningStatus, ProvisioningStatus.OTHER))
    )
    event_position: int | None = Field(default=None, sa_type=BigInteger)  # of its outcome
    actor: str = Field(max_length=255)
    request_id: str | None = Field(default=None, max_length=64)
