"""Statements about the chunks of bulk jobs: the queue of the workers, claimed under leases.

A claim raises the epoch. What settles a chunk names the epoch of its claim, so that a worker whose
lease ended writes nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from gateway.database.bulk_job_rows import Settled, set_fates
from gateway.database.bulk_jobs import (
    CHUNKS,
    COUNT_NAMES,
    COUNTS,
    JOBS,
    ROWS,
    RUNNABLE,
    ChunkClaim,
    ClaimedChunk,
    FreeChunk,
    change_job,
    finish,
)
from gateway.database.clock import database_now
from gateway.database.database import insert
from gateway.database.looks import Moment
from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain.enums import JobStatus, RowFate
from gateway.models.bulk_job import BulkJob, ChunkState

_J, _K, _R = JOBS.c, CHUNKS.c, ROWS.c
_IS_RUNNABLE: Final = (_J.finished_at.is_(None), _J.status.in_(RUNNABLE))
_CLAIM_TRIES: Final = 8  # jobs whose chunks may all be locked by other claims


def insert_chunks(db: Connection, job_id: UUID, total: int, size: int) -> Sequence[int]:
    """Insert the chunks of a job with so many rows, all of which are there: workers may begin.

    Returns the place of the first row of each.
    """
    firsts = range(1, total + 1, size)
    nothing = dict.fromkeys(COUNT_NAMES, 0)
    chunks = [
        {
            "job_id": job_id,
            "first": first,
            "size": min(size, total - first + 1),
            "state": ChunkState.READY,
            "epoch": 0,
            **nothing,
        }
        for first in firsts
    ]
    if chunks:
        db.execute(insert(db)(CHUNKS), chunks)
    return firsts


def claimable(now: Moment, job_id: UUID | None = None) -> Select[Any]:
    """Select the jobs with a chunk that may be claimed."""
    has_free = exists().where(_K.job_id == _J.id, *_is_free(now))
    query = select(_J.id).where(*_IS_RUNNABLE, has_free)
    return query if job_id is None else query.where(_J.id == job_id)


def claim(db: Connection, lease: timedelta, job_id: UUID | None = None) -> ClaimedChunk | None:
    """Lease a chunk: of the *job*, or of the project that was served longest ago."""
    now = database_now(db)
    for candidate in db.scalars(_claimable_jobs(now, job_id).limit(_CLAIM_TRIES)).all():
        free = select(_K.first).where(_K.job_id == candidate, *_is_free(now))
        one = free.order_by(_K.first).limit(1).with_for_update(skip_locked=True)
        claimed = update(CHUNKS).where(_K.job_id == candidate, _K.first == one.scalar_subquery())
        values = {"epoch": _K.epoch + 1, "lease_until": now + lease}
        if chunk := _leased(db, claimed.values(values), now):
            return chunk
    return None


def hold(db: Connection, claim: ChunkClaim, lease: timedelta) -> ClaimedChunk | None:
    """Lease the chunk of a claim that was handed out; None if that claim is out of date."""
    now = database_now(db)
    runnable = exists().where(_J.id == _K.job_id, *_IS_RUNNABLE)
    held = update(CHUNKS).where(*_mine(claim), runnable).values(lease_until=now + lease)
    return _leased(db, held, now)


def _leased(db: Connection, leased: Update, now: datetime) -> ClaimedChunk | None:
    """Run an update that leases a chunk, and note that its job runs."""
    row = db.execute(leased.returning(_K.job_id, _K.first, _K.size, _K.epoch, _K.postponed)).first()
    if row is None:
        return None
    is_open = _J.finished_at.is_(None)
    change_job(db, row.job_id, is_open, claimed_at=now, status=JobStatus.RUNNING)
    return ClaimedChunk(*row)


def free(db: Connection, most: int) -> list[FreeChunk]:
    """Return chunks that may be claimed, those first whose lease has ended."""
    columns = (_K.job_id, _K.first, _K.epoch, _J.project_id)
    query = select(*columns).join(JOBS, _J.id == _K.job_id)
    query = query.where(*_IS_RUNNABLE, *_is_free(database_now(db)))
    order = _K.lease_until.is_(None), _J.created_at, _K.first
    rows = db.execute(query.order_by(*order).limit(most)).all()
    return [
        FreeChunk(ChunkClaim(job_id, first, epoch), project)
        for job_id, first, epoch, project in rows
    ]


def renew(db: Connection, claim: ChunkClaim) -> ChunkClaim | None:
    """Put a new claim in the place of one that came to nothing; None if it is out of date."""
    mine = [*_mine(claim), *_is_free(database_now(db))]
    renewed = update(CHUNKS).where(*mine).values(epoch=_K.epoch + 1)
    if not db.execute(renewed).rowcount:
        return None
    return claim._replace(epoch=claim.epoch + 1)


def _claimable_jobs(now: datetime, job_id: UUID | None) -> Any:
    """Select jobs with a free chunk: one of each project in turn, and of a project its jobs."""
    others = JOBS.alias()
    turn = (
        select(func.max(others.c.claimed_at))
        .where(others.c.project_id == _J.project_id, others.c.finished_at.is_(None))
        .scalar_subquery()
    )
    return claimable(now, job_id).order_by(turn, _J.claimed_at)


def _is_free(now: Moment) -> list[ColumnElement[bool]]:
    free = or_(_K.lease_until.is_(None), _K.lease_until < now)
    return [_K.state == ChunkState.READY, free]


def take(db: Connection, chunk: ClaimedChunk) -> BulkJob | None:
    """Compare-and-set: make a chunk that is still ours done; return its job, or None.

    It is locked from here on, so that a cancellation waits for the transaction.
    """
    done = update(CHUNKS).where(*_mine(chunk)).values(state=ChunkState.DONE, lease_until=None)
    if not db.execute(done).rowcount:
        return None
    return cast("BulkJob", db.execute(select(JOBS).where(_J.id == chunk.job_id)).one())


def postpone(db: Connection, chunk: ClaimedChunk, seconds: float, *, failed: bool) -> None:
    """Give a claim back, to be claimed again after so many seconds; count it unless it failed."""
    later = database_now(db) + timedelta(seconds=seconds)
    values = {_K.lease_until: later, _K.postponed: _K.postponed + int(not failed)}
    db.execute(update(CHUNKS).where(*_mine(chunk)).values(values))


def _mine(chunk: ClaimedChunk | ChunkClaim) -> list[ColumnElement[bool]]:
    return [
        _K.job_id == chunk.job_id,
        _K.first == chunk.first,
        _K.epoch == chunk.epoch,
        _K.state == ChunkState.READY,
    ]


def settle(
    db: Connection, chunk: ClaimedChunk, settled: Sequence[Settled], *, keeps_asked: bool
) -> None:
    """Write what became of the rows of a chunk that was taken; the last one finishes the job.

    *settled* has all rows of the chunk. What was asked is deleted unless it is kept.
    """
    asked = dict[str, Any]() if keeps_asked else {"asked": None}
    set_fates(db, chunk.job_id, settled, asked)
    counts = Counter(COUNTS[row.fate] for row in settled)
    values = {name: counts[name] for name in COUNT_NAMES}
    db.execute(
        update(CHUNKS).where(_K.job_id == chunk.job_id, _K.first == chunk.first).values(**values)
    )
    finish(db, chunk.job_id)


_SETTLED: Final = RowShape([_R.job_id, _R.place])


def _settle(_: Any) -> Any:
    is_pending = _R.fate == RowFate.PENDING
    settled: Any = update(ROWS).where(
        _R.change_id == bindparam("change", type_=_R.change_id.type), is_pending
    )
    return settled.returning(*_SETTLED.selected)


_SETTLE: Final = PreparedStatement(_settle, ["fate", "detail"])


def settle_change(
    db: Connection, change_id: UUID, fate: RowFate, detail: Mapping[str, Any] | None = None
) -> None:
    """Write what became of the row whose change the platform has confirmed or refused."""
    values = {"change": change_id, "fate": fate, "detail": detail}
    row = next(iter(_SETTLED.rows(_SETTLE.run(db, values), db.dialect)), None)
    if row is None:
        return
    count = COUNTS[fate]
    first = select(func.max(_K.first)).where(_K.job_id == row.job_id, _K.first <= row.place)
    chunk = update(CHUNKS).where(_K.job_id == row.job_id, _K.first == first.scalar_subquery())
    db.execute(chunk.values({_K.pending: _K.pending - 1, _K[count]: _K[count] + 1}))
    finish(db, row.job_id)
