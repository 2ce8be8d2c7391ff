"""Tenancy tables: projects, and the access tokens of each project."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field

from gateway.domain.enums import Scope
from gateway.models.base import Table
from gateway.models.column_types import SCOPES, UTCDateTime


class Project(Table, table=True):
    """A tenant. Every number, event and token belongs to one project; projects are isolated."""

    __tablename__ = "project"  # pyright: ignore[reportAssignmentType]

    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=255, unique=True)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class AccessToken(Table, table=True):
    """An API token of a project. ``digest`` is the SHA-256 of its secret, in hex."""

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
