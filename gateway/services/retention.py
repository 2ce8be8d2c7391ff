"""Retention: deletes rows that nothing reads any more, in transactions of a bounded size."""

from datetime import datetime
from functools import partial
from typing import NamedTuple

from gateway.database.database import Database, Work
from gateway.services import idempotency
from gateway.upstream import changes
from gateway.webhooks import deliveries


class Pruned(NamedTuple):
    """How many rows were deleted of each kind."""

    keys: int
    changes: int
    deliveries: int


async def prune(database: Database, now: datetime) -> Pruned:
    """Delete expired idempotency keys, then the old changes that no other key replays.

    Also the deliveries of webhooks that are not kept any longer.
    """
    keys = await database.write(partial(idempotency.prune, now=now))
    closed = await _all_of(database, partial(changes.prune, now=now))
    return Pruned(keys, closed, await _all_of(database, partial(deliveries.prune, now=now)))


async def _all_of(database: Database, prune_some: Work[int]) -> int:
    """Delete in transactions of a bounded size until nothing is left; return how many rows."""
    total = last = await database.write(prune_some)
    while last:
        last = await database.write(prune_some)
        total += last
    return total
