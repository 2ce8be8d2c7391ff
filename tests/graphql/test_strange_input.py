"""Invalid ids, cursors, datetimes and filters are typed failures, and never server errors."""

import base64
import json
from typing import Any

import httpx2
import pytest

from tests.conftest import ask

pytestmark = pytest.mark.anyio

UUID = "11111111-1111-4111-8111-111111111111"
LIST = """
query ($filter: PhoneNumberFilter, $orderBy: PhoneNumberOrder, $first: Int, $last: Int,
       $after: String, $before: String) {
  phoneNumbers(filter: $filter, orderBy: $orderBy, first: $first, last: $last, after: $after,
               before: $before) { totalCount nodes { id } }
}
"""
EVENTS = "query ($after: String) { phoneNumberEvents(after: $after) { nodes { cursor } } }"
BY_ID = """
query ($id: ID!) {
  phoneNumber(id: $id) { id } node(id: $id) { id } nodes(ids: [$id, $id]) { id }
}
"""
CHANGES = """
mutation ($id: ID!) {
  updatePhoneNumber(input: {id: $id, name: "x"}) { __typename }
  releasePhoneNumber(input: {id: $id}) { __typename }
}
"""
LOOKUP = """
query ($number: String!) {
  lookup(number: $number) { number possible valid location timezones detectedType }
}
"""


def a_cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


def in_order(field: str, **rest: Any) -> dict[str, Any]:
    return {"orderBy": {"field": field, "direction": "ASC"}, **rest}


MOMENTS = ["2026-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 5, None, [], {}]
ODD: list[Any] = ["\0", [], {}, 5, None]
CURSORS = [
    *(a_cursor("created_at:desc", moment, UUID) for moment in MOMENTS),
    a_cursor("created_at:desc", "2026-01-01T00:00:00Z", 5),
    a_cursor("created_at:desc", "2026-01-01T00:00:00Z", UUID, UUID),
    a_cursor("created_at:desc"),
    a_cursor(),
    a_cursor({"a": 1}),
    "",
    "=",
    "é",
    "\0",
    "A" * 5000,
]
LISTS: list[dict[str, Any]] = [
    *({side: cursor} for cursor in CURSORS for side in ("after", "before")),
    *(in_order("NUMBER", after=a_cursor("number:asc", value, UUID)) for value in ODD),
    *(in_order("NAME", after=a_cursor("name:asc", value, UUID)) for value in ODD),
    *({"first": size} for size in (0, -1, 101, 2**31 - 1)),
    *({"last": size} for size in (0, -1, 101, 2**31 - 1)),
    {"first": 1, "last": 1},
    {"filter": {}},
    {"filter": {"createdAfter": "0001-01-01T00:00:00+14:00"}},
    {"filter": {"createdBefore": "9999-12-31T23:59:59-14:00"}},
    {"filter": {"createdAfter": "2026-01-01"}},
    {"filter": {"nameContains": "\0"}},
    {"filter": {"nameContains": "\\"}},
    {"filter": {"numberContains": "+"}},
    {"filter": {"handlerUrlHost": "x" * 300}},
    {"filter": {"tagsAll": ["x"] * 60}},
    {"filter": {"callHandlerKinds": ["UNRECOGNIZED"]}},
]
POSITIONS = [2**70, 2**63, 2**63 - 1, -1, 1.5, "x", "9" * 5000, None, True]
IDS = ["", "x", "é", "\0", "A" * 10_000, "UGhvbmVOdW1iZXI6", "UGhvbmVOdW1iZXI6eA==", f"{{{UUID}}}"]
NUMBERS = ["", "+", "1", "\0", "+999", "+" + "9" * 14, "+80012345678", "+979123456789", "+0"]


async def answered(client: httpx2.AsyncClient, document: str, **variables: Any) -> None:
    """Send the document, and fail where the answer speaks of a bug."""
    answer = await ask(client, document, **variables)
    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    assert "INTERNAL" not in codes, variables


async def test_lists_explain_what_no_page_can_be(client: httpx2.AsyncClient) -> None:
    for variables in LISTS:
        await answered(client, LIST, **variables)


async def test_events_explain_what_no_position_can_be(client: httpx2.AsyncClient) -> None:
    for position in POSITIONS:
        await answered(client, EVENTS, after=a_cursor("events", position))


async def test_ids_that_are_none_are_explained(client: httpx2.AsyncClient) -> None:
    for id_ in IDS:
        await answered(client, BY_ID, id=id_)
        await answered(client, CHANGES, id=id_)


async def test_numbers_that_are_none_are_explained(client: httpx2.AsyncClient) -> None:
    for number in NUMBERS:
        await answered(client, LOOKUP, number=number)
