"""Retention: deletes rows that nothing reads any more, in transactions of a bounded size."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from gateway.connections import retention as connections
from gateway.database import bulk_job_rows, bulk_jobs
from gateway.database.database import Database, Work
from gateway.services import idempotency
from gateway.upstream import changes
from gateway.webhooks import deliveries

JOB_RETENTION: Final = timedelta(days=30)  # after the end of a bulk job


class Pruned(NamedTuple):
    """How many rows were deleted of each kind."""

    keys: int
    changes: int
    deliveries: int
    jobs: int
    provider_numbers: int


async def prune(database: Database, now: datetime) -> Pruned:
    """Delete expired idempotency keys, then the old changes that no other key replays.

    Also the deliveries of webhooks and the bulk jobs that are not kept any longer, and what a
    removal of a connection left.
    """
    keys = await database.write(partial(idempotency.prune, now=now))
    closed = await _all_of(database, partial(changes.prune, now=now))
    delivered = await _all_of(database, partial(deliveries.prune, now=now))
    jobs = await _prune_jobs(database, now)
    return Pruned(keys, closed, delivered, jobs, await _all_of(database, connections.prune))


async def _all_of(database: Database, prune_some: Work[int]) -> int:
    """Delete in transactions of a bounded size until nothing is left; return how many rows."""
    total = last = await database.write(prune_some)
    while last:
        last = await database.write(prune_some)
        total += last
    return total


async def _prune_jobs(database: Database, now: datetime) -> int:
    """Delete jobs that ended 30 days ago, with their rows; end those whose file did not come."""
    await database.write(partial(bulk_jobs.expire_uploads, before=now - bulk_jobs.UPLOAD_WAIT))
    deleted = 0
    while old := await database.read(partial(bulk_jobs.old_jobs, before=now - JOB_RETENTION)):
        for job_id in old:
            while await database.write(partial(bulk_job_rows.remove_rows, job_id=job_id)):
                pass
            await database.write(partial(bulk_jobs.remove_job, job_id=job_id))
        deleted += len(old)
    return deleted
