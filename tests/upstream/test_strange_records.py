"""Records that this version cannot keep: each is counted or refused, and holds up no other."""

from typing import Any

import pytest

from gateway.database.clock import database_now
from gateway.upstream.page import write_page
from tests.conftest import CALLER
from tests.upstream.attached import NUMBER, UPDATE, attached
from tests.upstream.test_sync import World, record, world

__all__ = ["world"]
pytestmark = pytest.mark.anyio

LONG = "i" * 65


@pytest.mark.parametrize(
    "id_",
    [LONG, "id\0-1", "", 1, None, "id-0"],
    ids=["too long", "NUL", "empty", "an integer", "null", "of another"],
)
async def test_a_record_whose_id_cannot_be_kept_is_counted_and_holds_up_no_other(
    world: World,
    id_: Any,
) -> None:
    page = [record(0), record(1, id=id_), record(2)]
    asked_at = await world.assembly.database.read(database_now)

    counts = await world.assembly.database.write(lambda db: write_page(db, CALLER, page, asked_at))

    rows = [await world.row(place) for place in range(3)]
    assert (counts.seen, counts.found, counts.unreadable) == (3, 2, 1)
    assert [row and row.upstream_id for row in rows] == ["id-0", None, "id-2"]


async def test_a_sync_says_how_many_records_it_could_not_read(world: World) -> None:
    await world.control("put", [record(0), record(1, id=LONG), record(2, number="none")])

    synced = await world.sync()

    assert [synced[n] for n in ("seen", "found", "unreadable", "code")] == [3, 1, 2, None]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"name": "Front\0desk"}, id="name with NUL"),
        pytest.param({"name": "x" * 1000}, id="long name"),
        pytest.param({"name": {"first": "\0"}}, id="name that is no text"),
        pytest.param({"number_type": ["longcode"]}, id="list as type"),
        pytest.param({"capabilities": [["voice"], {"sms": 1}, None, "voice"]}, id="capabilities"),
        pytest.param({"call_handler": "relay_topic", "call_relay_topic": "a\0b"}, id="setting"),
        pytest.param(
            {"call_handler": "relay_topic", "call_relay_topic": "x" * 100_000}, id="long setting"
        ),
        pytest.param({"call_handler": "relay\0topic"}, id="kind with NUL"),
        pytest.param({"call_handler": "k" * 1000}, id="long kind"),
        pytest.param({"call_handler": {"kind": "\0"}}, id="kind that is no text"),
        pytest.param({"message_handler": "new", "message_of_new": "a\0b"}, id="unknown setting"),
        pytest.param({"message_handler": "new", "message_\0": "office"}, id="key with NUL"),
        pytest.param({"next_billed_at": "0001-01-01T00:00:00+14:00"}, id="before all years"),
        pytest.param({"next_billed_at": "9999-12-31T23:59:59-14:00"}, id="after all years"),
        pytest.param({"e911_status": "\0", "e911_address_id": "\0"}, id="address with NUL"),
        pytest.param({"calling_handler_resource_id": "\0"}, id="resource with NUL"),
    ],
)
async def test_no_value_of_a_record_holds_up_the_others(
    world: World,
    values: dict[str, Any],
) -> None:
    await world.control("put", [record(0, **values), record(1)])

    first = await world.sync()
    again = await world.sync()

    assert [first[n] for n in ("seen", "found", "unreadable", "code")] == [2, 2, 0, None]
    assert [again[n] for n in ("seen", "changed", "unreadable", "code")] == [2, 0, 0, None]
    assert await world.row(0)


@pytest.mark.parametrize("id_", [LONG, "a\0b", ""], ids=["too long", "NUL", "empty"])
async def test_an_import_whose_record_cannot_be_kept_is_refused_and_says_so(
    database: str, id_: str
) -> None:
    made = {"id": id_, "number": NUMBER, "number_type": "longcode"}
    async with attached(database) as client:
        await client.control("plan", [[201, made]])

        refused = await client.imported()
        listed = await client.numbers()

    assert refused["code"] == "upstream_unreadable"
    assert "at most 64 characters" in refused["message"]
    assert listed == []


async def test_an_update_whose_record_cannot_be_kept_fails_and_keeps_what_was_confirmed(
    database: str,
) -> None:
    async with attached(database) as client:
        number = await client.active(name="Before")
        answer = {"id": LONG, "number": NUMBER, "number_type": "longcode", "name": "After"}
        await client.control("plan", [[200, answer]])

        refused = await client.ask(UPDATE, id=number["id"], name="After")
        kept = await client.read(number["id"])

    assert refused["code"] == "upstream_unreadable"
    assert (kept["name"], kept["provisioning"]["upstreamId"]) == (
        "Before", number["provisioning"]["upstreamId"],
    )  # fmt: skip
