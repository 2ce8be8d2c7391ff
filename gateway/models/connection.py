"""Tables: connections to accounts at other providers, and the numbers that they have."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, String, UniqueConstraint
from sqlmodel import Field

from gateway.domain.enums import ConnectionStatus, Provider
from gateway.models.base import Table
from gateway.models.column_types import EncryptedText, EnumString, JSONValue, UTCDateTime

# As the number of `PhoneNumber`, which it is joined with: compared by bytes on both databases.
_NUMBER = String(64).with_variant(String(64, collation="C"), "postgresql")


def _moment(*, nullable: bool = False) -> Any:
    return Column(UTCDateTime, nullable=nullable)


class ProviderConnection(Table, table=True):
    """An account at a provider, and how the last refresh of its numbers went.

    A refresh that is due is claimed under a lease. Each claim raises the epoch, and what a refresh
    writes names its epoch.
    """

    __tablename__ = "provider_connection"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        # Where the account is not known, as at Telnyx, nothing is compared.
        UniqueConstraint(
            "project_id", "provider", "account", name="uq_provider_connection_account"
        ),
        Index("ix_provider_connection_due", "refresh_due_at"),
    )

    id: UUID = Field(primary_key=True)
    project_id: UUID
    provider: Provider = Field(
        sa_column=Column(EnumString(Provider, Provider.OTHER), nullable=False)
    )
    label: str = Field(max_length=255)
    account: str | None = Field(default=None, max_length=255)
    secret: str = Field(sa_column=Column(EncryptedText, nullable=False))  # all credentials, as JSON
    secret_hint: str = Field(max_length=16)
    status: ConnectionStatus = Field(
        sa_column=Column(EnumString(ConnectionStatus, ConnectionStatus.OTHER), nullable=False)
    )
    code: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(sa_column=_moment())
    refreshed_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    refresh_due_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    lease_until: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    epoch: int


class ProviderNumber(Table, table=True):
    """A number as the last refresh found it at the provider, in the words of an import."""

    __tablename__ = "provider_number"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index("ix_provider_number_number", "connection_id", "number", "external_id"),)

    connection_id: UUID = Field(primary_key=True)
    external_id: str = Field(primary_key=True, max_length=128)
    project_id: UUID
    number: str = Field(sa_column=Column(_NUMBER, nullable=False))
    settings: dict[str, Any] = Field(sa_column=Column(JSONValue, nullable=False))
    losses: list[Any] = Field(sa_column=Column(JSONValue, nullable=False))
    is_supported: bool
    fingerprint: str = Field(max_length=64)
    epoch: int  # of the refresh that saw it last
    is_gone: bool = False
