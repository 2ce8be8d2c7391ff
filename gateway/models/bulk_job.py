"""Tables of bulk jobs: the job, its chunks, and its rows with what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field

from gateway.domain.commands.imports import IfExists
from gateway.domain.enums import JobStatus, RowFate
from gateway.models.base import Table
from gateway.models.column_types import EnumString, JSONValue, UTCDateTime

_UNFINISHED = text("finished_at IS NULL")
_READY = text("state = 'ready'")
_AT_PLATFORM = text("change_id IS NOT NULL")


class JobKind(StrEnum):
    """What a job does with each of its rows."""

    IMPORT = "import"
    UPDATE = "update"


class JobSource(StrEnum):
    """Where the rows of a job come from, which says how they are read."""

    ROWS = "rows"
    CSV = "csv"
    UPLOAD = "upload"
    CONNECTION = "connection"
    FILTER = "filter"


class ChunkState(StrEnum):
    """Whether a chunk may be claimed."""

    READY = "ready"
    DONE = "done"
    CANCELLED = "cancelled"


class BulkJob(Table, table=True):
    """Many rows, imported or updated in the background.

    The idempotency key is part of the job: it stands for 24 hours after ``created_at``.
    """

    __tablename__ = "bulk_job"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint(
            "project_id", "actor", "kind", "idempotency_key", name="uq_bulk_job_key"
        ),
        Index(
            "ix_bulk_job_unfinished", "project_id", "claimed_at",
            sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED,
        ),
        Index("ix_bulk_job_created", "project_id", "created_at", "id"),
        Index("ix_bulk_job_finished", "finished_at"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    project_id: UUID
    kind: JobKind = Field(sa_column=Column(EnumString(JobKind), nullable=False))
    source: JobSource = Field(sa_column=Column(EnumString(JobSource), nullable=False))
    status: JobStatus = Field(
        sa_column=Column(EnumString(JobStatus, JobStatus.OTHER), nullable=False)
    )
    code: str | None = Field(default=None, max_length=64)
    dry_run: bool
    # Whether who started it may see secrets: rows that differ in them alone are distinguished.
    reveals: bool
    if_exists: IfExists | None = Field(default=None, sa_column=Column(EnumString(IfExists)))
    patch: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONValue))  # of an update
    total: int
    upload_bytes: int | None = None  # of the file that the job waits for
    # Compare-and-set: rows of an upload that another one replaced are not written.
    upload_epoch: int = 0
    actor: str = Field(max_length=255)
    request_id: str | None = Field(default=None, max_length=64)
    idempotency_key: str | None = Field(default=None, max_length=255)
    fingerprint: str = Field(max_length=64)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    # When a chunk of it was claimed last: the project that was served longest ago is next.
    claimed_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))


class BulkJobChunk(Table, table=True):
    """Some rows of a job, which are done in one transaction.

    The table is the queue of the workers too: what is ready is claimed under a lease. A worker
    that writes compares the epoch: its lease is still its own. Progress is the sum of the counts.
    """

    __tablename__ = "bulk_job_chunk"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "ix_bulk_job_chunk_ready", "job_id", "first",
            sqlite_where=_READY, postgresql_where=_READY,
        ),
    )  # fmt: skip

    job_id: UUID = Field(primary_key=True)
    first: int = Field(primary_key=True)
    size: int
    state: ChunkState = Field(sa_column=Column(EnumString(ChunkState), nullable=False))
    epoch: int = 0
    postponed: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # claims
    lease_until: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))
    written: int = 0  # imported or updated
    unchanged: int = 0
    differs: int = 0
    failed: int = 0
    pending: int = 0


class BulkJobRow(Table, table=True):
    """A row of a job: what is asked of one number, and what became of it.

    ``asked`` is what the source said, not validated yet. It is deleted when the row is done, except
    in a dry run, where later rows are compared with it.
    """

    __tablename__ = "bulk_job_row"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("ix_bulk_job_row_number", "job_id", "number", "place"),
        Index(
            "ix_bulk_job_row_change_id", "change_id",
            sqlite_where=_AT_PLATFORM, postgresql_where=_AT_PLATFORM,
        ),
    )  # fmt: skip

    job_id: UUID = Field(primary_key=True)
    place: int = Field(primary_key=True)  # from 1
    line: int | None = None  # of the CSV file
    number: str = Field(max_length=64)  # as the source wrote it, cut to this length
    asked: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONValue))
    version: int | None = None  # that an update expects
    fate: RowFate = Field(sa_column=Column(EnumString(RowFate, RowFate.OTHER), nullable=False))
    number_id: UUID | None = None
    change_id: UUID | None = None  # that a platform was asked for
    # Why not: code, failures of fields, and the settings that differ.
    detail: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONValue))
