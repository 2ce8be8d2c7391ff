"""Uploaded files of import jobs: parsed in batches, one transaction each, then released to workers.

An upload that breaks off has kept nothing of use: the next one begins anew, and raises the epoch
of the job so that what is left of an older one writes no more.
"""

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import IO, Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection

from gateway.database import bulk_job_rows, bulk_jobs
from gateway.database.bulk_job_rows import AskedRow
from gateway.domain.caller import Caller
from gateway.domain.csv_rows.reader import DECODE_ERRORS
from gateway.domain.enums import JobStatus, Scope
from gateway.errors import InvalidCsv, JobNotFound, TooManyRows, UploadRefused, UploadReplaced
from gateway.models.bulk_job import BulkJob, JobKind
from gateway.services.bulk_jobs import sources
from gateway.services.bulk_jobs.jobs import BulkJobs

_BATCH: Final = 1000  # rows of one transaction


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files that jobs wait for."""

    jobs: BulkJobs

    async def expected_bytes(self, caller: Caller, job_id: UUID) -> int:
        """Return the length that the file was announced with.

        Raises `JobNotFound`, and `UploadRefused` where the job waits for none.
        """
        caller.require_scope(Scope.NUMBERS_WRITE)
        job = await self.jobs.database.read(partial(_waiting, caller, job_id))
        return cast("int", job.upload_bytes)

    async def keep(self, caller: Caller, job_id: UUID, file: IO[bytes]) -> int:
        """Keep the rows of the file, and let workers begin; return how many rows there are.

        Raises `InvalidCsv`, `TooManyRows`, `UploadReplaced`: then nothing is kept.
        """
        database, policy = self.jobs.database, self.jobs.policy
        epoch = await database.write(partial(_begin, caller, job_id))
        try:
            await self._remove(job_id)
            rows = sources.of_csv(_lines(file), policy)
            total = await self._keep_all(job_id, epoch, rows)
            await database.write(partial(self._end, caller, job_id, epoch, total))
        except (InvalidCsv, TooManyRows, UploadRefused):
            await self._remove(job_id)
            raise
        self.jobs.wake()
        return total

    async def _keep_all(self, job_id: UUID, epoch: int, rows: Iterator[AskedRow]) -> int:
        total = 0
        while batch := await asyncio.to_thread(lambda: list(islice(rows, _BATCH))):
            if total + len(batch) > self.jobs.limits.rows:
                raise TooManyRows(self.jobs.limits.rows)
            insert = partial(_insert, job_id, epoch, total + 1, batch)
            await self.jobs.database.write(insert)
            total += len(batch)
        if not total:
            raise UploadRefused("The file has no rows.")
        return total

    async def _remove(self, job_id: UUID) -> None:
        remove = partial(bulk_job_rows.remove_rows, job_id=job_id)
        while await self.jobs.database.write(remove):
            pass

    def _end(self, caller: Caller, job_id: UUID, epoch: int, total: int, db: Connection) -> None:
        _hold(db, job_id, epoch)
        self.jobs.begin(db, job_id, caller.project_id, total)


def _lines(file: IO[bytes]) -> Iterator[str]:
    return io.TextIOWrapper(
        cast("Any", file), encoding="utf-8-sig", errors=DECODE_ERRORS, newline=""
    )


def _waiting(caller: Caller, job_id: UUID, db: Connection) -> BulkJob:
    job = bulk_jobs.find(db, caller.project_id, job_id)
    if job is None or job.kind is not JobKind.IMPORT:
        raise JobNotFound
    if job.status is not JobStatus.COLLECTING:
        raise UploadRefused("The job waits for no file.")
    return job


def _begin(caller: Caller, job_id: UUID, db: Connection) -> int:
    epoch = _waiting(caller, job_id, db).upload_epoch + 1
    bulk_jobs.change_job(db, job_id, upload_epoch=epoch)
    return epoch


def _hold(db: Connection, job_id: UUID, epoch: int) -> None:
    """Lock the job while its upload is still this one. Raises `UploadReplaced`."""
    if not bulk_jobs.hold_upload(db, job_id, epoch):
        raise UploadReplaced


def _insert(job_id: UUID, epoch: int, first: int, rows: Sequence[AskedRow], db: Connection) -> None:
    _hold(db, job_id, epoch)
    bulk_job_rows.insert_rows(db, job_id, first, rows)
