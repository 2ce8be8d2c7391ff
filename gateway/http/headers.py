"""The headers of a request by their names, read once for everybody who stands in its way."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import Scope

from gateway.auth.rate_limit import Allowance

_KEPT: Final = "numbergate.headers"


def request_headers(scope: Scope) -> Mapping[bytes, bytes]:
    """Return the headers, names in lower case; one that came twice is joined (RFC 9110, 5.3)."""
    found: dict[bytes, bytes] | None = scope.get(_KEPT)
    return _read(scope) if found is None else found


def header_text(scope: Scope, name: bytes) -> str:
    """Return one header as text, blank where it was not sent."""
    return request_headers(scope).get(name, b"").decode("latin-1")


def rate_limit_headers(left: Allowance) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that tell what is left, and in how many seconds all of it is allowed."""
    return (
        (b"ratelimit-limit", b"%d" % left.limit),
        (b"ratelimit-remaining", b"%d" % left.remaining),
        (b"ratelimit-reset", b"%d" % left.reset_seconds),
    )


def _read(scope: Any) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = dict(scope["headers"])
    if len(found) < len(scope["headers"]):
        found = _joined(scope["headers"])
    scope[_KEPT] = found
    return found


def _joined(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        found[name] = b"%b, %b" % (found[name], value) if name in found else value
    return found
