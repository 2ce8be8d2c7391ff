"""Phone number tables: the numbers, and the labels (tags, hosts) that filters look up."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Computed, Index, String, TextClause, text
from sqlmodel import Field

from gateway.domain.enums import (
    CallReceiveMode,
    Capability,
    E911Status,
    NumberType,
    ProvisioningStatus,
)
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS, CallHandler, MessageHandler
from gateway.models.base import Table
from gateway.models.column_types import (
    CAPABILITIES,
    EnumString,
    HandlerJSON,
    JSONValue,
    UTCDateTime,
)

LIVE = text("released_at IS NULL")
_AT_PLATFORM = text("upstream_id IS NOT NULL")
_LIVE_AT_PLATFORM = text("released_at IS NULL AND upstream_id IS NOT NULL")
_PROTECTED = text("released_at IS NULL AND release_protected")
_FAX = text("released_at IS NULL AND call_receive_mode = 'fax'")
_UNSETTLED = text("released_at IS NULL AND provisioning <> 'active'")


def _live_index(name: str, *columns: Any, unique: bool = False) -> Index:
    """Return a partial index over the rows that are not released."""
    return _partial_index(name, LIVE, *columns, unique=unique)


def _partial_index(name: str, where: TextClause, *columns: Any, unique: bool = False) -> Index:
    """Return an index over the rows for which *where* is true."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


# Collation C compares bytes on both databases, so a search by prefix is a range of the index.
_E164 = String(16).with_variant(String(16, collation="C"), "postgresql")


def _kind_column(handler: str) -> Column[str]:
    """Return a generated column: the kind, computed from the stored handler."""
    return Column(String(64), Computed(f"{handler} ->> 'kind'", persisted=True), nullable=True)


def _kind_constraint(handler: str) -> CheckConstraint:
    """Return a constraint: every stored handler has a kind. It does not list the kinds."""
    has_kind = f"{handler} IS NULL OR length({handler} ->> 'kind') BETWEEN 1 AND 64"
    return CheckConstraint(f"({has_kind}) IS TRUE", name=f"{handler}_kind")


class PhoneNumber(Table, table=True):
    """A phone number of a project. Releasing it is a soft delete: it sets ``released_at``.

    A live row is one that is not released. Only live rows are in the unique index, so a released
    number can be imported again, as a new row.
    """

    __tablename__ = "phone_number"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        # The unique index alone decides whether a number is taken: no check before the INSERT.
        _live_index("uq_phone_number_live", "project_id", "number", unique=True),
        _live_index("ix_phone_number_created", "project_id", "created_at", "id"),
        _live_index(
            "ix_phone_number_call_kind", "project_id", "call_handler_kind", "created_at", "id"
        ),
        _live_index(
            "ix_phone_number_message_kind", "project_id", "message_handler_kind", "created_at", "id"
        ),
        _live_index("ix_phone_number_updated", "project_id", "updated_at", "id"),
        _live_index("ix_phone_number_name", "project_id", text("coalesce(name, '')"), "id"),
        _live_index("ix_phone_number_country", "project_id", "country_code", "created_at", "id"),
        _live_index("ix_phone_number_type", "project_id", "number_type", "created_at", "id"),
        # Numbers that no platform has, which is all of them without one, cost these nothing.
        _partial_index(
            "uq_phone_number_upstream", _LIVE_AT_PLATFORM, "project_id", "upstream_id", unique=True
        ),
        _partial_index("ix_phone_number_upstream", _AT_PLATFORM, "project_id", "upstream_id"),
        _partial_index(
            "ix_phone_number_provisioning",
            _UNSETTLED, "project_id", "provisioning", "created_at", "id",
        ),
        # Few numbers are protected or receive fax: only those are in these.
        _partial_index("ix_phone_number_protected", _PROTECTED, "project_id", "created_at", "id"),
        _partial_index("ix_phone_number_fax", _FAX, "project_id", "created_at", "id"),
        _kind_constraint("call_handler"),
        _kind_constraint("message_handler"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    project_id: UUID
    number: str = Field(sa_column=Column(_E164, nullable=False))
    number_type: NumberType = Field(sa_column=Column(EnumString(NumberType), nullable=False))
    country_code: str | None = Field(default=None, max_length=2)
    capabilities: list[Capability] = Field(sa_column=Column(CAPABILITIES, nullable=False))
    name: str | None = Field(default=None, max_length=255)
    tags: list[str] = Field(sa_column=Column(JSONValue, nullable=False))
    call_receive_mode: CallReceiveMode = Field(
        sa_column=Column(EnumString(CallReceiveMode), nullable=False)
    )
    call_handler: CallHandler | None = Field(
        default=None, sa_column=Column(HandlerJSON("call", CALL_HANDLERS))
    )
    call_handler_kind: str | None = Field(default=None, sa_column=_kind_column("call_handler"))
    call_handler_resource_id: UUID | None = None
    message_handler: MessageHandler | None = Field(
        default=None, sa_column=Column(HandlerJSON("message", MESSAGE_HANDLERS))
    )
    message_handler_kind: str | None = Field(
        default=None, sa_column=_kind_column("message_handler")
    )
    message_handler_resource_id: UUID | None = None
    e911_address_id: UUID | None = None
    e911_status: E911Status | None = Field(default=None, sa_column=Column(EnumString(E911Status)))
    next_billed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    release_protected: bool = False
    version: int = 1
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    released_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    # Of a platform that the project is attached to. The settings above are what it confirmed last.
    upstream_id: str | None = Field(default=None, max_length=64)
    provisioning: ProvisioningStatus | None = Field(
        default=None, sa_column=Column(EnumString(ProvisioningStatus, ProvisioningStatus.OTHER))
    )
    confirmed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))


class LabelKind(StrEnum):
    """The kinds of labels: a tag of the number, or a host in its handlers' URLs."""

    TAG = "tag"
    HOST = "host"


class PhoneNumberLabel(Table, table=True):
    """An inverted index for filters: a tag or a host of a live number.

    Derived from the number's row in the transaction that writes it. ``created_at`` is a copy of
    the number's, so that a page of one label is read from the primary key without sorting.
    """

    __tablename__ = "phone_number_label"  # pyright: ignore[reportAssignmentType]

    project_id: UUID = Field(primary_key=True)
    kind: LabelKind = Field(sa_column=Column(EnumString(LabelKind), primary_key=True))
    value: str = Field(primary_key=True, max_length=255)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, primary_key=True))
    number_id: UUID = Field(primary_key=True, index=True)
