"""Events of the numbers of a list: one query for all, with the same results as one for each."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.database.database import Database
from gateway.domain.commands import ImportNumber, ListEvents, ReleaseNumber, UpdateNumber
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.errors import InvalidPage
from gateway.models.pagination import Window
from gateway.observability import tracing
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, STRANGER, Execute, ask

pytestmark = pytest.mark.anyio

ALIASES = " ".join(f"e{n}: events {{ nodes {{ type }} }}" for n in range(5))
LIST = f"{{ phoneNumbers {{ nodes {{ {ALIASES} }} }} }}"
SIZES = (
    "{ phoneNumbers { nodes { "
    "a: events(first: 1) { nodes { cursor } } events { nodes { cursor } } } } }"
)


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """The visits to the database from now on."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.start(provider)
    yield exporter
    tracing.stop()


def reads(spans: InMemorySpanExporter) -> int:
    """Return how many reads there were, beside that of who asks."""
    return sum(span.name in {"read", "scan"} for span in spans.get_finished_spans())


async def some_history(numbers: PhoneNumbers) -> list[Any]:
    """Import seven numbers, change some of them, and release one."""
    ids = []
    for n in range(7):
        wanted = {"number": f"+1415555012{n}", "number_type": "longcode"}
        row = (await numbers.import_number(CALLER, ImportNumber.of(wanted, STRICT))).row
        ids.append(row.id)
        for change in range(n):
            asked = {"id": row.id, "name": f"Desk {change}"}
            await numbers.update(CALLER, UpdateNumber.of(asked, STRICT))
    await numbers.release(CALLER, ReleaseNumber.of({"id": ids[6]}, STRICT))
    return ids


async def test_one_query_reads_the_events_of_all_numbers_and_aliases(
    client: httpx2.AsyncClient, numbers: PhoneNumbers, spans: InMemorySpanExporter
) -> None:
    await some_history(numbers)
    await ask(client, "{ phoneNumbers { nodes { id } } }")
    spans.clear()

    await ask(client, "{ phoneNumbers { nodes { id } } }")
    numbers_alone = reads(spans)
    spans.clear()
    answer = await ask(client, LIST)

    shown = answer["data"]["phoneNumbers"]["nodes"]
    assert reads(spans) == numbers_alone + 1
    assert sorted(len(node["e4"]["nodes"]) for node in shown) == [1, 2, 3, 4, 5, 6]
    assert all(len({str(events) for events in node.values()}) == 1 for node in shown)


async def test_aliases_with_other_sizes_have_their_own_pages(
    execute: Execute, numbers: PhoneNumbers
) -> None:
    await some_history(numbers)

    shown = (await execute(SIZES))["phoneNumbers"]["nodes"]

    assert [len(node["a"]["nodes"]) for node in shown] == [1] * 6
    assert sorted(len(node["events"]["nodes"]) for node in shown) == [1, 2, 3, 4, 5, 6]


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.integers(1, 4), after=st.none() | st.integers(0, 29))
async def test_pages_of_several_are_those_of_each(
    opened: Database, numbers: PhoneNumbers, first: int, after: int | None
) -> None:
    """Both are compared with the whole history, filtered."""
    events = Events(opened)
    if not (await events.page(CALLER, Window())).rows:
        await some_history(numbers)
    everything = await events.page(CALLER, Window(first=100))
    ids = list(dict.fromkeys(row.number_id for row in everything.rows))
    cursor = None if after is None else everything.order.cursor(everything.rows[after % 29])
    beyond = 0 if after is None else everything.rows[after % 29].position

    pages = await events.pages_of(CALLER, Window(first=first, after=cursor), ids)

    for number_id, page in zip(ids, pages, strict=True):
        rest = [r for r in everything.rows if r.number_id == number_id and r.position > beyond]
        assert [r.position for r in page.rows] == [r.position for r in rest[:first]]
        assert page.has_next is (len(rest) > first)
        assert page.has_previous is (after is not None)


@pytest.mark.parametrize(
    "types", [["imported"], ["released", "updated"], ["drift_detected"], list(EventType)]
)
async def test_events_of_several_types_come_in_their_order(
    opened: Database, numbers: PhoneNumbers, types: list[str]
) -> None:
    await some_history(numbers)
    events, wanted = Events(opened), ListEvents.of({"types": types}, STRICT)
    everything = (await events.page(CALLER, Window(first=100))).rows
    rest = [row.position for row in everything if row.type in types]

    seen, cursor, more = list[int](), None, True
    while more:
        page = await events.page(CALLER, Window(first=4, after=cursor), wanted)
        seen += [row.position for row in page.rows]
        cursor = page.order.cursor(page.rows[-1]) if page.rows else cursor
        more = page.has_next

    assert seen == rest


async def test_of_another_projects_number_there_are_none(
    opened: Database, numbers: PhoneNumbers
) -> None:
    ids = await some_history(numbers)

    pages = await Events(opened).pages_of(STRANGER, Window(), ids)

    assert [list(page.rows) for page in pages] == [[]] * 7


async def test_they_are_read_forward_alone(opened: Database) -> None:
    with pytest.raises(InvalidPage):
        await Events(opened).pages_of(CALLER, Window(last=1), [])
