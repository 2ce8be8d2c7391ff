"""Authentication and rate limiting of HTTP requests, before a GraphQL or REST endpoint runs."""

from collections.abc import Awaitable
from dataclasses import dataclass

from starlette.types import Scope

from gateway.auth.authenticator import Authenticator, Principal
from gateway.auth.rate_limit import RateLimiter
from gateway.concurrency.token_buckets import RateLimitState
from gateway.http.cross_site import CrossSiteProtection
from gateway.http.headers import request_headers


@dataclass(frozen=True, slots=True)
class RequestAuthentication:
    """Finds the principal of a request, and charges its rate limit."""

    authenticator: Authenticator
    rate_limiter: RateLimiter
    cross_site: CrossSiteProtection

    def authenticate(self, scope: Scope) -> Awaitable[Principal]:
        """Return the principal of the request.

        Raises `Unauthenticated`, `CrossSite`, or `Unavailable`.
        """
        credentials, client = request_headers(scope).get(b"authorization"), scope.get("client")
        self.cross_site.check(scope, credentials)
        return self.authenticator.authenticate(credentials, client[0] if client else None)

    def authenticate_as(self, scope: Scope, credentials: bytes | None) -> Awaitable[Principal]:
        """Return the principal of a WebSocket with these *credentials*.

        Raises `Unauthenticated`, `CrossSite`, or `Unavailable`.
        """
        if credentials is None:
            self.cross_site.check_host(scope)
        client = scope.get("client")
        return self.authenticator.authenticate(credentials, client[0] if client else None)

    def charge(self, principal: Principal, cost: int) -> Awaitable[RateLimitState | None]:
        """Charge *cost*, at least 1, to the principal's bucket. Raises `RateLimited`."""
        return self.rate_limiter.charge(principal.key, cost or 1)

    def charge_delivery(self, principal: Principal, cost: int) -> Awaitable[RateLimitState | None]:
        """Charge a result of a subscription, and leave half of the bucket to requests.

        Raises `RateLimited`.
        """
        return self.rate_limiter.charge(principal.key, cost or 1, reserves=True)
