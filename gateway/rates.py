"""How much each token may ask: a bucket that fills evenly and is emptied by cost.

The buckets are in this process, or in Redis where several processes share them. A Redis that
does not answer limits nobody: a limit is there to keep the service up, not to take it down.
"""

from dataclasses import dataclass
from typing import Any, Final

import structlog
from throttled.asyncio import rate_limiter, store
from throttled.exceptions import StoreUnavailableError

from gateway.errors import RateLimited
from gateway.settings import Settings

_MOST_BUCKETS: Final = 100_000
_log = structlog.get_logger("numbergate.rates")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left for a token."""

    limit: int
    remaining: int
    reset_seconds: int

    def headers(self) -> dict[str, str]:
        """Return the headers that tell a client, seconds until everything is allowed again."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


class Rates:
    """The buckets of all tokens."""

    def __init__(self, settings: Settings) -> None:
        """Allow each token what *settings* say, in a minute."""
        self._limit = settings.rate_limit
        self._buckets = _buckets(settings) if settings.rate_limit else None

    async def charge(self, key: str, cost: int) -> Allowance | None:
        """Take *cost* from the bucket of *key* and return what is left; nothing: no limit.

        Raises `RateLimited` when less is in it. No request costs more than a full bucket.
        """
        if self._buckets is None:
            return None
        try:
            result = await self._buckets.limit(key, min(cost, self._limit))
        except StoreUnavailableError as exc:
            _log.warning("rates_unavailable", cause=type(exc.__cause__).__name__)
            return None
        if result.limited:
            raise RateLimited(max(1, int(result.state.retry_after)))
        state = result.state
        return Allowance(state.limit, state.remaining, int(state.reset_after))


def _buckets(settings: Settings) -> Any:
    kept: Any = (
        store.RedisStore(server=settings.rate_limit_redis)
        if settings.rate_limit_redis
        else store.MemoryStore(options={"MAX_SIZE": _MOST_BUCKETS})
    )
    quota = rate_limiter.per_min(settings.rate_limit, burst=settings.rate_limit)
    return rate_limiter.TokenBucketRateLimiter(quota, kept)
