"""Types of the rows of bulk jobs: what became of each, and how many have which fate."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

import strawberry

from gateway.domain import enums
from gateway.models import bulk_job as models
from gateway.models.bulk_job import JobKind
from gateway.models.pagination import Page
from gateway.models.results import JobProgress
from schema.arguments import after
from schema.errors import FieldError
from schema.losses import Loss
from schema.names import camel
from schema.page_info import PageInfo
from schema.phone_number import PhoneNumber
from schema.scopes import demands

Info = strawberry.Info[Any, None]
After = Annotated[str | None, after("entries", "WyJqb2Jfcm93cyIsNDJd")]
Fates = Annotated[
    list[enums.RowFate] | None,
    strawberry.argument(
        description="Return only rows of these fates. Default: all rows. Example: [FAILED]"
    ),
]


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
