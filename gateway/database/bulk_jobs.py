"""Statements about bulk jobs: starting, progress, and their end.

Locks are taken in this order: a chunk, numbers, the event stream, rows of jobs, the job.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from gateway.database import changes
from gateway.database.clock import database_now
from gateway.domain.enums import JobStatus, RowFate
from gateway.exhaustive import exhaustive
from gateway.models.bulk_job import BulkJob, BulkJobChunk, BulkJobRow, ChunkState
from gateway.models.project import Project
from gateway.models.results import JobProgress

JOBS: Final = cast("Table", BulkJob.__table__)  # type: ignore[attr-defined]
CHUNKS: Final = cast("Table", BulkJobChunk.__table__)  # type: ignore[attr-defined]
ROWS: Final = cast("Table", BulkJobRow.__table__)  # type: ignore[attr-defined]
_PROJECTS: Final = cast("Table", Project.__table__)  # type: ignore[attr-defined]
_J, _K, _R = JOBS.c, CHUNKS.c, ROWS.c
UPLOAD_WAIT: Final = timedelta(hours=1)  # for a file that does not come
RUNNABLE: Final = (JobStatus.QUEUED, JobStatus.RUNNING)
# In which of a chunk's counts a row of each fate is. A row that waits is in none.
COUNTS: Final[Mapping[RowFate, str]] = exhaustive(
    "Counts of fates",
    {
        RowFate.WAITING: "",
        RowFate.IMPORTED: "written",
        RowFate.UPDATED: "written",
        RowFate.UNCHANGED: "unchanged",
        RowFate.DIFFERS: "differs",
        RowFate.FAILED: "failed",
        RowFate.PENDING: "pending",
        RowFate.OTHER: "",
    },
    [*RowFate],
)
COUNT_NAMES: Final = tuple(dict.fromkeys(name for name in COUNTS.values() if name))


class ClaimedChunk(NamedTuple):
    """A chunk that one worker may do, as long as its lease lasts."""

    job_id: UUID
    first: int
    size: int
    epoch: int
    postponed: int

    @property
    def tries(self) -> int:
        """How often it was claimed, without the claims that a busy platform postponed."""
        return self.epoch - self.postponed


class ChunkClaim(NamedTuple):
    """A claim of a chunk by its epoch, which an engine hands to a worker."""

    job_id: UUID
    first: int
    epoch: int


class FreeChunk(NamedTuple):
    """A chunk that may be claimed, by which claim, and for which project."""

    claim: ChunkClaim
    project_id: UUID


# Jobs -------------------------------------------------------------------------------------------


def lock_project(db: Connection, project: UUID) -> None:
    """Let one transaction at a time start a job of the project."""
    db.execute(select(_PROJECTS.c.id).where(_PROJECTS.c.id == project).with_for_update())


def count_unfinished(db: Connection, project: UUID) -> int:
    """Return how many jobs of the project are not finished."""
    query = select(func.count()).where(_J.project_id == project, _J.finished_at.is_(None))
    return cast("int", db.scalar(query))


def insert_job(db: Connection, job: Mapping[str, Any]) -> None:
    """Insert a job."""
    db.execute(insert(JOBS).values(**job))


def find_by_key(db: Connection, job: Mapping[str, Any]) -> BulkJob | None:
    """Return the job that has the idempotency key of *job*, or None."""
    named = ("project_id", "actor", "kind", "idempotency_key")
    found = db.execute(select(JOBS).where(*(_J[name] == job[name] for name in named))).first()
    return cast("BulkJob | None", found)


def forget_key(db: Connection, job: Mapping[str, Any], before: datetime) -> None:
    """Free the idempotency key of *job* where the job that has it was created *before*."""
    named = ("project_id", "actor", "kind", "idempotency_key")
    old = update(JOBS).where(*(_J[name] == job[name] for name in named), _J.created_at < before)
    db.execute(old.values(idempotency_key=None))


def find(db: Connection, project: UUID, job_id: UUID) -> BulkJob | None:
    """Return the project's job, or None."""
    query = select(JOBS).where(_J.project_id == project, _J.id == job_id)
    return cast("BulkJob | None", db.execute(query).first())


def hold_upload(db: Connection, job_id: UUID, epoch: int) -> bool:
    """Lock the job if it waits for this upload; return whether it does."""
    mine = (_J.upload_epoch == epoch) & (_J.status == JobStatus.COLLECTING)
    held = select(_J.id).where(_J.id == job_id, mine).with_for_update()
    return db.scalar(held) is not None


