"""Events of the numbers of a list: one query for all, with the same results as one for each."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.database.database import Database
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import ListEvents
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.observability import tracing
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from tests.conftest import CALLER, STRANGER, Execute, ask

pytestmark = pytest.mark.anyio

ALIASES = " ".join(f"e{n}: events {{ nodes {{ type }} }}" for n in range(5))
LIST = f"{{ phoneNumbers {{ nodes {{ {ALIASES} }} }} }}"
NEWEST = """{
  phoneNumberEvents(last: 2) { nodes { type } pageInfo { hasPreviousPage } }
  phoneNumber(number: "+14155550125") { events(last: 2) { nodes { changes { before after } } } }
}"""
SIZES = (
    "{ phoneNumbers { nodes { "
    "a: events(first: 1) { nodes { cursor } } events { nodes { cursor } } } } }"
)


@pytest.fixture
def settings(database: str) -> Settings:
    """Without background work, whose reads would be counted too."""
    return Settings(database_url=database, open_access=True, work=False)


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


@examples(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    size=st.integers(1, 4),
    after=st.none() | st.integers(0, 29),
    before=st.none() | st.integers(0, 29),
    backward=st.booleans(),
)
async def test_pages_of_several_are_those_of_each(  # noqa: PLR0913, PLR0917  # two cursors
    opened: Database,
    numbers: PhoneNumbers,
    size: int,
    after: int | None,
    before: int | None,
    backward: bool,  # noqa: FBT001
) -> None:
    """Both are compared with the whole history, filtered."""
    events = Events(opened)
    if not (await events.page(CALLER, Window())).rows:
        await some_history(numbers)
    everything = await events.page(CALLER, Window(first=100))
    ids = list(dict.fromkeys(row.number_id for row in everything.rows))
    rows, cursor = everything.rows, everything.order.cursor
    cursors = [None if n is None else cursor(rows[n % 29]) for n in (after, before)]
    beyond = 0 if after is None else rows[after % 29].position
    until = len(rows) + 1 if before is None else rows[before % 29].position
    sizes = {"last" if backward else "first": size}

    pages = await events.pages_of(CALLER, Window(after=cursors[0], before=cursors[1], **sizes), ids)

    for number_id, page in zip(ids, pages, strict=True):
        rest = [r for r in rows if r.number_id == number_id and beyond < r.position < until]
        meant = rest[-size:] if backward else rest[:size]
        assert [r.position for r in page.rows] == [r.position for r in meant]
        more = len(rest) > size
        assert page.has_next is ((before is not None) if backward else more)
        assert page.has_previous is (more if backward else (after is not None))


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


@pytest.mark.parametrize("types", [None, ["imported"], ["released", "updated"]])
async def test_the_newest_events_are_read_backward_page_by_page(
    opened: Database, numbers: PhoneNumbers, types: list[str] | None
) -> None:
    await some_history(numbers)
    events, wanted = Events(opened), ListEvents.of({"types": types}, STRICT)
    everything = (await events.page(CALLER, Window(first=100))).rows
    rest = [row.position for row in everything if types is None or row.type in types]

    seen, cursor, more = list[int](), None, True
    while more:
        page = await events.page(CALLER, Window(last=4, before=cursor), wanted)
        seen = [row.position for row in page.rows] + seen
        cursor, more = page.order.cursor(page.rows[0]), page.has_previous

    assert seen == rest


async def test_both_connections_show_the_newest_events(
    execute: Execute, numbers: PhoneNumbers
) -> None:
    await some_history(numbers)

    everything = await execute(NEWEST)

    assert [e["type"] for e in everything["phoneNumberEvents"]["nodes"]] == ["UPDATED", "RELEASED"]
    assert everything["phoneNumberEvents"]["pageInfo"]["hasPreviousPage"]
    assert [e["changes"] for e in everything["phoneNumber"]["events"]["nodes"]] == [
        [{"before": f"Desk {n}", "after": f"Desk {n + 1}"}] for n in (2, 3)
    ]


async def test_first_and_last_together_are_refused(
    client: httpx2.AsyncClient, numbers: PhoneNumbers
) -> None:
    await some_history(numbers)

    answer = await ask(client, "{ phoneNumberEvents(first: 1, last: 1) { nodes { type } } }")

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_PAGE"
