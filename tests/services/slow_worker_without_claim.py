"""Negative control: the slow worker, where a chunk is settled by each worker that did it."""

from typing import cast

from sqlalchemy import Connection, select, update

from gateway.cli import app
from gateway.database import bulk_job_chunks
from gateway.database.bulk_jobs import CHUNKS, JOBS, ClaimedChunk
from gateway.models.bulk_job import BulkJob, ChunkState
from tests.services import slow_worker  # noqa: F401  # it makes the workers slow


def take(db: Connection, chunk: ClaimedChunk) -> BulkJob:
    """Make a chunk done, and return its job: no compare-and-set."""
    of_chunk = (CHUNKS.c.job_id == chunk.job_id) & (CHUNKS.c.first == chunk.first)
    db.execute(update(CHUNKS).where(of_chunk).values(state=ChunkState.DONE, lease_until=None))
    return cast("BulkJob", db.execute(select(JOBS).where(JOBS.c.id == chunk.job_id)).one())


bulk_job_chunks.take = take

if __name__ == "__main__":
    app()
