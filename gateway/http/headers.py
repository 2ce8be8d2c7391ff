"""Headers: a request's headers by name, parsed once per request, and the rate limit's headers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from starlette.types import Scope

from gateway.concurrency.token_buckets import RateLimitState

# Request headers of other origins that CORS allows: ours, those of caches and event streams, of
# GraphQL clients (Apollo, Relay, urql, graphql-request), and of tracing in browsers (W3C, B3,
# Sentry, Datadog, New Relic, Jaeger, AWS, Azure and Google Cloud).
CORS_HEADERS: Final = (
    "Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id",
    "Cache-Control", "Pragma", "If-None-Match", "Last-Event-ID", "X-Requested-With",
    "apollographql-client-name", "apollographql-client-version", "apollo-require-preflight",
    "x-apollo-operation-name", "x-apollo-operation-id", "x-apollo-operation-type",
    "x-apollo-cache-key", "x-apollo-cache-fetch-strategy", "x-apollo-expire-timeout",
    "x-apollo-expire-after-read", "x-apollo-prefetch", "x-apollo-cache-do-not-store",
    "graphql-client-name", "graphql-client-version", "graphql-preflight", "x-graphql-client-name",
    "x-graphql-client-version", "x-graphql-operation-name", "x-csrf-token",
    "traceparent", "tracestate", "baggage", "b3", "x-b3-traceid", "x-b3-spanid",
    "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags", "sentry-trace", "newrelic",
    "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-origin",
    "x-datadog-sampling-priority", "x-datadog-tags", "uber-trace-id", "x-amzn-trace-id",
    "x-cloud-trace-context", "request-id", "request-context", "x-correlation-id",
)  # fmt: skip
_SCOPE_KEY: Final = "numbergate.headers"  # where the parsed headers are cached


def request_headers(scope: Scope) -> Mapping[bytes, bytes]:
    """Return the headers by lower-case name. Repeated ones are joined by commas (RFC 9110, 5.3)."""
    headers: dict[bytes, bytes] | None = scope.get(_SCOPE_KEY)
    return _parse(scope) if headers is None else headers


def header_text(scope: Scope, name: bytes) -> str:
    """Return one header as text; an empty text if it is missing."""
    return request_headers(scope).get(name, b"").decode("latin-1")


def asks_for_websocket(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a request to upgrade, with these headers, asks for a WebSocket."""
    return any(name == b"sec-websocket-key" for name, _ in headers)


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
