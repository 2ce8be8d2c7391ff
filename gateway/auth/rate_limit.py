"""How much each token may ask: a bucket that fills evenly and is emptied by cost.

The buckets are in this process, or in Redis where several processes share them. A Redis that
does not answer limits nobody: a limit is there to keep the service up, not to take it down.
"""

from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Any, Final, NamedTuple

import structlog

from gateway.errors import RateLimited
from gateway.settings import Settings

_MOST_BUCKETS: Final = 100_000
_MINUTE: Final = 60
_log = structlog.get_logger("numbergate.rates")


class Allowance(NamedTuple):
    """What is left for a token."""

    limit: int
    remaining: int
    reset_seconds: int


class RateLimiter:
    """The buckets of all tokens."""

    def __init__(self, settings: Settings) -> None:
        """Allow each token what *settings* say, in a minute."""
        self._limit = settings.rate_limit
        self._own = TokenBuckets(settings.rate_limit)
        self._shared = _shared(settings) if settings.rate_limit_redis else None

    async def charge(self, key: str, cost: int) -> Allowance | None:
        """Take *cost* from the bucket of *key* and return what is left; nothing: no limit.

        Raises `RateLimited` when less is in it. No request costs more than a full bucket.
        """
        if not self._limit:
            return None
        if self._shared:
            return await self._charge_shared(key, min(cost, self._limit))
        return self._own.charge(key, cost)

    async def _charge_shared(self, key: str, cost: int) -> Allowance | None:
        from throttled.exceptions import StoreUnavailableError

        buckets: Any = self._shared
        try:
            result = await buckets.limit(key, cost)
        except StoreUnavailableError as exc:
            _log.warning("rates_unavailable", cause=type(exc.__cause__).__name__)
            return None
        if result.limited:
            raise RateLimited(max(1, int(result.state.retry_after)))
        state = result.state
        return Allowance(state.limit, state.remaining, int(state.reset_after))


class TokenBuckets:
    """Buckets that this process alone takes from."""

    def __init__(self, limit: int, clock: Callable[[], float] = monotonic) -> None:
        """Give each *limit*, which fills within a minute of the *clock*'s seconds."""
        self._limit, self._clock, self._a_second = limit, clock, limit / _MINUTE
        self._levels: dict[str, tuple[float, float]] = {}

    def charge(self, key: str, cost: int) -> Allowance:
        """Take *cost* from a bucket and return what is left, or raise `RateLimited`."""
        now, limit = self._clock(), self._limit
        level, at = self._levels.get(key) or self._full(now)
        left = min(limit, level + (now - at) * self._a_second) - min(cost, limit)
        if left < 0:
            raise RateLimited(max(1, ceil(-left / self._a_second)))
        self._levels[key] = left, now
        return Allowance(limit, int(left), ceil((limit - left) / self._a_second))

    def _full(self, now: float) -> tuple[float, float]:
        """Return a new bucket; where there are too many, those are let go that are full again."""
        if len(self._levels) >= _MOST_BUCKETS:
            kept = {k: v for k, v in self._levels.items() if now - v[1] < _MINUTE}
            self._levels = kept if len(kept) < _MOST_BUCKETS else {}
        return float(self._limit), now


def _shared(settings: Settings) -> Any:
    from throttled.asyncio import rate_limiter, store

    kept: Any = store.RedisStore(server=settings.rate_limit_redis)
    quota = rate_limiter.per_min(settings.rate_limit, burst=settings.rate_limit)
    return rate_limiter.TokenBucketRateLimiter(quota, kept)
