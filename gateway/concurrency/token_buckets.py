"""Token buckets: one for each key, emptied by cost and refilled within a minute."""

from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Final, NamedTuple

from gateway.errors import RateLimited

_MAX_BUCKETS: Final = 100_000
_REFILL_SECONDS: Final = 60


class RateLimitState(NamedTuple):
    """A bucket after a charge: its size, what remains, and the seconds until it is full."""

    limit: int
    remaining: int
    reset_seconds: int


class TokenBuckets:
    """Token buckets in the memory of this process."""

    def __init__(self, limit: int, clock: Callable[[], float] = monotonic) -> None:
        """Give each bucket the size *limit*. The *clock* returns seconds."""
        self._limit, self._clock, self._refill_rate = limit, clock, limit / _REFILL_SECONDS
        self._buckets: dict[str, tuple[float, float]] = {}  # the level, and the time it was set

    def charge(self, key: str, cost: int, reserve: int = 0) -> RateLimitState:
        """Take *cost* from the bucket of *key* and return its state, or raise `RateLimited`.

        At least *reserve* has to remain.
        """
        now, limit = self._clock(), self._limit
        level, updated_at = self._buckets.get(key) or self._new_bucket(now)
        remaining = min(limit, level + (now - updated_at) * self._refill_rate) - min(cost, limit)
        if remaining < reserve:
            raise RateLimited(max(1, ceil((reserve - remaining) / self._refill_rate)))
        self._buckets[key] = remaining, now
        return RateLimitState(limit, int(remaining), ceil((limit - remaining) / self._refill_rate))

    def _new_bucket(self, now: float) -> tuple[float, float]:
        """Return a full bucket. With too many buckets, first drop those that are full again."""
        if len(self._buckets) >= _MAX_BUCKETS:
            kept = {k: v for k, v in self._buckets.items() if now - v[1] < _REFILL_SECONDS}
            self._buckets = kept if len(kept) < _MAX_BUCKETS else {}
        return float(self._limit), now
