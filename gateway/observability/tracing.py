"""Tracing: OpenTelemetry spans for GraphQL operations and for each access to the database.

Needs NUMBERGATE_TRACES and the extra ``otel``. The span of an operation is a child of the
client's span if the request has a ``traceparent``. Spans hold kinds and durations, and no
arguments, rows or SQL. When tracing is off, a span costs one comparison.
"""

from collections.abc import Awaitable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, TypeVar

T = TypeVar("T")

_NO_SPAN: Final = nullcontext()
_tracing: dict[str, Any] = {}  # empty while tracing is off


def start(provider: Any = None) -> None:
    """Record spans from now on. Without a *provider*, the OTEL_… variables name the exporter."""
    from opentelemetry import propagate, trace

    _tracing["tracer"] = (provider or _otlp_provider()).get_tracer("numbergate")
    _tracing["server"], _tracing["client"] = trace.SpanKind.SERVER, trace.SpanKind.CLIENT
    _tracing["extract"] = propagate.extract


def stop() -> None:
    """Stop recording spans."""
    _tracing.clear()


def _otlp_provider() -> Any:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "numbergate"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def is_enabled() -> bool:
    """Tell whether spans are recorded."""
    return bool(_tracing)


async def in_span(span: AbstractContextManager[Any], awaitable: Awaitable[T]) -> T:
    """Await within *span*, and return the result."""
    with span:
        return await awaitable


def operation_span(
    kind: str, name: str, headers: Mapping[bytes, bytes]
) -> AbstractContextManager[Any]:
    """Return the span of a GraphQL operation; *name* is blank unless its document is trusted."""
    if not _tracing:
        return _NO_SPAN
    attributes = {"graphql.operation.type": kind}
    if name:
        attributes["graphql.operation.name"] = name
    return _span(
        kind,
        "server",
        attributes,
        _tracing["extract"]({n.decode("latin-1"): v.decode("latin-1") for n, v in headers.items()}),
    )


def database_span(system: str, operation: str) -> AbstractContextManager[Any]:
    """Return the span of a database access: *operation* is read, scan or write."""
    if not _tracing:
        return _NO_SPAN
    attributes = {"db.system.name": system, "db.operation.name": operation}
    return _span(operation, "client", attributes, None)


def _span(
    name: str, kind: str, attributes: dict[str, str], context: Any
) -> AbstractContextManager[Any]:
    span: AbstractContextManager[Any] = _tracing["tracer"].start_as_current_span(
        name,
        context=context,
        kind=_tracing[kind],
        attributes=attributes,
        record_exception=False,  # its message may hold values that a client sent
        set_status_on_exception=False,
    )
    return span
