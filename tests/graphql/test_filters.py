"""Filters and orders: the same results as filtering all rows in Python, in both directions."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from gateway.connections import origins
from gateway.connections.origins import Origin
from gateway.database.database import connect
from gateway.database.phone_numbers import update_number
from gateway.domain import urls
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import NumberFilter, NumberOrder
from gateway.domain.enums import ProvisioningStatus
from gateway.domain.handlers import CALL_HANDLERS
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.models.phone_number import PhoneNumber
from gateway.services.phone_numbers import PhoneNumbers
from schema.names import read_id
from tests.conftest import CALLER, Execute, ask
from tests.documents import imported

START = datetime(2026, 1, 1, tzinfo=UTC)
HANDLERS: list[dict[str, Any] | None] = [
    None,
    {"relay_topic": {"topic": "office"}},
    {
        "laml_webhooks": {
            "request_url": "https://a.example.com/x",
            "fallback_url": "https://b.example.com",
        }
    },
    {"relay_script": {"url": "https://user:pass@a.example.com:8443/swml"}},
]
# What people type, and what they mean by it.
SEARCHES: dict[str, Callable[[PhoneNumber], bool]] = {
    "(415) 555": lambda row: "415555" in row.number or "(415) 555" in (row.name or ""),
    "+1 (415) 555": lambda row: row.number.startswith("+1415555"),
    "0044 20": lambda row: row.number.startswith("+4420"),
    "+44 (0)20": lambda row: row.number.startswith("+4420"),
    "020 7940": lambda row: "207940" in row.number,
    "desk 1": lambda row: "desk 1" in (row.name or "").lower(),
    "100": lambda row: "100" in row.number or "100" in (row.name or ""),
    "100%": lambda row: "100%" in (row.name or ""),
}
CONNECTIONS = [UUID(int=n) for n in range(3)]
ORIGINS: dict[UUID, UUID] = {}  # which number came from which connection
FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "search": st.sampled_from(list(SEARCHES)),
    "ids": st.lists(st.integers(0, 39), min_size=1, max_size=9, unique=True),  # of these rows
    "number_contains": st.sampled_from(["+1", "+1415", "+44", "555", "0"]),
    "name_contains": st.sampled_from(["desk", "DESK 1", "%", "_", "é"]),
    "number_type": st.sampled_from(["longcode", "tollfree"]),
    "capabilities_all": st.sampled_from([["voice"], ["voice", "sms"], ["fax", "mms"]]),
    "country_codes": st.sampled_from([["US"], ["GB", "US"], ["FR"]]),
    "call_handler_kinds": st.sampled_from([["relay_topic"], ["relay_script", "laml_webhooks"]]),
    "message_handler_kinds": st.just(["relay_topic"]),
    "has_call_handler": st.booleans(),
    "has_message_handler": st.booleans(),
    "handler_url_host": st.sampled_from(["a.example.com", "B.example.com", "c.example.com"]),
    "tags_all": st.sampled_from([["red"], ["red", "big"], ["none"]]),
    "tags_any": st.sampled_from([["red"], ["big", "none"], ["red", "big"], ["none"]]),
    "release_protected": st.booleans(),
    "call_receive_mode": st.sampled_from(["voice", "fax"]),
    "provisioning": st.sampled_from([["active"], ["pending", "gone"], ["other"], ["failed"]]),
    "connection_id": st.sampled_from(CONNECTIONS),
    "created_after": st.integers(0, 40).map(lambda n: START + timedelta(minutes=n)),
    "created_before": st.integers(0, 40).map(lambda n: START + timedelta(minutes=n)),
    "updated_after": st.integers(0, 40).map(lambda n: START + timedelta(minutes=n)),
    "updated_before": st.integers(0, 40).map(lambda n: START + timedelta(minutes=n)),
}
ORDERS = st.builds(
    NumberOrder,
    field=st.sampled_from(["created_at", "updated_at", "number", "name"]),
    direction=st.sampled_from(["asc", "desc"]),
)


def _hosts(row: PhoneNumber) -> set[str | None]:
    handlers = [h for h in (row.call_handler, row.message_handler) if h]
    return {urls.host(url) for handler in handlers for url in handler.urls().values()}


# What each filter means, said once more and in the plainest way.
MEANING: dict[str, Callable[[PhoneNumber, Any], bool]] = {
    "search": lambda row, text: SEARCHES[text](row),
    "ids": lambda row, ids: row.id in ids,
    "number_contains": lambda row, digits: digits in row.number,
    "name_contains": lambda row, text: text.lower() in (row.name or "").lower(),
    "number_type": lambda row, kind: row.number_type == kind,
    "capabilities_all": lambda row, wanted: set(wanted) <= set(row.capabilities),
    "country_codes": lambda row, codes: row.country_code in codes,
    "call_handler_kinds": lambda row, kinds: row.call_handler_kind in kinds,
    "message_handler_kinds": lambda row, kinds: row.message_handler_kind in kinds,
    "has_call_handler": lambda row, has: (row.call_handler is not None) is has,
    "has_message_handler": lambda row, has: (row.message_handler is not None) is has,
    "handler_url_host": lambda row, host: host.lower() in _hosts(row),
    "tags_all": lambda row, tags: set(tags) <= set(row.tags),
    "tags_any": lambda row, tags: bool(set(tags) & set(row.tags)),
    "release_protected": lambda row, wanted: row.release_protected is wanted,
    "call_receive_mode": lambda row, mode: row.call_receive_mode == mode,
    "provisioning": lambda row, states: row.provisioning in states,
    "connection_id": lambda row, connection: ORIGINS.get(row.id) == connection,
    "created_after": lambda row, at: row.created_at > at,
    "created_before": lambda row, at: row.created_at < at,
    "updated_after": lambda row, at: row.updated_at > at,
    "updated_before": lambda row, at: row.updated_at < at,
}


STATES = [None, ProvisioningStatus.ACTIVE, ProvisioningStatus.PENDING, ProvisioningStatus.GONE]


def _asked(n: int) -> dict[str, Any]:
    number = f"+1415555{n:04d}" if n % 3 else f"+4420794{n:05d}"
    toll_free = n % 10 == 1
    return {
        "number": f"+1800555{n:04d}" if toll_free else number,
        "number_type": "tollfree" if toll_free else "longcode",
        "capabilities": [["voice", "sms"], ["voice"], None][n % 3],
        "name": [None, f"Desk {n}", "100% é_"][n % 3] if n % 2 else None,
        "tags": [[], ["red"], ["red", "big"]][n % 3],
        "call_receive_mode": "fax" if n % 6 == 5 else "voice",
        "call_handler": HANDLERS[n % 4],
        "message_handler": {"relay_topic": {"topic": "texts"}} if n % 3 == 0 else None,
    }


def _finished(row: PhoneNumber, n: int, db: Connection) -> PhoneNumber:
    """Give the number the state that a platform would give it; protect some, connect some."""
    if n % 3:
        ORIGINS[row.id] = CONNECTIONS[n % 2]
        origin = Origin(ORIGINS[row.id], str(row.id), {}, "", ())
        origins.record(db, CALLER.project_id, row.id, origin)
    values = {"provisioning": STATES[n % 4], "release_protected": n % 5 == 0}
    return update_number(db, row, values)


async def _filled(url: str) -> list[PhoneNumber]:
    opened = connect(url)
    found = []
    for n in range(40):
        at = START + timedelta(minutes=n // 2)  # two numbers share each moment
        numbers = PhoneNumbers(opened, now=lambda at=at: at)  # type: ignore[misc]
        command = ImportNumber.of(_asked(n), STRICT)
        row = (await numbers.import_number(CALLER, command)).row
        found.append(await opened.write(partial(_finished, row, n)))
    await opened.close()
    return found


async def _walked(
    url: str, wanted: NumberFilter, ordered: NumberOrder, size: int, *, backwards: bool
) -> tuple[list[str], int]:
    """Return the numbers of all pages, and what the count says."""
    opened = connect(url)
    numbers, cursor, more = PhoneNumbers(opened), None, True
    seen: list[str] = []
    while more:
        window = Window(last=size, before=cursor) if backwards else Window(size, cursor)
        page = await numbers.page(CALLER, window, wanted, ordered)
        rows = [row.number for row in page.rows]
        seen = rows + seen if backwards else seen + rows
        more = page.has_previous if backwards else page.has_next
        if page.rows:
            cursor = page.order.cursor(page.rows[0 if backwards else -1])
    count = await numbers.count(CALLER, wanted)
    await opened.close()
    return seen, count


def _key(order: NumberOrder) -> Callable[[PhoneNumber], Any]:
    return lambda row: (getattr(row, order.field) or "", row.id.hex)


def test_every_filter_is_tried_and_has_its_meaning() -> None:
    assert set(FILTERS) == set(MEANING) == set(NumberFilter.model_fields)


def test_filters_orders_and_pages_agree_with_a_plain_look(database: str) -> None:
    rows = asyncio.run(_filled(database))

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({}, optional=FILTERS), ORDERS, st.integers(1, 9), st.booleans())
    def agree(asked: dict[str, Any], order: NumberOrder, size: int, backwards: bool) -> None:  # noqa: FBT001
        if "ids" in asked:
            asked["ids"] = [rows[place].id for place in asked["ids"]]
        wanted = NumberFilter.of(asked, STRICT)
        seen, count = asyncio.run(_walked(database, wanted, order, size, backwards=backwards))

        meant = [r for r in rows if all(MEANING[name](r, v) for name, v in asked.items())]
        expected = sorted(meant, key=_key(order), reverse=order.direction == "desc")
        assert seen == [row.number for row in expected]
        assert count == len(expected)

    agree()


LIST = """
query ($filter: PhoneNumberFilter, $orderBy: PhoneNumberOrder, $first: Int, $after: String) {
  phoneNumbers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { number } totalCount pageInfo { endCursor }
  }
}
"""


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("wanted", "field", "code"),
    [
        ({"countryCodes": []}, "countryCodes", "empty"),
        ({"countryCodes": ["usa"]}, "0", "too_long"),
        ({"countryCodes": ["us"]}, "0", "invalid_characters"),
        ({"tagsAll": ["A"]}, "0", "invalid_characters"),
        ({"tagsAll": ["a", "a"]}, "tagsAll", "duplicate"),
        ({"numberContains": "41x"}, "numberContains", "invalid_characters"),
        ({"ids": []}, "ids", "empty"),
        ({"ids": ["nonsense"]}, "0", "invalid_id"),
        ({"ids": ["11111111-1111-4111-8111-111111111111"] * 101}, "ids", "too_long"),
        ({"tagsAny": ["a", "B"]}, "1", "invalid_characters"),
        ({"search": "x" * 256}, "search", "too_long"),
        ({"handlerUrlHost": "https://a"}, "handlerUrlHost", "invalid_characters"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_filter_that_cannot_be_is_explained(
    client: httpx2.AsyncClient, wanted: dict[str, Any], field: str, code: str
) -> None:
    answer = await ask(client, LIST, filter=wanted)

    [error] = answer["errors"]
    [found] = error["extensions"]["fieldErrors"]
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert (found["path"][-1], found["code"]) == (field, code)


@pytest.mark.anyio
@pytest.mark.parametrize("blank", ["", " ", "\t"])
@pytest.mark.parametrize("field", ["search", "numberContains", "nameContains", "handlerUrlHost"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_empty_input_of_a_form_is_no_condition(
    execute: Execute, field: str, blank: str
) -> None:
    await imported(execute)

    answer = await execute(LIST, filter={field: blank})

    assert answer["phoneNumbers"]["totalCount"] == 1


@pytest.mark.anyio
async def test_ids_are_global_ids_or_uuids_and_unknown_ones_match_nothing(execute: Execute) -> None:
    numbers = [await imported(execute, number=f"+1415555012{n}") for n in range(3)]
    uuid = str(read_id(numbers[1]["id"], "PhoneNumber"))
    ids = [numbers[0]["id"], uuid, "11111111-1111-4111-8111-111111111111"]

    answer = await execute(LIST, filter={"ids": ids})

    found = {node["number"] for node in answer["phoneNumbers"]["nodes"]}
    assert found == {"+14155550120", "+14155550121"}


@pytest.mark.anyio
async def test_a_cursor_of_another_order_is_refused(
    execute: Execute, client: httpx2.AsyncClient
) -> None:
    imports = (
        "mutation { importPhoneNumber(input: {number: %s, numberType: LONGCODE}) { __typename } }"
    )
    await execute(imports % '"+14155550123"')
    by_number = {"field": "NUMBER", "direction": "ASC"}
    page = await execute(LIST, orderBy=by_number)
    cursor = page["phoneNumbers"]["pageInfo"]["endCursor"]

    answer = await ask(client, LIST, after=cursor)

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_PAGE"
    assert (await execute(LIST, orderBy=by_number, after=cursor))["phoneNumbers"]["nodes"] == []


def test_every_kind_can_be_asked_for() -> None:
    wanted = NumberFilter.of({"call_handler_kinds": list(CALL_HANDLERS)}, STRICT)

    assert wanted.call_handler_kinds == list(CALL_HANDLERS)
