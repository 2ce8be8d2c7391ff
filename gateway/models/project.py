"""Tables: projects, and the access tokens of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field

from gateway.domain.enums import (
    Scope,
)
from gateway.models.base import Table
from gateway.models.column_types import (
    SCOPES,
    UTCDateTime,
)


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
