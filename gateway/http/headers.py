"""Headers: a request's headers by name, parsed once per request, and the rate limit's headers."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import Scope

from gateway.auth.rate_limit import RateLimitState

_SCOPE_KEY: Final = "numbergate.headers"  # where the parsed headers are cached


def request_headers(scope: Scope) -> Mapping[bytes, bytes]:
    """Return the headers by lower-case name. Repeated ones are joined by commas (RFC 9110, 5.3)."""
    headers: dict[bytes, bytes] | None = scope.get(_SCOPE_KEY)
    return _parse(scope) if headers is None else headers


def header_text(scope: Scope, name: bytes) -> str:
    """Return one header as text; an empty text if it is missing."""
    return request_headers(scope).get(name, b"").decode("latin-1")


def rate_limit_headers(state: RateLimitState) -> tuple[tuple[bytes, bytes], ...]:
    """Return RateLimit-Limit, -Remaining and -Reset; the last in seconds."""
    return (
        (b"ratelimit-limit", b"%d" % state.limit),
        (b"ratelimit-remaining", b"%d" % state.remaining),
        (b"ratelimit-reset", b"%d" % state.reset_seconds),
    )


def _parse(scope: Any) -> dict[bytes, bytes]:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    if len(headers) < len(scope["headers"]):
        headers = _joined(scope["headers"])
    scope[_SCOPE_KEY] = headers
    return headers


def _joined(pairs: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    headers: dict[bytes, bytes] = {}
    for name, value in pairs:
        headers[name] = b"%b, %b" % (headers[name], value) if name in headers else value
    return headers
