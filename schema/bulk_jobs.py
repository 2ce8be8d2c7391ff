"""Types of bulk jobs: imports and updates of many numbers, their progress and their rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Self, TypeAlias

import strawberry

from gateway.domain import enums
from gateway.models import bulk_job as models
from gateway.models.bulk_job import JobKind
from gateway.models.pagination import Page, Window
from gateway.models.results import JobProgress, StartedJob
from schema.column_fields import costs
from schema.connections import Loss
from schema.errors import FieldError, IdempotencyConflict, Rejected, ValidationFailed
from schema.names import camel, global_id
from schema.node import ID, Node
from schema.page_info import PageInfo
from schema.phone_number import PhoneNumber
from schema.scopes import demands

Info = strawberry.Info[Any, None]
First = Annotated[int, strawberry.argument(description="The page size, 1 to 100.")]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Return the entries after this cursor: the endCursor of the page before. "
        'Example: "WyJqb2Jfcm93cyIsNDJd"'
    ),
]
Fates = Annotated[
    list[enums.RowFate] | None,
    strawberry.argument(
        description="Return only rows of these fates. Default: all rows. Example: [FAILED]"
    ),
]
_ROWS_COST: Final = 10  # a query of its own, which may pass over many rows


@strawberry.type(description="How many rows of a bulk job have which fate. The rest is waiting.")
class BulkJobCounts:
    """Sums over the chunks of a job."""

    imported: int = strawberry.field(
        description="Rows whose number was imported. Zero for an update."
    )
    updated: int = strawberry.field(description="Rows whose number was changed.")
    unchanged: int = strawberry.field(
        description="Rows whose number has the values of the row already."
    )
    differs: int = strawberry.field(
        description="Rows whose number the project has with other values."
    )
    failed: int = strawberry.field(description="Rows that are not valid, or were refused.")
    pending: int = strawberry.field(
        description="Rows that the platform has not confirmed yet. Zero without one."
    )

    @classmethod
    def of(cls, progress: JobProgress) -> Self:
        """Convert the counts of a job."""
        counts = dict(progress.counts)
        written, is_import = counts.pop("written"), progress.job.kind is JobKind.IMPORT
        imported, updated = (written, 0) if is_import else (0, written)
        return cls(imported=imported, updated=updated, **counts)


@strawberry.type(description="A row of a bulk job, and what became of it.")
class BulkJobRow:
    """A row, with its number on request."""

    row: strawberry.Private[models.BulkJobRow]

    place: int = strawberry.field(description="The place in the job, from 1.")
    line: int | None = strawberry.field(
        description="The line of the CSV file on which the row begins. Null for other sources."
    )
    number: str = strawberry.field(
        description="The number as the row writes it, cut to 64 characters. Example: +14155550123"
    )
    fate: enums.RowFate = strawberry.field(description="What became of the row.")
    code: str | None = strawberry.field(
        description="Why the row failed, for programs. Null if it did not. "
        'Example: "validation_failed"'
    )
    message: str | None = strawberry.field(
        description="Why the row failed, for people. Its text may change. Null if it did not."
    )
    field_errors: list[FieldError] = strawberry.field(
        description="What is not valid, by field. The paths begin at the row. Empty if all is."
    )
    losses: list[Loss] = strawberry.field(
        description="What of a provider's settings does not come along. Empty for other sources "
        "than connections."
    )
    differs: list[str] = strawberry.field(
        description="The fields whose values differ from those of the project's number. "
        'Example: ["name", "callHandler"]'
    )

    @strawberry.field(
        description="The phone number of the project that the row is about. Null if it has none.",
        metadata=demands(enums.Scope.NUMBERS_READ),
    )
    async def phone_number(self, info: Info) -> PhoneNumber | None:
        """Load the number by a data loader, so that a page's numbers are one query."""
        if self.row.number_id is None:
            return None
        found = await info.context.loader.load(self.row.number_id)
        return PhoneNumber.of(found, info.context.caller) if found else None

    @classmethod
    def of(cls, row: models.BulkJobRow) -> Self:
        """Convert a row."""
        detail: Mapping[str, Any] = row.detail or {}
        return cls(
            row=row,
            place=row.place,
            line=row.line,
            number=row.number,
            fate=row.fate,
            code=detail.get("code"),
            message=detail.get("message"),
            field_errors=[FieldError.of_row(f) for f in detail.get("failures", ())],
            losses=Loss.all_of(detail.get("losses", ())),
            differs=[camel(name) for name in detail.get("differs", ())],
        )


@strawberry.type(description="A page of rows of a bulk job, in their order.")
class BulkJobRowConnection:
    """A page of rows."""

    nodes: list[BulkJobRow] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(
        description="Whether more pages precede or follow, and the cursors to get them."
    )

    @classmethod
    def of(cls, page: Page) -> Self:
        """Convert a page."""
        return cls(nodes=[*map(BulkJobRow.of, page.rows)], page_info=PageInfo.of(page))


