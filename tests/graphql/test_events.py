"""The event log: one event for each change, and a cursor that misses none."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection
from sqlalchemy.util import await_only

from gateway.database import write_batch
from gateway.database.database import Database
from gateway.domain.commands.changes import UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, STRANGER, Execute, ask
from tests.documents import imported, update
from tests.graphql.test_import_phone_number import IMPORT

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
pytestmark = pytest.mark.anyio

EVENTS = """
query ($first: Int, $after: String, $types: [PhoneNumberEventType!]) {
  phoneNumberEvents(first: $first, after: $after, types: $types) {
    nodes { cursor type actor requestId number phoneNumber { number version }
      changes { field before after } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}
"""
TYPED = """
fragment Typed on FieldValue {
  text items flag messageHandler { __typename }
  callHandler { __typename ... on RelayScriptCallHandler { url } }
}
{
  phoneNumberEvents {
    nodes { changes { field beforeValue { ...Typed } afterValue { ...Typed } } }
  }
}
"""
UPDATE = """
mutation ($input: UpdatePhoneNumberInput!) {
  updatePhoneNumber(input: $input) { __typename }
}
"""


def an_import(number: str) -> ImportNumber:
    return ImportNumber.of({"number": number, "number_type": "longcode"}, STRICT)


async def test_a_change_tells_who_did_what_to_which_number(
    execute: Execute, client: httpx2.AsyncClient
) -> None:
    asked = {
        "number": "+14155550123",
        "numberType": "LONGCODE",
        "callHandler": {"relayTopic": {"topic": "office"}},
    }
    done = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    body = {
        "query": UPDATE,
        "variables": {"input": {"id": done["phoneNumber"]["id"], "name": "Desk"}},
    }
    await client.post("/graphql", json=body, headers={"X-Request-Id": TRACE})

    imported, updated = (await execute(EVENTS))["phoneNumberEvents"]["nodes"]

    assert (imported["type"], updated["type"]) == ("IMPORTED", "UPDATED")
    assert {c["field"]: c["after"] for c in imported["changes"]} == {
        "numberType": "LONGCODE",
        "capabilities": '["VOICE","FAX","SMS","MMS"]',
        "tags": "[]",
        "callReceiveMode": "VOICE",
        "callHandler": '{"relayTopic":{"topic":"office"}}',
    }
    assert updated["changes"] == [{"field": "name", "before": None, "after": "Desk"}]
    assert (updated["requestId"], updated["actor"]) == (TRACE, "open access")
    assert updated["phoneNumber"] == {"number": "+14155550123", "version": 2}


async def test_changes_have_typed_values_beside_their_text(execute: Execute) -> None:
    url = "https://user:secret@example.com/swml"
    number = await imported(execute, callHandler={"relayScript": {"url": url}})
    await update(execute, id=number["id"], name="Desk", tags=["eu"], releaseProtected=True,
                 callHandler=None, messageHandler={"relayTopic": {"topic": "texts"}})  # fmt: skip

    first, second = (await execute(TYPED))["phoneNumberEvents"]["nodes"]

    def only(value: dict[str, Any] | None) -> Any:
        return value and {name: part for name, part in value.items() if part is not None}

    masked = {"__typename": "RelayScriptCallHandler", "url": "https://user:****@example.com/swml"}
    before = {c["field"]: only(c["beforeValue"]) for c in second["changes"]}
    after = {c["field"]: only(c["afterValue"]) for c in second["changes"]}
    imported_values = {c["field"]: only(c["afterValue"]) for c in first["changes"]}
    assert imported_values["callReceiveMode"] == {"text": "VOICE"}
    assert imported_values["capabilities"] == {"items": ["VOICE", "FAX", "SMS", "MMS"]}
    assert before == {
        "name": None,
        "tags": {"items": []},
        "releaseProtected": {"flag": False},
        "callHandler": {"callHandler": masked},
        "messageHandler": None,
    }
    assert after == {
        "name": {"text": "Desk"},
        "tags": {"items": ["eu"]},
        "releaseProtected": {"flag": True},
        "callHandler": None,
        "messageHandler": {"messageHandler": {"__typename": "RelayTopicMessageHandler"}},
    }


async def test_following_the_cursor_reads_each_event_once(execute: Execute) -> None:
    for n in range(7):
        asked = {"number": f"+1415555012{n}", "numberType": "LONGCODE"}
        await execute(IMPORT, input=asked)

    seen, cursor, more = [], None, True
    while more:
        page = (await execute(EVENTS, first=3, after=cursor))["phoneNumberEvents"]
        seen += [node["number"] for node in page["nodes"]]
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert seen == [f"+1415555012{n}" for n in range(7)]
    assert (await execute(EVENTS, after=cursor))["phoneNumberEvents"]["nodes"] == []


async def test_types_choose_events(execute: Execute) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE"}
    await execute(IMPORT, input=asked)

    imported = await execute(EVENTS, types=["IMPORTED"])
    released = await execute(EVENTS, types=["RELEASED"])

    assert len(imported["phoneNumberEvents"]["nodes"]) == 1
    assert released["phoneNumberEvents"]["nodes"] == []


@pytest.mark.parametrize("cursor", ["", "x", "WyJudW1iZXI6YXNjIiwiKzEiLCJ4Il0", "WyJldmVudHMiXQ"])
async def test_a_cursor_of_something_else_is_refused(
    client: httpx2.AsyncClient, cursor: str
) -> None:
    answer = await ask(client, EVENTS, after=cursor)

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_PAGE"


async def test_another_projects_events_are_not_seen(
    numbers: PhoneNumbers, opened: Database
) -> None:
    await numbers.import_number(CALLER, an_import("+14155550123"))

    page = await Events(opened).page(STRANGER, Window())

    assert list(page.rows) == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_transaction_that_commits_late_is_not_missed(
    numbers: PhoneNumbers, opened: Database
) -> None:
    """The second import commits only after the first, however long that takes."""
    events, began, end = Events(opened), asyncio.Event(), asyncio.Event()
    slow = asyncio.create_task(opened.write(_slowly(numbers, began, end)))
    await began.wait()

    quick = asyncio.create_task(numbers.import_number(CALLER, an_import("+14155550124")))
    while not (quick.done() or await opened.read(_is_waited_for)):
        await asyncio.sleep(0.01)
    meanwhile = await events.page(CALLER, Window())
    end.set()
    await asyncio.gather(slow, quick)
    page = await events.page(CALLER, Window())

    assert list(meanwhile.rows) == []
    assert [row.number for row in page.rows] == ["+14155550123", "+14155550124"]
    assert [row.position for row in page.rows] == [1, 2]


def _slowly(
    numbers: PhoneNumbers, began: asyncio.Event, end: asyncio.Event
) -> Callable[[Connection], Any]:
    """Import a number, and keep the transaction open until it may *end*."""

    def work(db: Connection) -> None:
        numbers._idempotent(CALLER, an_import("+14155550123"), numbers._import)(db)  # noqa: SLF001
        write_batch.flush(db)
        began.set()
        await_only(end.wait())

    return work


def _is_waited_for(db: Connection) -> Any:
    """Tell whether a connection of this database waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    return db.exec_driver_sql(f"{waiting} AND datname = current_database()").scalar_one()


async def test_the_position_follows_the_commits_of_many_writers(
    numbers: PhoneNumbers, opened: Database
) -> None:
    events, cursor = Events(opened), None
    seen: list[int] = []
    commands = [an_import(f"+1415555{n:04d}") for n in range(60)]
    writing = asyncio.gather(*(numbers.import_number(CALLER, command) for command in commands))

    while not writing.done() or len(seen) < len(commands):
        page = await events.page(CALLER, Window(first=100, after=cursor))
        seen += [row.position for row in page.rows]
        cursor = page.order.cursor(page.rows[-1]) if page.rows else cursor
        await asyncio.sleep(0)

    await writing
    assert seen == list(range(1, 61))


async def test_an_unchanged_number_leaves_no_event(numbers: PhoneNumbers, opened: Database) -> None:
    done = await numbers.import_number(CALLER, an_import("+14155550123"))
    await numbers.update(CALLER, UpdateNumber.of({"id": done.row.id, "name": None}, STRICT))

    page = await Events(opened).page(CALLER, Window())

    assert [row.type for row in page.rows] == ["imported"]


async def test_a_number_tells_its_own_events_page_by_page(execute: Execute) -> None:
    first = await imported(execute)
    await imported(execute, number="+14155550124")
    await update(execute, id=first["id"], name="Desk")
    await update(execute, id=first["id"], name="Shop")
    events = """
    query ($id: ID!, $after: String) {
      phoneNumber(id: $id) {
        events(first: 2, after: $after) {
          edges { cursor node { type cursor } } pageInfo { hasNextPage endCursor }
        }
      }
    }
    """

    page = (await execute(events, id=first["id"]))["phoneNumber"]["events"]
    after = page["pageInfo"]["endCursor"]
    rest = (await execute(events, id=first["id"], after=after))["phoneNumber"]["events"]

    assert [edge["node"]["type"] for edge in page["edges"]] == ["IMPORTED", "UPDATED"]
    assert all(edge["cursor"] == edge["node"]["cursor"] for edge in page["edges"])
    assert [edge["node"]["type"] for edge in rest["edges"]] == ["UPDATED"]
    assert (page["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
