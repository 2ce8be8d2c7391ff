"""Sync: the platform wins, what is newer here stays, and nothing is gone by mistake."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from gateway.assembly import Assembly
from gateway.database.clock import database_now
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import UpdateNumber
from gateway.domain.commands.upstream import AttachUpstream
from gateway.domain.enums import ConnectionStatus, E911Status, EventType, ProvisioningStatus
from gateway.domain.validation_policy import STRICT
from gateway.errors import NoUpstream
from gateway.models.pagination import Window
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from gateway.upstream import attachments
from gateway.upstream.page import write_page
from tests.conftest import CALLER
from tests.upstream.chaos import KEY, PROJECT, TOKEN, platform

pytestmark = pytest.mark.anyio

GONE, ACTIVE = ProvisioningStatus.GONE, ProvisioningStatus.ACTIVE


class World:
    """An attached project, and the platform that it is attached to."""

    def __init__(self, assembly: Assembly, space: str) -> None:
        self.assembly, self.space = assembly, space

    async def control(self, what: str, body: Any = None) -> Any:
        """Tell the platform something; return its state."""
        async with httpx2.AsyncClient(timeout=60) as client:
            return (await client.post(f"http://{self.space}/_{what}", json=body)).json()

    async def sync(self) -> Any:
        """Compare everything, and return how it went."""
        await self.assembly.workers.sync.run_now(CALLER.project_id)
        found = await self.assembly.upstreams.find(CALLER)
        assert found is not None
        return found.last_sync

    async def row(self, place: int) -> Any:
        return await self.assembly.numbers.find(CALLER, number(place))

    async def events(self) -> list[tuple[EventType, list[str]]]:
        page = await self.assembly.events.page(CALLER, Window(first=100))
        return [(e.type, [c["field"] for c in e.changes]) for e in page.rows]


def number(place: int) -> str:
    return f"+1415555{place:04d}"


def record(place: int, **values: Any) -> dict[str, Any]:
    made = datetime.now(UTC).isoformat()
    usual = {"id": f"id-{place}", "number": number(place), "number_type": "longcode"}
    return {**usual, "capabilities": ["voice"], "name": None, "created_at": made, **values}


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    with platform() as space:
        settings = Settings(
            database_url=database, secret_keys=SecretKeys.read(KEY), upstream_hosts=space,
            upstream_call_seconds=60, upstream_answer_seconds=60,
        )  # fmt: skip
        assembly = Assembly(settings)
        asked = {"space": space, "project_id": str(PROJECT), "api_token": TOKEN}
        await assembly.upstreams.attach(CALLER, AttachUpstream.of(asked, settings.policy))
        yield World(assembly, space)
        await assembly.close()


async def test_what_was_made_changed_and_removed_elsewhere_is_so_here(world: World) -> None:
    await world.control("put", [record(n) for n in range(3)])
    first = await world.sync()
    resource, address = str(uuid4()), str(uuid4())
    changed = record(
        0, name="Theirs", call_handler="relay_topic", call_relay_topic="theirs",
        calling_handler_resource_id=resource, e911_address_id=address, e911_status="active",
    )  # fmt: skip
    await world.control("put", [changed])
    await world.control("drop", ["id-1"])
    second = await world.sync()
    third = await world.sync()

    row, gone = await world.row(0), await world.row(1)
    assert (first["seen"], first["found"], first["code"]) == (3, 3, None)
    assert [second[n] for n in ("seen", "changed", "found", "gone")] == [2, 1, 0, 1]
    assert [third[n] for n in ("seen", "changed", "found", "gone")] == [2, 0, 0, 0]
    assert (row.name, row.call_handler.topic, row.e911_status) == (
        "Theirs", "theirs", E911Status.ACTIVE,
    )  # fmt: skip
    assert (str(row.call_handler_resource_id), str(row.e911_address_id)) == (resource, address)
    assert (gone.provisioning, (await world.row(2)).provisioning) == (GONE, ACTIVE)
    assert (await world.events())[3:] == [
        (EventType.DRIFT_DETECTED, ["name", "call_handler", "call_handler_resource_id"]),
        (EventType.E911_CHANGED, ["e911_address_id", "e911_status"]),
        (EventType.OTHER, ["provisioning"]),
    ]


async def test_a_list_that_is_cut_off_marks_nothing(world: World) -> None:
    await world.control("put", [record(n) for n in range(1002)])
    await world.sync()
    await world.control("drop", ["id-3"])
    await world.control("cut", body=True)

    cut = await world.sync()

    assert (cut["gone"], cut["code"]) == (0, "upstream_unreachable")
    assert (await world.row(3)).provisioning is ACTIVE


@pytest.mark.parametrize(("gone", "marked", "code"), [(10, 10, None), (11, 0, "too_many_gone")])
async def test_of_a_hundred_ten_may_be_gone_and_eleven_stop_it(
    world: World, gone: int, marked: int, code: str | None
) -> None:
    await world.control("put", [record(n) for n in range(100)])
    await world.sync()
    await world.control("drop", [f"id-{n}" for n in range(gone)])

    summary = await world.sync()

    assert (summary["gone"], summary["code"]) == (marked, code)


@pytest.mark.parametrize("stale", [True, False], ids=["older page", "newer page"])
async def test_a_page_is_written_only_over_what_was_confirmed_before_it_was_asked_for(
    world: World,
    stale: bool,  # noqa: FBT001
) -> None:
    await world.control("put", [record(0, name="Before")])
    await world.sync()
    database, numbers = world.assembly.database, world.assembly.numbers
    asked_at = await database.read(database_now)
    [page] = [(await world.control("state"))["records"]]
    row = await world.row(0)
    await numbers.update(CALLER, UpdateNumber.of({"id": row.id, "name": "Ours"}, STRICT))
    later = asked_at if stale else await database.read(database_now) + timedelta(seconds=1)

    await database.write(lambda db: write_page(db, CALLER, page, later))

    assert (await world.row(0)).name == ("Ours" if stale else "Before")


async def test_a_number_released_after_the_page_was_asked_for_does_not_come_back(
    world: World,
) -> None:
    from gateway.domain.commands.changes import ReleaseNumber

    await world.control("put", [record(0)])
    await world.sync()
    asked_at = await world.assembly.database.read(database_now)
    [page] = [(await world.control("state"))["records"]]
    row = await world.row(0)
    await world.assembly.numbers.release(CALLER, ReleaseNumber.of({"id": row.id}, STRICT))

    await world.assembly.database.write(lambda db: write_page(db, CALLER, page, asked_at))

    assert await world.row(0) is None


async def test_a_sync_learns_how_far_the_platforms_clock_is_ahead(world: World) -> None:
    async def offset() -> float:
        found = await world.assembly.upstreams.find(CALLER)
        assert found is not None
        return found.clock_offset

    at_first = await offset()
    await world.control("clock", 3600)
    await world.sync()

    assert abs(at_first) < 300  # a busy machine is slow, and the header has whole seconds
    assert 3300 < await offset() < 3900


async def test_a_platform_that_cannot_be_reached_is_shown_until_it_can(world: World) -> None:
    async def status() -> tuple[ConnectionStatus, str | None]:
        found = await world.assembly.upstreams.find(CALLER)
        assert found is not None
        return found.status, found.code

    await world.control("down", body=True)
    await world.sync()
    down = await status()
    await world.control("down", body=False)
    await world.sync()

    assert down == (ConnectionStatus.UNREACHABLE, "upstream_unreachable")
    assert await status() == (ConnectionStatus.ACTIVE, None)


async def test_a_sync_that_is_asked_for_waits_for_the_one_that_is_under_way(world: World) -> None:
    claim = partial(attachments.claim_sync, project=CALLER.project_id)
    claimed = await world.assembly.database.write(claim)
    assert claimed is not None
    asked = asyncio.create_task(world.sync())
    other = Caller(uuid4(), "other", CALLER.scopes)

    with pytest.raises(NoUpstream):
        await world.assembly.workers.sync.run_now(other.project_id)
    assert not asked.done()
    await world.assembly.workers.sync.run(claimed)

    assert (await asked)["code"] is None


@pytest.mark.parametrize("is_requested", [True, False])
async def test_a_sync_that_is_requested_while_another_runs_comes_after_it(
    world: World,
    is_requested: bool,  # noqa: FBT001
) -> None:
    """The platform may have changed what that one has read already."""
    database = world.assembly.database
    claimed = await database.write(attachments.claim_sync)
    assert claimed is not None

    if is_requested:
        await world.assembly.upstreams.request_sync(CALLER)
    await world.assembly.workers.sync.run(claimed)
    next_one = await database.write(attachments.claim_sync)

    assert (next_one is not None) == is_requested
