"""Rate limit: a token bucket for each access token, emptied by cost and refilled within a minute.

The buckets are in this process, or in Redis where several processes share them. When Redis does
not respond, requests pass without a limit: a rate limit must not take the service down.
"""

from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import Any, Final, NamedTuple

import structlog

from gateway.errors import RateLimited
from gateway.settings import Settings

_MAX_BUCKETS: Final = 100_000
_REFILL_SECONDS: Final = 60
_log = structlog.get_logger("numbergate.rate_limit")


class RateLimitState(NamedTuple):
    """A bucket after a charge: its size, what remains, and the seconds until it is full."""

    limit: int
    remaining: int
    reset_seconds: int


class RateLimiter:
    """The buckets of all access tokens."""

    def __init__(self, settings: Settings) -> None:
        """Use the limit per minute in *settings*, and its Redis if it names one."""
        self._limit = settings.rate_limit
        self._local = TokenBuckets(settings.rate_limit)
        self._redis = _redis_buckets(settings) if settings.rate_limit_redis else None

    async def charge(self, key: str, cost: int) -> RateLimitState | None:
        """Take *cost* from the bucket of *key* and return its state; None without a limit.

        Raises `RateLimited` when the bucket holds less. No request costs more than a full bucket.
        """
        if not self._limit:
            return None
        if self._redis:
            return await self._charge_redis(key, min(cost, self._limit))
        return self._local.charge(key, cost)

    async def _charge_redis(self, key: str, cost: int) -> RateLimitState | None:
        from throttled.exceptions import StoreUnavailableError

        buckets: Any = self._redis
        try:
            result = await buckets.limit(key, cost)
        except StoreUnavailableError as exc:
            _log.warning("rate_limit_unavailable", cause=type(exc.__cause__).__name__)
            return None
        if result.limited:
            raise RateLimited(max(1, int(result.state.retry_after)))
        state = result.state
        return RateLimitState(state.limit, state.remaining, int(state.reset_after))


class TokenBuckets:
    """Token buckets in the memory of this process."""

    def __init__(self, limit: int, clock: Callable[[], float] = monotonic) -> None:
        """Give each bucket the size *limit*. The *clock* returns seconds."""
        self._limit, self._clock, self._refill_rate = limit, clock, limit / _REFILL_SECONDS
        self._buckets: dict[str, tuple[float, float]] = {}  # the level, and the time it was set

    def charge(self, key: str, cost: int) -> RateLimitState:
        """Take *cost* from the bucket of *key* and return its state, or raise `RateLimited`."""
        now, limit = self._clock(), self._limit
        level, updated_at = self._buckets.get(key) or self._new_bucket(now)
        remaining = min(limit, level + (now - updated_at) * self._refill_rate) - min(cost, limit)
        if remaining < 0:
            raise RateLimited(max(1, ceil(-remaining / self._refill_rate)))
        self._buckets[key] = remaining, now
        return RateLimitState(limit, int(remaining), ceil((limit - remaining) / self._refill_rate))

    def _new_bucket(self, now: float) -> tuple[float, float]:
        """Return a full bucket. With too many buckets, first drop those that are full again."""
        if len(self._buckets) >= _MAX_BUCKETS:
            kept = {k: v for k, v in self._buckets.items() if now - v[1] < _REFILL_SECONDS}
            self._buckets = kept if len(kept) < _MAX_BUCKETS else {}
        return float(self._limit), now


def _redis_buckets(settings: Settings) -> Any:
    from throttled.asyncio import rate_limiter, store

    redis: Any = store.RedisStore(server=settings.rate_limit_redis)
    quota = rate_limiter.per_min(settings.rate_limit, burst=settings.rate_limit)
    return rate_limiter.TokenBucketRateLimiter(quota, redis)
