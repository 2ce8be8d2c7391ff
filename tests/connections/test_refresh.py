"""Refreshes: what an account has, what it is to the project's numbers, and drift."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import httpx2
import pytest

from gateway.connections import accounts, inventory, refresh
from gateway.connections.queues import RefreshQueue
from gateway.database.looks import Looks
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.connections import RemoveConnection, UpdateConnection
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.enums import ConnectionStatus
from gateway.domain.validation_policy import STRICT
from gateway.errors import ConnectionNotFound
from gateway.models.pagination import Window
from gateway.services.provider_numbers import differences
from tests.conftest import CALLER, STRANGER
from tests.connections.world import SECOND, World, world
from tests.providers.account import TWILIO, pages
from tests.providers.test_twilio import NUMBER

pytestmark = pytest.mark.anyio

OTHER_URL = {"voice_url": "https://example.com/other"}
BOTH_NEW = [("PN1", "new"), ("PN2", "new")]


@pytest.fixture
async def w(database: str) -> AsyncIterator[World]:
    async with world(database) as made:
        yield made


def page(*numbers: Any, following: str | None = None) -> Any:
    listed = [NUMBER | number for number in numbers]
    return {"incoming_phone_numbers": listed, "next_page_uri": following}


async def test_a_list_is_new_until_its_numbers_are_imported_with_what_they_lost(w: World) -> None:
    w.has({"bundle_sid": "BU1"}, SECOND, {"sid": "PN3", "phone_number": "12345"})
    connection = await w.connect()
    counts = await w.refreshed(connection)
    before = await w.listed(connection)

    [row] = await w.imported(connection, "PN1", "PN3")

    assert (counts.seen, counts.drifted) == (3, 0)
    assert before == [*BOTH_NEW, ("PN3", "unsupported")]
    assert await w.listed(connection) == [
        ("PN1", "imported"), ("PN2", "new"), ("PN3", "unsupported")
    ]  # fmt: skip
    assert row.call_handler.to_stored()["request_url"] == NUMBER["voice_url"]
    [origin] = await w.provider_numbers.origins_of(CALLER, [row.id])
    assert origin is not None
    assert (origin.connection_id, origin.external_id) == (connection.id, "PN1")
    assert [loss[:2] for loss in origin.losses] == [["regulatory_not_portable", "bundle_sid"]]
    after = await w.row(connection)
    assert (after.status, after.code) == (ConnectionStatus.ACTIVE, None)
    assert after.refreshed_at is not None
    assert w.refreshes == [("twilio", "done")]


async def test_handlers_stay_behind_if_they_are_not_wanted(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    source = w.provider_numbers.candidates(CALLER, connection.id, ["PN1"], copy_handlers=False)

    [[candidate]] = [page async for page in source]

    assert {"call_handler", "message_handler"}.isdisjoint(candidate.asked)
    assert candidate.asked["name"] == "Front desk"


async def test_the_source_of_imports_is_all_that_is_new_in_pages(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.services.provider_numbers._CANDIDATES", 2)
    w.has(*({"sid": f"PN{n}", "phone_number": f"+1415555012{n}"} for n in range(5)))
    connection = await w.connect()
    await w.refreshed(connection)
    await w.imported(connection, "PN1")

    source = w.provider_numbers.candidates(CALLER, connection.id)
    found = [[c.origin.external_id for c in page] async for page in source]

    assert found == [["PN0", "PN2"], ["PN3", "PN4"]]
    with pytest.raises(ConnectionNotFound):
        await anext(w.provider_numbers.candidates(STRANGER, connection.id))


async def test_a_difference_is_reported_once_field_by_field_and_ours_stays(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    [row, _] = await w.imported(connection)
    w.has(OTHER_URL | {"friendly_name": "Renamed"}, SECOND)

    drifted = [(await w.refreshed(connection)).drifted for _ in range(3)]

    assert drifted == [1, 0, 0]
    assert await w.listed(connection) == [("PN1", "drifted"), ("PN2", "imported")]
    [changes] = await w.events()
    assert [(c["field"], c["before"], c["after"]) for c in changes if c["field"] == "name"] == [
        ("name", "Front desk", "Renamed")
    ]
    [handler] = [c for c in changes if c["field"] == "call_handler"]
    assert handler["before"]["request_url"] == "https://user:****@example.com/voice"
    assert handler["after"]["request_url"] == "https://example.com/other"
    assert len(changes) == 2
    now = await w.numbers.find(CALLER, row.id)
    assert now is not None
    assert (now.name, now.version) == ("Front desk", 1)


async def test_each_further_difference_is_reported_with_what_is_new_in_it_alone(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    await w.imported(connection)
    for number in (OTHER_URL, OTHER_URL | {"friendly_name": "Renamed"}, {}):
        w.has(number, SECOND)
        await w.refreshed(connection)

    told = [[change["field"] for change in changes] for changes in await w.events()]

    # Back where it began, both are the same, and there is nothing to tell.
    assert told == [["call_handler"], ["name"]]
    assert ("PN1", "imported") in await w.listed(connection)


async def test_a_change_that_was_made_here_too_is_no_drift(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    [row, _] = await w.imported(connection)
    await w.numbers.update(CALLER, UpdateNumber(id=row.id, name="Renamed"))
    w.has({"friendly_name": "Renamed"}, SECOND)

    await w.refreshed(connection)

    assert await w.events() == []
    assert ("PN1", "imported") in await w.listed(connection)


async def test_what_was_only_changed_here_is_a_difference_and_no_drift(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    [row, _] = await w.imported(connection)
    await w.numbers.update(CALLER, UpdateNumber(id=row.id, name="Ours"))

    await w.refreshed(connection)

    listed = await w.provider_numbers.page(CALLER, connection.id, Window(1))
    now = await w.numbers.find(CALLER, row.id)
    assert now is not None
    assert await w.events() == []
    assert listed.rows[0].state == "imported"
    [change] = differences(now, listed.rows[0].settings)
    assert change == ("name", "Ours", "Front desk")


async def test_an_import_of_an_older_list_has_drifted_at_once_and_is_reported_at_the_next_refresh(
    w: World,
) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    source = w.provider_numbers.candidates(CALLER, connection.id, ["PN1"])
    [[candidate]] = [page async for page in source]
    w.has(OTHER_URL, SECOND)
    await w.refreshed(connection)  # while the import waited in a job
    await w.imported_as(candidate)
    at_once = await w.listed(connection)

    await w.refreshed(connection)

    assert at_once == [("PN1", "drifted"), ("PN2", "new")]
    assert [[c["field"] for c in changes] for changes in await w.events()] == [["call_handler"]]


async def test_a_trunk_that_takes_the_calls_is_reported_as_a_handler_that_went(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    await w.imported(connection)
    w.has({"trunk_sid": "TK1"}, SECOND)

    await w.refreshed(connection)

    [[change]] = await w.events()
    assert (change["field"], change["after"]) == ("call_handler", None)


async def test_only_a_whole_list_tells_that_a_number_is_gone(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    date = (await w.row(connection)).refreshed_at
    await w.imported(connection, "PN1")
    link = "/x?Page=1"
    w.answers(pages(page({"sid": "PN3"}, following=link), httpx2.Response(403), by="Page"))
    await w.refreshed(connection)
    cut_off, of_cut_off = await w.listed(connection), await w.row(connection)
    w.has({"sid": "PN3"})

    await w.refreshed(connection)

    assert [found for found in cut_off if found[0] != "PN3"] == [("PN1", "imported"),
                                                                   ("PN2", "new")]  # fmt: skip
    assert (of_cut_off.status, of_cut_off.code) == (
        ConnectionStatus.INSUFFICIENT_SCOPE, "provider_scope",
    )  # fmt: skip
    assert of_cut_off.refreshed_at == date
    # PN1 was imported, so it is gone; PN2 was never imported.
    assert await w.listed(connection, "gone", "new") == [("PN1", "gone")]
    assert ("PN3", "imported") in await w.listed(connection)


async def test_a_number_that_comes_back_is_gone_no_more(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    await w.imported(connection)
    w.has()
    await w.refreshed(connection)
    gone = await w.listed(connection)
    w.has({}, SECOND)

    await w.refreshed(connection)

    assert gone == [("PN1", "gone"), ("PN2", "gone")]
    assert await w.listed(connection) == [("PN1", "imported"), ("PN2", "imported")]


async def test_a_released_number_is_new_again_and_has_no_origin_in_lists(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    [row, _] = await w.imported(connection)
    wanted = NumberFilter(connection_id=connection.id)
    before = await w.numbers.count(CALLER, wanted)

    await w.numbers.release(CALLER, ReleaseNumber(id=row.id))

    assert (before, await w.numbers.count(CALLER, wanted)) == (2, 1)
    assert await w.listed(connection) == [("PN1", "new"), ("PN2", "imported")]


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (401, ConnectionStatus.INVALID_CREDENTIALS, "provider_credentials"),
        (403, ConnectionStatus.INSUFFICIENT_SCOPE, "provider_scope"),
        (400, ConnectionStatus.OTHER, "provider_refused"),
    ],
)
async def test_a_refusal_is_the_connections_state_and_the_old_list_stays(
    w: World, status: int, state: ConnectionStatus, code: str
) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    w.answers(lambda _: httpx2.Response(status))

    await w.refreshed(connection)

    row = await w.row(connection)
    assert (row.status, row.code) == (state, code)
    assert await w.listed(connection) == BOTH_NEW
    assert w.refreshes[-1] == ("twilio", code)


async def test_refreshes_are_due_again_by_themselves_but_not_with_refused_credentials(
    w: World,
) -> None:
    w.every = timedelta(days=1)
    connection = await w.connect()
    due: list[Any] = []
    for answer in (page({}), httpx2.Response(200, text="cut"), lambda _: httpx2.Response(401)):
        w.answers(answer)
        await w.refreshed(connection)
        row = await w.row(connection)
        due.append(row.refresh_due_at and row.refresh_due_at - (row.refreshed_at or row.created_at))

    assert due[0] == timedelta(days=1)
    assert due[1] < timedelta(hours=1)
    assert due[2] is None


async def test_a_worker_claims_what_is_due_and_no_other_does(w: World) -> None:
    connection = await w.connect()
    queue = RefreshQueue(w.refresh, Looks(w.database))
    assert await queue.is_due()

    [job] = await queue.claim(20)
    nothing = (await queue.is_due(), await queue.claim(20))
    await job()

    assert nothing == (False, [])
    assert await w.listed(connection) == BOTH_NEW
    assert not await queue.is_due()


async def test_a_worker_that_died_is_followed_by_another_after_its_lease(w: World) -> None:
    connection = await w.connect()
    claimed = await w.claim(connection)
    queue = RefreshQueue(w.refresh, Looks(w.database))
    assert not await queue.is_due()
    ended = claimed.created_at - timedelta(seconds=1)
    await w.database.write(partial(accounts.change, connection_id=connection.id, lease_until=ended))

    [job] = await queue.claim(20)
    await job()
    await w.refresh.run(claimed)  # the dead one comes to life, and writes nothing

    assert await w.listed(connection) == BOTH_NEW
    assert w.refreshes == [("twilio", "done"), ("twilio", "lease_lost")]


async def test_a_refresh_of_a_removed_connection_leaves_nothing(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    [row, _] = await w.imported(connection)
    claimed = await w.claim(connection)

    label = await w.connections.remove(CALLER, RemoveConnection(id=connection.id))
    await w.refresh.run(claimed)

    rows = await w.database.read(lambda db: db.execute(inventory.INVENTORY.select()).all())
    assert (label, rows, await w.connections.find_all(CALLER)) == ("Old", [], [])
    [origin] = await w.provider_numbers.origins_of(CALLER, [row.id])
    assert origin is not None
    assert await w.connections.get_many(CALLER, [origin.connection_id]) == [None]
    assert await w.numbers.find(CALLER, row.id) is not None


async def test_a_refresh_with_replaced_credentials_says_nothing_of_the_new_ones(w: World) -> None:
    connection = await w.connect()
    claimed = await w.claim(connection)
    await w.connections.update(CALLER, UpdateConnection(id=connection.id, credentials=TWILIO))
    w.answers(lambda _: httpx2.Response(401))

    await w.refresh.run(claimed)

    row = await w.row(connection)
    assert (row.status, row.code) == (ConnectionStatus.ACTIVE, None)
    assert await Looks(w.database).any(accounts.due)


async def test_a_lease_is_renewed_while_a_page_takes_long(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "_RENEWED_EVERY", 0.01)
    connection = await w.connect()
    first = await w.claim(connection)
    asked = asyncio.Event()
    proceed = asyncio.Event()

    class Slow:
        async def pages(self) -> AsyncIterator[list[Any]]:
            asked.set()
            await proceed.wait()
            yield []

    monkeypatch.setattr(refresh.Refresh, "adapter", lambda *_: Slow())
    running = asyncio.create_task(w.refresh.run(first))
    await asked.wait()
    while (row := await w.row(connection)).lease_until == first.lease_until:
        await asyncio.sleep(0.01)
    proceed.set()
    await running

    assert row.lease_until is not None
    assert first.lease_until is not None
    assert row.lease_until > first.lease_until


async def test_a_long_list_is_read_in_pages_in_the_order_of_its_numbers(w: World) -> None:
    numbers = [{"sid": f"PN{n}", "phone_number": f"+141555501{n:02}"} for n in range(25)]
    w.has(*reversed(numbers))
    connection = await w.connect()
    await w.refreshed(connection)
    await w.imported(connection, "PN3")
    seen: list[str] = []
    cursor, more = None, True

    while more:
        found = await w.provider_numbers.page(CALLER, connection.id, Window(10, cursor))
        seen += [row.external_id for row in found.rows]
        cursor, more = found.order.cursor(found.rows[-1]), found.has_next

    assert seen == [f"PN{n}" for n in range(25)]
    assert await w.provider_numbers.counts(CALLER, connection.id) == {"new": 24, "imported": 1}
    assert await w.listed(connection, "imported") == [("PN3", "imported")]
    assert await w.listed(connection, caller=STRANGER) == []


async def test_a_number_imported_by_hand_has_no_origin_and_does_not_drift(w: World) -> None:
    command = ImportNumber.of({"number": "+14155550123", "number_type": "longcode"}, STRICT)
    row = (await w.numbers.import_number(CALLER, command)).row
    connection = await w.connect()
    await w.refreshed(connection)
    w.has(OTHER_URL, SECOND)

    await w.refreshed(connection)

    assert await w.listed(connection) == [("PN1", "imported"), ("PN2", "new")]
    assert await w.provider_numbers.origins_of(CALLER, [row.id]) == [None]
    assert await w.events() == []