@strawberry.interface(
    description="Many rows, which are done in the background: an ImportJob or an UpdateJob. A job "
    "is kept for 30 days after its end."
)
class BulkJob(Node):
    """The fields of every job. They are read once, so that they agree with each other."""

    job: strawberry.Private[models.BulkJob]

    id: strawberry.ID = strawberry.field(description=ID)
    status: enums.JobStatus = strawberry.field(description="The state.")
    code: str | None = strawberry.field(
        description="Why the job failed, for programs. Null if it did not. "
        'Example: "upload_expired"'
    )
    dry_run: bool = strawberry.field(description="Whether nothing is written.")
    total: int = strawberry.field(description="The number of rows. Zero until the rows are there.")
    processed: int = strawberry.field(
        description="How many rows are done. Rows that are PENDING are not."
    )
    counts: BulkJobCounts = strawberry.field(description="The rows by their fate.")
    created_at: datetime = strawberry.field(description="The time at which the job was started.")
    finished_at: datetime | None = strawberry.field(
        description="The time at which the job ended. Null until then."
    )

    @strawberry.field(
        description="The rows and what became of them, in their order. Example: rows(first: 100, "
        "fates: [FAILED]) { nodes { line number code fieldErrors { path message } } }",
        metadata=costs(_ROWS_COST) | demands(enums.Scope.NUMBERS_READ),
    )
    async def rows(
        self, info: Info, first: First = 20, after: After = None, fates: Fates = None
    ) -> BulkJobRowConnection:
        """Return a page of rows."""
        ctx, window = info.context, Window(first=first, after=after)
        wanted = [*dict.fromkeys(fates or ())]
        return BulkJobRowConnection.of(
            await ctx.bulk_jobs.rows(ctx.caller, self.job.id, window, wanted)
        )

    @classmethod
    def of(cls, progress: JobProgress) -> Self:
        """Convert a job."""
        job = progress.job
        return cls(
            job=job,
            id=global_id(type_name(job.kind), job.id),
            status=job.status,
            code=job.code,
            dry_run=job.dry_run,
            total=job.total,
            processed=progress.processed,
            counts=BulkJobCounts.of(progress),
            created_at=job.created_at,
            finished_at=job.finished_at,
        )


@strawberry.type(description="An import of many phone numbers in the background.")
class ImportJob(BulkJob):
    """A job of the kind IMPORT."""

    @strawberry.field(
        description="The path to PUT the CSV file to, with the same token, while the job is "
        "COLLECTING. Null otherwise. Example: /imports/7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55/rows"
    )
    def upload_path(self) -> str | None:
        """Return the path of the job's rows."""
        waits = self.job.status is enums.JobStatus.COLLECTING
        return f"/imports/{self.job.id}/rows" if waits else None


@strawberry.type(description="The same changes of many phone numbers, in the background.")
class UpdateJob(BulkJob):
    """A job of the kind UPDATE."""


_TYPES: Final[Mapping[JobKind, type[BulkJob]]] = {
    JobKind.IMPORT: ImportJob,
    JobKind.UPDATE: UpdateJob,
}


def type_name(kind: JobKind) -> str:
    """Return the name of the type of jobs of a kind."""
    return _TYPES[kind].__name__


def job_of(progress: JobProgress) -> BulkJob:
    """Convert a job to the type of its kind."""
    return _TYPES[progress.job.kind].of(progress)


@strawberry.type(description="A page of bulk jobs, newest first.")
class BulkJobConnection:
    """A page of jobs."""

    nodes: list[BulkJob] = strawberry.field(description="The jobs of the page.")
    page_info: PageInfo = strawberry.field(
        description="Whether more pages precede or follow, and the cursors to get them."
    )

    @classmethod
    def of(cls, page: Page) -> Self:
        """Convert a page."""
        return cls(nodes=[*map(job_of, page.rows)], page_info=PageInfo.of(page))


_JOB: Final = "The job. Read it again to follow its progress."
_REPLAYED: Final = "Whether a request with the same idempotency key started this job before."


@strawberry.type(description="The import job was started.")
class StartImportJobSuccess:
    """Has the job."""

    job: ImportJob = strawberry.field(description=_JOB)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, started: StartedJob) -> Self:
        """Convert a job that was started."""
        return cls(job=ImportJob.of(started.progress), replayed=started.replayed)


@strawberry.type(description="The update job was started.")
class StartUpdateJobSuccess:
    """Has the job."""

    job: UpdateJob = strawberry.field(description=_JOB)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, started: StartedJob) -> Self:
        """Convert a job that was started."""
        return cls(job=UpdateJob.of(started.progress), replayed=started.replayed)


@strawberry.type(description="The job is cancelled: no further row is done.")
class CancelImportJobSuccess:
    """Has the job."""

    job: ImportJob = strawberry.field(description="The job, with what was done before.")


@strawberry.type(description="The job is cancelled: no further row is done.")
class CancelUpdateJobSuccess:
    """Has the job."""

    job: UpdateJob = strawberry.field(description="The job, with what was done before.")


StartImportJobResult: TypeAlias = Annotated[
    StartImportJobSuccess | ValidationFailed | IdempotencyConflict | Rejected,
    strawberry.union(
        "StartImportJobResult",
        description="The result of startImportJob: the job, or why it was not started.",
    ),
]
StartUpdateJobResult: TypeAlias = Annotated[
    StartUpdateJobSuccess | ValidationFailed | IdempotencyConflict | Rejected,
    strawberry.union(
        "StartUpdateJobResult",
        description="The result of startUpdateJob: the job, or why it was not started.",
    ),
]
CancelImportJobResult: TypeAlias = Annotated[
    CancelImportJobSuccess | Rejected,
    strawberry.union(
        "CancelImportJobResult",
        description="The result of cancelImportJob: the job, or why it was not cancelled.",
    ),
]
CancelUpdateJobResult: TypeAlias = Annotated[
    CancelUpdateJobSuccess | Rejected,
    strawberry.union(
        "CancelUpdateJobResult",
        description="The result of cancelUpdateJob: the job, or why it was not cancelled.",
    ),
]
