"""Retention: deletes rows that nothing reads any more, in transactions of a bounded size."""

from datetime import datetime
from functools import partial
from typing import NamedTuple

from gateway.database.database import Database
from gateway.services import idempotency
from gateway.upstream import changes


class Pruned(NamedTuple):
    """How many rows were deleted of each kind."""

    keys: int
    changes: int


async def prune(database: Database, now: datetime) -> Pruned:
    """Delete expired idempotency keys, and then the old changes that no other key replays."""
    keys = await database.write(partial(idempotency.prune, now=now))
    deleted = last = await database.write(partial(changes.prune, now=now))
    while last:
        last = await database.write(partial(changes.prune, now=now))
        deleted += last
    return Pruned(keys, deleted)
