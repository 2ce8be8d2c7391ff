"""Rate limit of requests that try a URL: so many within a minute for each project, or none."""

from dataclasses import dataclass
from typing import Self

from gateway.concurrency.token_buckets import TokenBuckets
from gateway.domain.caller import Caller
from gateway.errors import ChecksDisabled, RateLimited, TooManyChecks


@dataclass(frozen=True, slots=True)
class UrlChecks:
    """The buckets of all projects in this process; None where the checks are disabled."""

    buckets: TokenBuckets | None

    @classmethod
    def of(cls, per_minute: int) -> Self:
        """Allow a project so many requests *per_minute*; 0 disables them."""
        return cls(TokenBuckets(per_minute) if per_minute else None)

    def charge(self, caller: Caller, requests: int = 1) -> None:
        """Take so many *requests* from the project's. Raises `TooManyChecks`, `ChecksDisabled`."""
        if self.buckets is None:
            raise ChecksDisabled
        try:
            self.buckets.charge(str(caller.project_id), requests)
        except RateLimited as limited:
            raise TooManyChecks(limited.retry_after_seconds or 1) from None
