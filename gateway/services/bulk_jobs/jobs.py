"""The service of bulk jobs: start, follow and cancel them, and read what became of their rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection

from gateway.database import (
    bulk_job_chunks,
    bulk_job_rows,
    bulk_jobs,
    phone_number_filters,
    text_index,
)
from gateway.database.bulk_job_rows import AskedRow
from gateway.database.bulk_jobs import JOBS, ROWS
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.domain.commands.bulk_jobs import ImportSource, StartImportJob, StartUpdateJob
from gateway.domain.enums import JobStatus, RowFate, Scope
from gateway.domain.validation_policy import STRICT, ValidationPolicy
from gateway.errors import (
    FieldFailure,
    IdempotencyConflict,
    IdempotencyConflictReason,
    Invalid,
    JobFinished,
    JobLimit,
    JobNotFound,
    TooManyRows,
)
from gateway.models.bulk_job import BulkJob, JobKind, JobSource
from gateway.models.pagination import (
    KeysetOrder,
    Page,
    SortKey,
    Window,
    read_datetime,
    read_integer,
    read_uuid,
)
from gateway.models.results import JobProgress, StartedJob
from gateway.services import idempotency
from gateway.services.bulk_jobs import claim_keys, sources
from gateway.services.provider_numbers import ProviderNumbers
from gateway.workers.queue import Enqueue, leave_due

ROW_ORDER: Final = KeysetOrder("job_rows", [SortKey(ROWS.c.place, "place", read_integer)])
JOB_ORDER: Final = KeysetOrder(
    "bulk_jobs",
    [SortKey(JOBS.c.created_at, "created_at", read_datetime), SortKey(JOBS.c.id, "id", read_uuid)],
    descending=True,
)
Fill = Callable[[Connection, UUID], int]


def _awake() -> None:
    """Wake no worker: there is none in this process."""


@dataclass(frozen=True, slots=True)
class JobLimits:
    """How large jobs are, and how many a project has at once."""

    rows: int = 100_000
    at_once: int = 5
    upload_bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class BulkJobs:
    """The bulk jobs of all projects."""

    database: Database
    policy: ValidationPolicy = STRICT
    limits: JobLimits = JobLimits()
    wake: Callable[[], None] = _awake
    enqueue: Enqueue = leave_due

    async def start_import(self, caller: Caller, command: StartImportJob) -> StartedJob:
        """Start an import. Raises `Invalid`, `IdempotencyConflict`, `JobLimit`, `TooManyRows`."""
        caller.require_scope(Scope.NUMBERS_WRITE)
        rows = await self._rows_of(caller, command.source)
        source, upload = sources.source_of(command.source), command.source.upload
        if upload and upload.bytes > self.limits.upload_bytes:
            raise Invalid(_too_large(self.limits.upload_bytes))
        job = {
            "kind": JobKind.IMPORT,
            "source": source,
            "if_exists": command.if_exists,
            "upload_bytes": upload.bytes if upload else None,
            "status": JobStatus.COLLECTING if upload else JobStatus.QUEUED,
        }
        return await self._start(caller, command, job, partial(_insert_rows, rows))

    async def _rows_of(self, caller: Caller, source: ImportSource) -> list[AskedRow]:
        """Return the rows that a source brings with it. Raises `Invalid`, `ConnectionNotFound`."""
        if source.connection is None:
            return sources.rows_of(source, self.policy)
        listed = ProviderNumbers(self.database)
        return await sources.of_connection(listed, caller, source.connection)

    async def start_update(self, caller: Caller, command: StartUpdateJob) -> StartedJob:
        """Start an update of the numbers that match now. Raises what `start_import` raises."""
        caller.require_scope(Scope.NUMBERS_WRITE)
        patch = command.patch.model_dump(mode="json", exclude_unset=True)
        job = {
            "kind": JobKind.UPDATE,
            "source": JobSource.FILTER,
            "patch": patch | _handlers(command),
            "status": JobStatus.QUEUED,
        }
        return await self._start(caller, command, job, partial(_insert_matches, caller, command))

    async def cancel(self, caller: Caller, job_id: UUID, kind: JobKind) -> JobProgress:
        """Cancel a job; what is done stays. Raises `JobNotFound`, `JobFinished`."""
        caller.require_scope(Scope.NUMBERS_WRITE)
        return await self.database.write(partial(_cancel, caller, job_id, kind))

    async def get_many(self, caller: Caller, ids: Sequence[UUID]) -> Mapping[UUID, JobProgress]:
        """Return those of the jobs that the project has, by their ids."""
        caller.require_scope(Scope.NUMBERS_READ)
        return await self.database.read(partial(_get_many, caller, ids))

    async def page(self, caller: Caller, window: Window) -> Page:
        """Return the project's jobs, newest first, each with its counts. Raises `InvalidPage`."""
        caller.require_scope(Scope.NUMBERS_READ)
        return await self.database.read(partial(_page, caller, window))

    async def rows(
        self, caller: Caller, job_id: UUID, window: Window, fates: Sequence[RowFate] = ()
    ) -> Page:
        """Return rows of the project's job in their order. Raises `InvalidPage`."""
        caller.require_scope(Scope.NUMBERS_READ)
        read = partial(_rows, caller, job_id, window, fates)
        return Page.of(await self.database.read(read), ROW_ORDER, window)

    async def _start(
        self,
        caller: Caller,
        command: StartImportJob | StartUpdateJob,
        job: Mapping[str, Any],
        fill: Fill,
    ) -> StartedJob:
        values = {
            "id": uuid4(),
            "project_id": caller.project_id,
            "dry_run": command.dry_run,
            "reveals": caller.has_scope(Scope.HANDLERS_REVEAL),
            "actor": caller.actor,
            "request_id": caller.request_id,
            "idempotency_key": command.idempotency_key,
            "fingerprint": command.fingerprint(),
            "upload_epoch": 0,
            "total": 0,
            **job,
        }
        started = await self.database.write(partial(self._started, values, fill))
        self.wake()
        return started

    def _started(self, values: dict[str, Any], fill: Fill, db: Connection) -> StartedJob:
        """Insert a job with its rows; or return the job that has its key."""
        bulk_jobs.lock_project(db, values["project_id"])
        now = database_now(db)
        if values["idempotency_key"] is not None:
            bulk_jobs.forget_key(db, values, now - idempotency.RETENTION)
            if found := bulk_jobs.find_by_key(db, values):
                return _replayed(db, values, found)
        bulk_jobs.expire_uploads(db, now - bulk_jobs.UPLOAD_WAIT, values["project_id"])
        if bulk_jobs.count_unfinished(db, values["project_id"]) >= self.limits.at_once:
            raise JobLimit(self.limits.at_once)
        bulk_jobs.insert_job(db, values | {"created_at": now, "claimed_at": now})
        if values["status"] is JobStatus.QUEUED:
            total = fill(db, values["id"])
            self.begin(db, values["id"], values["project_id"], total)
        [progress] = bulk_jobs.progress(db, [bulk_jobs.get(db, values["id"])])
        return StartedJob(progress, replayed=False)

    def begin(self, db: Connection, job_id: UUID, project: UUID, total: int) -> None:
        """Divide the rows of a job into chunks: workers may begin. Raises `TooManyRows`."""
        if total > self.limits.rows:
            raise TooManyRows(self.limits.rows)
        chunks = bulk_job_chunks.insert_chunks(db, job_id, total, self.database.batch_rows)
        bulk_jobs.change_job(db, job_id, total=total, status=JobStatus.QUEUED)
        self.enqueue(db, claim_keys.first_of(job_id, project, chunks))
        if not total:
            bulk_jobs.finish(db, job_id)