def get(db: Connection, job_id: UUID) -> BulkJob:
    """Return a job, which must exist."""
    return cast("BulkJob", db.execute(select(JOBS).where(_J.id == job_id)).one())


def of_project(project: UUID) -> Select[Any]:
    """Select the jobs of a project."""
    return select(JOBS).where(_J.project_id == project)


def change_job(db: Connection, job_id: UUID, *where: ColumnElement[bool], **values: Any) -> bool:
    """Set columns of the job where its row meets the conditions; return whether it did.

    Followers of the job are notified in both cases: at worst they read it once in excess.
    """
    changed = update(JOBS).where(_J.id == job_id, *where).values(**values)
    changes.touch(db, job_id)
    return bool(db.execute(changed).rowcount)


def progress(db: Connection, jobs: Sequence[BulkJob]) -> list[JobProgress]:
    """Return each job with its counts."""
    sums = [func.coalesce(func.sum(_K[name]), 0).label(name) for name in COUNT_NAMES]
    query = select(_K.job_id, *sums).where(_K.job_id.in_([job.id for job in jobs]))
    found = {row.job_id: row for row in db.execute(query.group_by(_K.job_id))}
    return [JobProgress(job, _counts(found.get(job.id))) for job in jobs]


def _counts(row: Any) -> dict[str, int]:
    return {name: int(getattr(row, name)) if row else 0 for name in COUNT_NAMES}


def cancel(db: Connection, project: UUID, job_id: UUID) -> bool:
    """Cancel the job; return False where it has finished before.

    First its chunks: one that is being settled is waited for, and no other is settled any more.
    """
    ready = update(CHUNKS).where(
        _K.job_id == job_id,
        _K.state == ChunkState.READY,
        exists().where(_J.id == job_id, _J.project_id == project),
    )
    db.execute(ready.values(state=ChunkState.CANCELLED))
    return change_job(
        db, job_id, _J.project_id == project, _J.finished_at.is_(None),
        status=JobStatus.CANCELLED, finished_at=database_now(db),
    )  # fmt: skip


def finish(db: Connection, job_id: UUID) -> None:
    """Complete the job if all its rows are done.

    The job is locked first: of the transactions that settle its last chunks, the later one sees
    what the earlier one wrote. Followers of the job are notified of what was settled.
    """
    db.execute(select(_J.id).where(_J.id == job_id).with_for_update())
    left = exists().where(_K.job_id == job_id, or_(_K.state == ChunkState.READY, _K.pending > 0))
    change_job(
        db, job_id, _J.status.in_(RUNNABLE), ~left,
        status=JobStatus.COMPLETED, finished_at=database_now(db),
    )  # fmt: skip


def fail(db: Connection, job_id: UUID, code: str) -> None:
    """End a job that cannot go on; what was done stays."""
    ready = update(CHUNKS).where(_K.job_id == job_id, _K.state == ChunkState.READY)
    db.execute(ready.values(state=ChunkState.CANCELLED))
    change_job(
        db, job_id, _J.finished_at.is_(None),
        status=JobStatus.FAILED, code=code, finished_at=database_now(db),
    )  # fmt: skip


# Retention --------------------------------------------------------------------------------------


def old_jobs(db: Connection, before: datetime) -> Sequence[UUID]:
    """Return jobs that were finished before a time."""
    return db.scalars(select(_J.id).where(_J.finished_at < before).limit(100)).all()


def remove_job(db: Connection, job_id: UUID) -> None:
    """Delete a job whose rows are deleted, and its chunks."""
    db.execute(delete(CHUNKS).where(_K.job_id == job_id))
    db.execute(delete(JOBS).where(_J.id == job_id))


def expire_uploads(db: Connection, before: datetime, project: UUID | None = None) -> None:
    """Fail the jobs that wait for an upload since before a time."""
    waiting = (_J.status == JobStatus.COLLECTING) & (_J.created_at < before)
    mine = waiting if project is None else waiting & (_J.project_id == project)
    ended = {"status": JobStatus.FAILED, "code": "upload_expired", "finished_at": database_now(db)}
    expired = update(JOBS).where(mine).values(ended).returning(_J.id)
    for job_id in db.scalars(expired).all():
        changes.touch(db, job_id)


def open_jobs(db: Connection) -> Mapping[str, int]:
    """Return how many jobs are not finished, by status: for metrics."""
    query = select(_J.status, func.count()).where(_J.finished_at.is_(None)).group_by(_J.status)
    return {str(status): count for status, count in db.execute(query)}
