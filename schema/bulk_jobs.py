"""Types of bulk jobs: imports and updates of many numbers, and their progress."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Self

import strawberry

from gateway.domain import enums
from gateway.models import bulk_job as models
from gateway.models.bulk_job import JobKind
from gateway.models.pagination import Page, Window
from gateway.models.results import JobProgress
from schema.arguments import First
from schema.bulk_job_rows import After, BulkJobCounts, BulkJobRowConnection, Fates
from schema.column_fields import costs
from schema.names import global_id
from schema.node import ID, Node
from schema.page_info import PageInfo
from schema.scopes import demands

Info = strawberry.Info[Any, None]
_ROWS_COST: Final = 10  # a query of its own, which may pass over many rows


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
