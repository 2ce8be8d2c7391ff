"""Keys of chunks: claims as text, for an engine that hands them to workers."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection

from gateway.database import bulk_job_chunks
from gateway.database.bulk_jobs import ChunkClaim
from gateway.workers.queue import Enqueue, Key


def key_of(claim: ChunkClaim, project: UUID) -> Key:
    """Return the key of a claim; projects have their turns."""
    return Key(f"{claim.job_id}/{claim.first}/{claim.epoch}", str(project))


def claim_of(key: str) -> ChunkClaim:
    """Return the claim that a key names."""
    job_id, first, epoch = key.split("/")
    return ChunkClaim(UUID(job_id), int(first), int(epoch))


def first_of(job_id: UUID, project: UUID, chunks: Iterable[int]) -> list[Key]:
    """Return the keys of chunks that were never claimed, by their first rows."""
    return [key_of(ChunkClaim(job_id, first, 0), project) for first in chunks]


def renew(db: Connection, keys: Sequence[Key], enqueue: Enqueue) -> None:
    """Enqueue new claims in the place of those that are not out of date."""
    in_order = sorted(keys)  # of all renewals: no deadlock
    renewed = [(bulk_job_chunks.renew(db, claim_of(key.id)), key.turn) for key in in_order]
    enqueue(db, [key_of(claim, UUID(turn)) for claim, turn in renewed if claim])
