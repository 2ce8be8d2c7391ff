"""The queue of bulk jobs: claims chunks, validates their rows, and settles each in a transaction.

A chunk's numbers, events, fates and counts commit together. A worker that dies leaves nothing
half; its chunk is claimed again after the lease, and the worker that settles it first wins.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import uniform
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection

from gateway.clock import utc_now
from gateway.database import (
    bulk_job_chunks,
    bulk_job_rows,
    bulk_jobs,
    planner_statistics,
    write_batch,
)
from gateway.database.bulk_job_rows import Settled
from gateway.database.bulk_jobs import ClaimedChunk
from gateway.database.database import Database
from gateway.database.looks import Looks
from gateway.database.phone_numbers import ALL_COLUMNS
from gateway.domain.caller import Caller
from gateway.domain.commands.bulk_jobs import NumberPatch
from gateway.domain.enums import Scope
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Unavailable, UpstreamBusy
from gateway.models.bulk_job import BulkJob, BulkJobRow, JobKind
from gateway.services.bulk_jobs import claim_keys, import_rows, update_rows
from gateway.services.phone_numbers import PhoneNumbers
from gateway.upstream import changes
from gateway.workers.queue import Enqueue, Job, Key

Observe = Callable[[str, float, Mapping[str, int]], None]
Settle = Callable[[Connection, BulkJob], Sequence[Settled]]

_LEASE: Final = timedelta(seconds=30)
# Of one process: while one chunk is validated, another is written.
_CHUNKS_AT_ONCE: Final = 2
_MOST_CLAIMS: Final = 20  # of one chunk, after which its job fails
_ROWS_BETWEEN_PAUSES: Final = 10  # that are validated before requests have their turn
# A job leaves half of the open changes that a project may have to its requests.
_MOST_OPEN_CHANGES: Final = changes.MOST_OPEN // 2
_PLATFORM_PAUSE: Final = 2.0  # seconds
_STEPS_OF_RETRY: Final = (0.05, 0.5)  # seconds
FAILED_CODE: Final = "chunk_failed"


def _unobserved(_kind: str, _seconds: float, _fates: Mapping[str, int]) -> None:
    """Count nothing."""


@dataclass(slots=True)
class BulkJobQueue:
    """Chunks of all jobs, or of one."""

    database: Database
    policy: ValidationPolicy
    observe: Observe = _unobserved
    job_id: UUID | None = None
    looks: Looks | None = None
    name: str = "bulk_jobs"
    at_once: int = _CHUNKS_AT_ONCE
    _running: int = field(default=0, init=False)

    async def is_due(self) -> bool:
        """Tell whether a chunk may be claimed by this process."""
        if self._running >= self.at_once:
            return False
        looks = self.looks or Looks(self.database)
        claimable = bulk_job_chunks.claimable
        return await looks.any(partial(claimable, job_id=self.job_id) if self.job_id else claimable)

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim one chunk, and return what does it."""
        del most
        claim = partial(bulk_job_chunks.claim, lease=_LEASE, job_id=self.job_id)
        job = self._job_of(await self.database.write(claim))
        return [job] if job else []

    async def free(self, most: int) -> Sequence[Key]:
        """Return the claims of chunks that may be claimed now."""
        chunks = await self.database.read(partial(bulk_job_chunks.free, most=most))
        return [claim_keys.key_of(*chunk) for chunk in chunks]

    async def claim_key(self, key: str) -> Job | None:
        """Make a claim that was handed out, and return what does the chunk."""
        hold = partial(bulk_job_chunks.hold, claim=claim_keys.claim_of(key), lease=_LEASE)
        return self._job_of(await self.database.write(hold))

    async def renew(self, keys: Sequence[Key], enqueue: Enqueue) -> None:
        """Hand out chunks anew whose claims came to nothing."""
        await self.database.write(partial(claim_keys.renew, keys=keys, enqueue=enqueue))

    def _job_of(self, chunk: ClaimedChunk | None) -> Job | None:
        if chunk is None:
            return None
        self._running += 1
        return partial(self._run, chunk)

    async def _run(self, chunk: ClaimedChunk) -> None:
        try:
            await self._do(chunk)
        except UpstreamBusy:
            await self._postpone(chunk, _PLATFORM_PAUSE, failed=False)
        except Exception:
            pause = min(2.0**chunk.tries, _LEASE.total_seconds())
            await self._postpone(chunk, pause, failed=True)
            raise
        finally:
            self._running -= 1

    async def _do(self, chunk: ClaimedChunk) -> None:
        """Do a chunk; its job fails once that was tried too often."""
        if chunk.tries > _MOST_CLAIMS:
            await self.database.write(
                partial(bulk_jobs.fail, job_id=chunk.job_id, code=FAILED_CODE)
            )
            return
        began = time.perf_counter()
        job, rows = await self.database.read(partial(_read, chunk))
        settle = await self._prepared(job, chunk, rows)
        settled = await self._settled(chunk, settle)
        if settled is not None:
            fates = Counter(str(row.fate) for row in settled)
            self.observe(job.kind, time.perf_counter() - began, fates)
            if not job.dry_run:
                before = chunk.first - 1
                await planner_statistics.renew(self.database, before, before + chunk.size)

    async def _prepared(
        self, job: BulkJob, chunk: ClaimedChunk, rows: Sequence[BulkJobRow]
    ) -> Settle:
        """Validate the rows; return what settles them inside of a transaction."""
        if job.kind is JobKind.IMPORT:
            imports = [await self._paced(import_rows.prepare, n, row) for n, row in enumerate(rows)]
            return partial(self._import, chunk, imports)
        numbers = PhoneNumbers(self.database)
        ids = [cast("UUID", row.number_id) for row in rows]
        found = await numbers.get_many(_reader(job), ids, ALL_COLUMNS)
        patch = NumberPatch.model_validate(job.patch, context=self.policy, by_name=True)
        updates = [
            await self._paced(update_rows.prepare, n, row, number, patch)
            for n, (row, number) in enumerate(zip(rows, found, strict=True))
        ]
        return partial(self._update, numbers, updates)

    async def _paced(self, prepare: Callable[..., Any], n: int, *values: Any) -> Any:
        if n % _ROWS_BETWEEN_PAUSES == 0:
            await asyncio.sleep(0)
        return prepare(*values, self.policy)

    def _import(
        self,
        chunk: ClaimedChunk,
        prepared: Sequence[import_rows.PreparedImport],
        db: Connection,
        job: BulkJob,
    ) -> list[Settled]:
        caller = _caller(job)
        if job.dry_run:
            numbers = [p.row.number for p in prepared if p.command]
            earlier = bulk_job_rows.earlier(db, chunk, numbers)
            before = [import_rows.prepare(row, self.policy) for row in earlier]
            return import_rows.check(db, caller, job, before, prepared)
        return import_rows.settle(db, caller, job, prepared, utc_now())

    def _update(
        self,
        numbers: PhoneNumbers,
        prepared: Sequence[update_rows.PreparedUpdate],
        db: Connection,
        job: BulkJob,
    ) -> list[Settled]:
        if job.dry_run:
            return update_rows.check(prepared)
        return update_rows.settle(db, _caller(job), numbers, prepared)

    async def _settled(self, chunk: ClaimedChunk, settle: Settle) -> Sequence[Settled] | None:
        """Settle the chunk in one transaction; None where it is not ours any more.

        While the lease stands, a database that cannot answer now is asked again.
        """
        ends = time.monotonic() + _LEASE.total_seconds()
        while True:
            try:
                return await self.database.write(partial(_settle, chunk, settle))
            except Unavailable:
                if time.monotonic() > ends:
                    raise
                await asyncio.sleep(uniform(*_STEPS_OF_RETRY))  # noqa: S311  # no secret

    async def _postpone(self, chunk: ClaimedChunk, seconds: float, *, failed: bool) -> None:
        postpone = partial(bulk_job_chunks.postpone, chunk=chunk, seconds=seconds, failed=failed)
        await self.database.write(postpone)


def _read(chunk: ClaimedChunk, db: Connection) -> tuple[BulkJob, Sequence[BulkJobRow]]:
    return bulk_jobs.get(db, chunk.job_id), bulk_job_rows.rows_of(db, chunk)


def _settle(chunk: ClaimedChunk, settle: Settle, db: Connection) -> Sequence[Settled] | None:
    job = bulk_job_chunks.take(db, chunk)
    if job is None:
        return None
    if not job.dry_run and changes.is_full(db, job.project_id, _MOST_OPEN_CHANGES):
        raise UpstreamBusy
    settled = settle(db, job)
    write_batch.flush(db)  # the event stream is locked before the job, as everywhere
    bulk_job_chunks.settle(db, chunk, settled, keeps_asked=job.dry_run)
    return settled


def _caller(job: BulkJob) -> Caller:
    """Return who started the job: events name them, not the worker."""
    scopes = frozenset({Scope.HANDLERS_REVEAL} if job.reveals else ())
    return Caller(job.project_id, job.actor, scopes, job.request_id)


def _reader(job: BulkJob) -> Caller:
    return _caller(job)._replace(scopes=frozenset({Scope.NUMBERS_READ}))
