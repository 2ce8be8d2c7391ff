"""What every door asks of a request before it answers: who sent it, and whether it may cost that.

And how the failures of that look over HTTP: the one table of their statuses and headers.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from gateway.auth.authenticator import Authenticator, Principal
from gateway.auth.rate_limit import Allowance, RateLimiter
from gateway.errors import (
    Failure,
    Forbidden,
    ProjectNotFound,
    RateLimited,
    Rejected,
    Unauthenticated,
    Unavailable,
)
from gateway.http.headers import request_headers

STATUS: Final[Mapping[type[Failure], int]] = {
    Unauthenticated: 401,
    Forbidden: 403,
    RateLimited: 429,
    ProjectNotFound: 503,
    Unavailable: 503,
}
_CHALLENGE: Final = 'Bearer realm="numbergate", Basic realm="numbergate"'


@dataclass(frozen=True, slots=True)
class RequestAuthentication:
    """Stands before every door."""

    access: Authenticator
    rates: RateLimiter

    def admit(self, scope: Scope) -> Awaitable[Principal]:
        """Return what the sender may do. Raises `Unauthenticated`, or `Unavailable`."""
        credentials, client = request_headers(scope).get(b"authorization"), scope.get("client")
        return self.access.grant(credentials, client[0] if client else None)

    def charge(self, grant: Principal, cost: int) -> Awaitable[Allowance | None]:
        """Charge the sender, a request costing 1 at least. Raises `RateLimited`."""
        return self.rates.charge(grant.key, cost or 1)


def headers(failure: Failure) -> dict[str, str]:
    """Return the headers that go with the status of *failure*."""
    if isinstance(failure, Unauthenticated):
        return {"WWW-Authenticate": _CHALLENGE}
    if isinstance(failure, Rejected) and failure.retry_after_seconds:
        return {"Retry-After": str(failure.retry_after_seconds)}
    return {}
