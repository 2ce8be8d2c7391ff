"""Traces by OpenTelemetry, where the setting asks for them and the extra ``otel`` is installed.

A span for each operation, below the caller's own where it sent one, and a span for each visit to
the database. They name kinds of things and how they ended: no argument, no row, no statement.
Switched off, a span costs one comparison.
"""

from collections.abc import Awaitable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, TypeVar

T = TypeVar("T")

_OFF: Final = nullcontext()
_on: dict[str, Any] = {}


def start(provider: Any = None) -> None:
    """Record spans from now on; without a *provider*, send them where OTEL_… variables say."""
    from opentelemetry import propagate, trace

    _on["tracer"] = (provider or _exporting()).get_tracer("numbergate")
    _on["server"], _on["client"] = trace.SpanKind.SERVER, trace.SpanKind.CLIENT
    _on["extract"] = propagate.extract


def stop() -> None:
    """Record no spans any more."""
    _on.clear()


def _exporting() -> Any:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "numbergate"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


def are_on() -> bool:
    """Tell whether spans are recorded."""
    return bool(_on)


async def within(span: AbstractContextManager[Any], work: Awaitable[T]) -> T:
    """Return what *work* returns, and record how long it took."""
    with span:
        return await work


def operation(kind: str, name: str, headers: Mapping[bytes, bytes]) -> AbstractContextManager[Any]:
    """Span a GraphQL operation; *name* only where it is no client's word."""
    if not _on:
        return _OFF
    about = {"graphql.operation.type": kind}
    return _span(
        kind,
        "server",
        about | ({"graphql.operation.name": name} if name else {}),
        _on["extract"]({n.decode("latin-1"): v.decode("latin-1") for n, v in headers.items()}),
    )


def database(system: str, what: str) -> AbstractContextManager[Any]:
    """Span a visit to the database that reads, scans or writes."""
    if not _on:
        return _OFF
    return _span(what, "client", {"db.system.name": system, "db.operation.name": what}, None)


def _span(
    name: str, kind: str, attributes: dict[str, str], context: Any
) -> AbstractContextManager[Any]:
    span: AbstractContextManager[Any] = _on["tracer"].start_as_current_span(
        name,
        context=context,
        kind=_on[kind],
        attributes=attributes,
        record_exception=False,  # its message may hold what was sent
        set_status_on_exception=False,
    )
    return span
