"""What every door asks of a request before it answers: who sent it, and whether it may cost that.

And how the failures of that look over HTTP: the one table of their statuses and headers.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from gateway import heads
from gateway.access import Access, Grant
from gateway.errors import (
    Failure,
    Forbidden,
    ProjectNotFound,
    RateLimited,
    Rejected,
    Unauthenticated,
    Unavailable,
)
from gateway.rates import Allowance, Rates

STATUS: Final[Mapping[type[Failure], int]] = {
    Unauthenticated: 401,
    Forbidden: 403,
    RateLimited: 429,
    ProjectNotFound: 503,
    Unavailable: 503,
}
_CHALLENGE: Final = 'Bearer realm="numbergate", Basic realm="numbergate"'


@dataclass(frozen=True, slots=True)
class Guard:
    """Stands before every door."""

    access: Access
    rates: Rates

    def admit(self, scope: Scope) -> Awaitable[Grant]:
        """Return what the sender may do. Raises `Unauthenticated`, or `Unavailable`."""
        credentials, client = heads.of(scope).get(b"authorization"), scope.get("client")
        return self.access.grant(credentials, client[0] if client else None)

    def charge(self, grant: Grant, cost: int) -> Awaitable[Allowance | None]:
        """Charge the sender, a request costing 1 at least. Raises `RateLimited`."""
        return self.rates.charge(grant.key, cost or 1)


def headers(failure: Failure) -> dict[str, str]:
    """Return the headers that go with the status of *failure*."""
    if isinstance(failure, Unauthenticated):
        return {"WWW-Authenticate": _CHALLENGE}
    if isinstance(failure, Rejected) and failure.retry_after_seconds:
        return {"Retry-After": str(failure.retry_after_seconds)}
    return {}