def _replayed(db: Connection, values: Mapping[str, Any], found: BulkJob) -> StartedJob:
    if found.fingerprint != values["fingerprint"]:
        raise IdempotencyConflict(IdempotencyConflictReason.PARAMETER_MISMATCH)
    [progress] = bulk_jobs.progress(db, [found])
    return StartedJob(progress, replayed=True)


def _insert_rows(rows: Sequence[AskedRow], db: Connection, job_id: UUID) -> int:
    bulk_job_rows.insert_rows(db, job_id, 1, rows)
    return len(rows)


def _insert_matches(caller: Caller, command: StartUpdateJob, db: Connection, job_id: UUID) -> int:
    """Keep the ids and versions of the numbers that match now."""
    filter_ = text_index.narrowed_within(db, caller.project_id, command.filter)
    query = phone_number_filters.matches_query(filter_)
    values = phone_number_filters.parameters(filter_) | {"project": caller.project_id}
    return bulk_job_rows.insert_matches(db, job_id, query, values)


def _handlers(command: StartUpdateJob) -> dict[str, Any]:
    """Return the handlers of a patch as an input has them: settings by kind."""
    given = command.patch.model_fields_set & {"call_handler", "message_handler"}
    found = {name: getattr(command.patch, name) for name in given}
    return {
        name: {handler.kind: {k: v for k, v in handler.to_stored().items() if k != "kind"}}
        if handler
        else None
        for name, handler in found.items()
    }


def _too_large(limit: int) -> FieldFailure:
    text = f"A file has at most {limit:,} bytes."
    return FieldFailure(("source", "upload", "bytes"), "too_large", text)


def _cancel(caller: Caller, job_id: UUID, kind: JobKind, db: Connection) -> JobProgress:
    job = bulk_jobs.find(db, caller.project_id, job_id)
    if job is None or job.kind is not kind:
        raise JobNotFound
    if not bulk_jobs.cancel(db, caller.project_id, job_id):
        raise JobFinished
    [progress] = bulk_jobs.progress(db, [bulk_jobs.get(db, job_id)])
    return progress


def _get_many(caller: Caller, ids: Sequence[UUID], db: Connection) -> dict[UUID, JobProgress]:
    found = [bulk_jobs.find(db, caller.project_id, job_id) for job_id in ids]
    jobs = [job for job in found if job]
    return {p.job.id: p for p in bulk_jobs.progress(db, jobs)}


def _page(caller: Caller, window: Window, db: Connection) -> Page:
    query = JOB_ORDER.paginate(bulk_jobs.of_project(caller.project_id), window.shape)
    page = Page.of(db.execute(query, JOB_ORDER.parameters(window)).all(), JOB_ORDER, window)
    return Page(bulk_jobs.progress(db, page.rows), JOB_ORDER, page.has_next, page.has_previous)


def _rows(
    caller: Caller, job_id: UUID, window: Window, fates: Sequence[RowFate], db: Connection
) -> Sequence[Any]:
    after = ROW_ORDER.parameters(window).get("after_0", 0)
    if bulk_jobs.find(db, caller.project_id, job_id) is None:
        return []
    return bulk_job_rows.page_of_rows(db, job_id, after, window.size + 1, fates)
