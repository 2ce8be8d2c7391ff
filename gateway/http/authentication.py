"""Authentication and rate limiting of HTTP requests: who sent one, and what is left for them."""

from collections.abc import Awaitable
from dataclasses import dataclass

from starlette.types import Scope

from gateway.auth.authenticator import Authenticator, Principal
from gateway.auth.rate_limit import Allowance, RateLimiter
from gateway.http.headers import request_headers


@dataclass(frozen=True, slots=True)
class RequestAuthentication:
    """What every API asks of a request before it answers."""

    authenticator: Authenticator
    rate_limiter: RateLimiter

    def authenticate(self, scope: Scope) -> Awaitable[Principal]:
        """Return who sent the request. Raises `Unauthenticated`, or `Unavailable`."""
        credentials, client = request_headers(scope).get(b"authorization"), scope.get("client")
        return self.authenticator.authenticate(credentials, client[0] if client else None)

    def charge(self, principal: Principal, cost: int) -> Awaitable[Allowance | None]:
        """Charge *cost*, 1 at least, to the sender's rate limit. Raises `RateLimited`."""
        return self.rate_limiter.charge(principal.key, cost or 1)
