"""Rate limit: a token bucket for each access token, emptied by cost and refilled within a minute.

The buckets are in this process, or in Redis where several processes share them. When Redis does
not respond, requests pass without a limit: a rate limit must not take the service down.
"""

from typing import Any

from gateway.concurrency.token_buckets import RateLimitState, TokenBuckets
from gateway.errors import RateLimited
from gateway.observability.loggers import Logger
from gateway.settings import Settings

_log = Logger("numbergate.rate_limit")


class RateLimiter:
    """The buckets of all access tokens."""

    def __init__(self, settings: Settings) -> None:
        """Use the limit per minute in *settings*, and its Redis if it names one."""
        self._limit, self._reserve = settings.rate_limit, settings.rate_limit // 2
        self._local = TokenBuckets(settings.rate_limit)
        self._redis = _redis_buckets(settings) if settings.rate_limit_redis else None

    async def charge(self, key: str, cost: int, *, reserves: bool = False) -> RateLimitState | None:
        """Take *cost* from the bucket of *key* and return its state; None without a limit.

        Raises `RateLimited` when the bucket holds less. No request costs more than a full bucket.
        A charge that *reserves* leaves half of the bucket, for the other requests of *key*.
        """
        if not self._limit:
            return None
        reserve = self._reserve if reserves else 0
        if self._redis:
            return await self._charge_redis(key, min(cost, self._limit - reserve), reserve)
        return self._local.charge(key, min(cost, self._limit - reserve), reserve)

    async def _charge_redis(self, key: str, cost: int, reserve: int) -> RateLimitState | None:
        from throttled.exceptions import StoreUnavailableError

        buckets: Any = self._redis
        try:
            if reserve and (await buckets.peek(key)).remaining < cost + reserve:
                raise RateLimited(1)
            result = await buckets.limit(key, cost)
        except StoreUnavailableError as exc:
            _log.warning("rate_limit_unavailable", cause=type(exc.__cause__).__name__)
            return None
        if result.limited:
            raise RateLimited(max(1, int(result.state.retry_after)))
        state = result.state
        return RateLimitState(state.limit, state.remaining, int(state.reset_after))


def _redis_buckets(settings: Settings) -> Any:
    from throttled.asyncio import rate_limiter, store

    redis: Any = store.RedisStore(server=settings.rate_limit_redis)
    quota = rate_limiter.per_min(settings.rate_limit, burst=settings.rate_limit)
    return rate_limiter.TokenBucketRateLimiter(quota, redis)
