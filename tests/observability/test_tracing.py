"""Tracing: a span for each operation and database access, without values that clients sent."""

from collections.abc import Iterator

import httpx2
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.observability import tracing
from tests.conftest import ask

pytestmark = pytest.mark.anyio

IMPORT = """
mutation Canary($number: String!) {
  importPhoneNumber(input: {number: $number, numberType: LONGCODE}) { __typename }
}
"""
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """The spans recorded from now on."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.start(provider)
    yield exporter
    tracing.stop()


def by_name(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


async def test_database_spans_are_children_of_the_operations_span(
    client: httpx2.AsyncClient, spans: InMemorySpanExporter
) -> None:
    client.headers["traceparent"] = PARENT

    await ask(client, IMPORT, number="+14155550123")

    found = by_name(spans)
    assert {"mutation", "write"} <= set(found)
    assert found["mutation"].attributes == {"graphql.operation.type": "mutation"}
    assert found["mutation"].parent is not None
    assert format(found["mutation"].parent.trace_id, "032x") in PARENT
    assert found["write"].parent == found["mutation"].get_span_context()
    assert (found["write"].attributes or {})["db.operation.name"] == "write"


async def test_spans_hold_no_values_that_clients_sent(
    client: httpx2.AsyncClient, spans: InMemorySpanExporter
) -> None:
    await ask(client, IMPORT, number="+14155550123")
    await ask(client, '{ phoneNumbers(after: "canary") { totalCount } }')

    exported = " ".join(span.to_json() for span in spans.get_finished_spans())

    assert "mutation" in exported
    assert not any(word in exported for word in ("4155550123", "anary", "INSERT", "SELECT"))
