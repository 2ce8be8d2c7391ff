"""The tables. A row is also the domain object: it carries no behaviour of its own."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Index, MetaData, String, text
from sqlmodel import Field, SQLModel

from gateway.columns import Document, Flags, HandlerJSON, Member, UTCDateTime
from gateway.e164 import NumberType
from gateway.handlers import CALL_HANDLERS, MESSAGE_HANDLERS, CallHandler, MessageHandler


class Capability(StrEnum):
    """What a number can carry."""

    VOICE = "voice"
    FAX = "fax"
    SMS = "sms"
    MMS = "mms"


CAPABILITIES = Flags(Capability)


class CallReceiveMode(StrEnum):
    """How incoming calls are received."""

    VOICE = "voice"
    FAX = "fax"


class E911Status(StrEnum):
    """How far the registration of an emergency address has come."""

    PENDING = "pending"
    ACTIVE = "active"
    FAILED = "failed"
    PENDING_REMOVAL = "pending_removal"
    UNREGISTERED = "unregistered"


class Scope(StrEnum):
    """What a token allows. ``admin`` allows everything."""

    NUMBERS_READ = "numbers:read"
    NUMBERS_WRITE = "numbers:write"
    HANDLERS_REVEAL = "handlers:reveal"
    ADMIN = "admin"


SCOPES = Flags(Scope)


class Table(SQLModel):
    """Base of the tables: constraints carry the same names on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
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


class EventType(StrEnum):
    """What happened to a number."""

    IMPORTED = "imported"
    UPDATED = "updated"
    RELEASED = "released"
    E911_CHANGED = "e911_changed"
    DRIFT_DETECTED = "drift_detected"
    OTHER = "other"


class EventStream(Table, table=True):
    """How many events a project has. The row's lock makes positions follow the commits."""

    __tablename__ = "event_stream"  # pyright: ignore[reportAssignmentType]

    project_id: UUID = Field(primary_key=True)
    length: int = Field(sa_type=BigInteger)


class PhoneNumberEvent(Table, table=True):
    """One change of one number. Never changed, and numbered without gaps in its project."""

    __tablename__ = "phone_number_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_phone_number_event_number", "project_id", "number_id", "position"),)

    project_id: UUID = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    number_id: UUID
    number: str = Field(max_length=16)
    type: EventType = Field(sa_column=Column(Member(EventType), nullable=False))
    occurred_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    actor: str = Field(max_length=255)
    request_id: str | None = Field(default=None, max_length=64)
    changes: list[dict[str, Any]] = Field(sa_column=Column(Document, nullable=False))


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


class Project(Table, table=True):
    """Whose numbers they are. Nothing of one project is seen from another."""

    __tablename__ = "project"  # pyright: ignore[reportAssignmentType]

    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=255, unique=True)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class AccessToken(Table, table=True):
    """What lets a program into a project. Of its secret only a digest is kept."""

    __tablename__ = "access_token"  # pyright: ignore[reportAssignmentType]

    id: str = Field(primary_key=True, max_length=32)
    project_id: UUID = Field(index=True)
    name: str = Field(max_length=255)
    digest: str = Field(max_length=64)
    scopes: list[Scope] = Field(sa_column=Column(SCOPES, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    last_used_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
