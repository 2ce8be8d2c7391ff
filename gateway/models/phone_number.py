"""Tables: phone numbers, and the labels by which lists find them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Computed, Index, String, text
from sqlmodel import Field

from gateway.domain.enums import (
    CallReceiveMode,
    Capability,
    E911Status,
    NumberType,
)
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS, CallHandler, MessageHandler
from gateway.models.base import Table
from gateway.models.column_types import (
    CAPABILITIES,
    Document,
    HandlerJSON,
    Member,
    UTCDateTime,
)

LIVE = text("released_at IS NULL")


def _live(name: str, *columns: Any, unique: bool = False) -> Index:
    """Index the numbers that are not released."""
    return Index(name, *columns, unique=unique, sqlite_where=LIVE, postgresql_where=LIVE)


# Compared byte by byte everywhere, so that a prefix of numbers is a range of the index.
_DIGITS = String(16).with_variant(String(16, collation="C"), "postgresql")


def _kind(handler: str) -> Column[str]:
    """Derive the kind from the stored handler, so that the two cannot disagree."""
    return Column(String(64), Computed(f"{handler} ->> 'kind'", persisted=True), nullable=True)


def _names_its_kind(handler: str) -> CheckConstraint:
    """Demand a kind in every stored handler. Which kinds exist, handlers.py alone says."""
    named = f"{handler} IS NULL OR length({handler} ->> 'kind') BETWEEN 1 AND 64"
    return CheckConstraint(f"({named}) IS TRUE", name=f"{handler}_kind")


class PhoneNumber(Table, table=True):
    """A number in a project. A released one keeps its row and frees its number."""

    __tablename__ = "phone_number"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        # This index, and nothing else, decides that a number is taken.
        _live("uq_phone_number_live", "project_id", "number", unique=True),
        _live("ix_phone_number_created", "project_id", "created_at", "id"),
        _live("ix_phone_number_call_kind", "project_id", "call_handler_kind", "created_at", "id"),
        _live(
            "ix_phone_number_message_kind", "project_id", "message_handler_kind", "created_at", "id"
        ),
        _live("ix_phone_number_updated", "project_id", "updated_at", "id"),
        _live("ix_phone_number_name", "project_id", text("coalesce(name, '')"), "id"),
        _live("ix_phone_number_country", "project_id", "country_code", "created_at", "id"),
        _live("ix_phone_number_type", "project_id", "number_type", "created_at", "id"),
        _names_its_kind("call_handler"),
        _names_its_kind("message_handler"),
    )

    id: UUID = Field(primary_key=True)
    project_id: UUID
    number: str = Field(sa_column=Column(_DIGITS, nullable=False))
    number_type: NumberType = Field(sa_column=Column(Member(NumberType), nullable=False))
    country_code: str | None = Field(default=None, max_length=2)
    capabilities: list[Capability] = Field(sa_column=Column(CAPABILITIES, nullable=False))
    name: str | None = Field(default=None, max_length=255)
    tags: list[str] = Field(sa_column=Column(Document, nullable=False))
    call_receive_mode: CallReceiveMode = Field(
        sa_column=Column(Member(CallReceiveMode), nullable=False)
    )
    call_handler: CallHandler | None = Field(
        default=None, sa_column=Column(HandlerJSON("call", CALL_HANDLERS))
    )
    call_handler_kind: str | None = Field(default=None, sa_column=_kind("call_handler"))
    call_handler_resource_id: UUID | None = None
    message_handler: MessageHandler | None = Field(
        default=None, sa_column=Column(HandlerJSON("message", MESSAGE_HANDLERS))
    )
    message_handler_kind: str | None = Field(default=None, sa_column=_kind("message_handler"))
    message_handler_resource_id: UUID | None = None
    e911_address_id: UUID | None = None
    e911_status: E911Status | None = Field(default=None, sa_column=Column(Member(E911Status)))
    next_billed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    release_protected: bool = False
    version: int = 1
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    released_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))


class LabelKind(StrEnum):
    """What a label says about a number."""

    TAG = "tag"
    HOST = "host"


class PhoneNumberLabel(Table, table=True):
    """A tag, or a host that a handler's URL points at, of a live number: what lists look up.

    Derived from the number's row in the transaction that writes it. ``created_at`` is the
    number's, so that a page of a label is read in order, without sorting.
    """

    __tablename__ = "phone_number_label"  # pyright: ignore[reportAssignmentType]

    project_id: UUID = Field(primary_key=True)
    kind: LabelKind = Field(sa_column=Column(Member(LabelKind), primary_key=True))
    value: str = Field(primary_key=True, max_length=255)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, primary_key=True))
    number_id: UUID = Field(primary_key=True, index=True)
