"""CSV import by a bulk job: kept as a whole, done in the background, reported like the direct one.

The command does the rows of the job itself, beside the workers that run; where they do, the job
goes on when the command ends. The same file again is the same job.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from heapq import merge
from io import TextIOWrapper
from operator import attrgetter
from os import SEEK_END
from pathlib import Path
from typing import IO, Any, Final, cast
from uuid import UUID

from gateway.assembly import Assembly
from gateway.cli.csv_file import RowStatus
from gateway.cli.csv_import import (
    FileImport,
    RowReporter,
    RowResult,
    on_interrupt,
    open_files,
)
from gateway.cli.import_batch import differing
from gateway.cli.job_progress import Show, job_progress
from gateway.cli.session import field_line
from gateway.domain.caller import Caller
from gateway.domain.commands.bulk_jobs import StartImportJob
from gateway.domain.csv_rows import reader
from gateway.domain.enums import JobStatus, RowFate
from gateway.errors import (
    Failure,
    FieldFailure,
    NumberTakenUpstream,
    UpstreamDetached,
    UpstreamGone,
    UpstreamRefused,
    UpstreamUnreadable,
)
from gateway.exhaustive import exhaustive
from gateway.models.bulk_job import BulkJobRow
from gateway.models.pagination import Window
from gateway.models.results import JobProgress
from gateway.services.bulk_jobs.queue import BulkJobQueue
from gateway.services.bulk_jobs.sources import NOT_READ
from gateway.services.bulk_jobs.uploads import Uploads
from gateway.workers.runner import Runner

_POLL_SECONDS: Final = 0.2
_PAGE: Final = 1000
# A fate as the direct import reports it.
STATUSES: Final[Mapping[RowFate, RowStatus | None]] = exhaustive(
    "Statuses of fates",
    {
        RowFate.WAITING: None,  # not in the report: the command was interrupted before its turn
        RowFate.IMPORTED: RowStatus.IMPORTED,
        RowFate.UPDATED: RowStatus.IMPORTED,
        RowFate.PENDING: RowStatus.PENDING,
        RowFate.UNCHANGED: RowStatus.UNCHANGED,
        RowFate.DIFFERS: RowStatus.DIFFERS,
        RowFate.FAILED: RowStatus.INVALID,
        RowFate.OTHER: RowStatus.INVALID,
    },
    [*RowFate],
)


# The codes of rows that failed for another reason than what is in them.
_OF_CODES: Final[Mapping[str | None, RowStatus]] = {
    NOT_READ: RowStatus.NOT_READ,
    **{
        refusal.code: RowStatus.REFUSED
        for refusal in (
            UpstreamRefused,
            NumberTakenUpstream,
            UpstreamGone,
            UpstreamUnreadable,
            UpstreamDetached,
        )
    },
}


class JobEnded(Failure):
    """The job was cancelled, or failed, before all of its rows were done."""

    code = "job_ended"

    def __init__(self, progress: JobProgress) -> None:
        super().__init__()
        why = f", {progress.job.code}" if progress.job.code else ""
        self.message = f"The job is {progress.job.status}{why}. Begin anew with another --key."


@dataclass(frozen=True, slots=True)
class JobImport:
    """An import of a file by a job, for a caller."""

    assembly: Assembly
    caller: Caller
    key: str | None
    dry_run: bool
    waits: bool  # for the platform, where the project has one

    async def run(self, file: Path, report: Path | None, *, as_json: bool) -> FileImport:
        """Import the rows of *file*, and count them by status; all go to *report*."""
        imported, interrupted = FileImport(is_job=True), on_interrupt()
        with open_files(file, report) as (source, report_file), tempfile.TemporaryFile() as kept:
            await asyncio.to_thread(shutil.copyfileobj, source.buffer, kept)
            blank, has_rows = await asyncio.to_thread(self._scanned, kept)
            rows = [row async for row in self._done(kept, interrupted)] if has_rows else []
            waiting = (row.line for row in rows if row.fate is RowFate.WAITING)
            imported.stopped_at = next(waiting, None)
            reporter = RowReporter(report_file, to_stderr=as_json)
            for result in merge(blank, _results(rows), key=attrgetter("line")):
                imported.counts[result.status] += 1
                imported.rows += [result] if as_json else []
                reporter(result)
            reporter.finish()
        return imported

    def _scanned(self, kept: IO[bytes]) -> tuple[list[RowResult], bool]:
        """Return the blank rows of the file, and whether it has others. Raises `InvalidCsv`."""
        blank, has_rows = list[RowResult](), False
        for row in reader.rows(_lines(kept), self.assembly.bulk_jobs.policy):
            has_rows = has_rows or not row.is_blank
            if row.is_blank:
                blank.append(RowResult(row.line, row.number, RowStatus.BLANK, row.reason))
        return blank, has_rows

    async def _done(self, kept: IO[bytes], interrupted: asyncio.Event) -> AsyncIterator[BulkJobRow]:
        """Yield the rows of the job when all of them are done, or when it is *interrupted*."""
        progress = await self._started(kept)
        runner = Runner([self._queue(progress.id)])
        runner.start()
        try:
            with job_progress() as show:
                progress = await self._followed(progress.id, interrupted, show)
        finally:
            await runner.stop(self.assembly.workers.call_seconds)
        if progress.job.status in {JobStatus.CANCELLED, JobStatus.FAILED}:
            raise JobEnded(progress)
        async for row in self._rows(progress.id):
            yield row

    def _queue(self, job_id: UUID) -> BulkJobQueue:
        jobs = self.assembly.bulk_jobs
        return BulkJobQueue(jobs.database, jobs.policy, job_id=job_id)

    async def _started(self, kept: IO[bytes]) -> JobProgress:
        """Start the job of the file and keep its rows, or return the job that has its key."""
        size = kept.seek(0, SEEK_END)
        source = {"upload": {"bytes": size}}
        values = {"source": source, "dry_run": self.dry_run, "idempotency_key": self._key(kept)}
        jobs = self.assembly.bulk_jobs
        command = StartImportJob.of(values, jobs.policy)
        progress = (await jobs.start_import(self.caller, command)).progress
        if progress.job.status is JobStatus.COLLECTING:
            kept.seek(0)
            await Uploads(jobs).keep(self.caller, progress.id, kept)
        return progress

    def _key(self, kept: IO[bytes]) -> str | None:
        """Return the key of the job: a dry run without one tells what is so now."""
        if self.key or self.dry_run:
            return self.key
        kept.seek(0)
        digest = file_digest(cast("Any", kept), "sha256")
        return f"file-{digest.hexdigest()}"

    async def _followed(self, job_id: UUID, interrupted: asyncio.Event, show: Show) -> JobProgress:
        while True:
            found = await self.assembly.bulk_jobs.get_many(self.caller, [job_id])
            progress = found[job_id]
            done, total = sum(progress.counts.values()), progress.job.total
            show(done, total)
            are_done = done >= total and not self.waits
            if progress.job.finished_at or are_done or interrupted.is_set():
                return progress
            await asyncio.sleep(_POLL_SECONDS)

    async def _rows(self, job_id: UUID) -> AsyncIterator[BulkJobRow]:
        """Yield all rows of the job, page by page."""
        after = None
        while True:
            window = Window(first=_PAGE, after=after, max_size=_PAGE)
            page = await self.assembly.bulk_jobs.rows(self.caller, job_id, window)
            for row in page.rows:
                yield row
            if not page.has_next:
                return
            after = page.order.cursor(page.rows[-1])


def _lines(kept: IO[bytes]) -> Iterator[str]:
    """Yield the lines of the file from its beginning, and leave it open."""
    kept.seek(0)
    text = TextIOWrapper(
        cast("Any", kept), encoding="utf-8-sig", errors=reader.DECODE_ERRORS, newline=""
    )
    yield from text
    text.detach()


def _results(rows: Sequence[BulkJobRow]) -> Iterator[RowResult]:
    for row in rows:
        detail = row.detail or {}
        status = _OF_CODES.get(detail.get("code"), STATUSES[row.fate])
        if status:
            yield RowResult(row.line or 0, row.number, status, _text(status, detail))


def _text(status: RowStatus, detail: Mapping[str, Any]) -> str:
    """Return what the direct import says of a row."""
    if status is RowStatus.DIFFERS:
        return differing(detail["differs"])
    failures = [
        FieldFailure(tuple(f["path"]), f["code"], f["message"]) for f in detail.get("failures", ())
    ]
    return "; ".join(map(field_line, failures)) or str(detail.get("message", ""))
