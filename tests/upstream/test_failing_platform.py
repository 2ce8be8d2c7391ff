"""A platform that is down, limits the rate, refuses the token, or has the number from elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.errors import NumberTaken, UpstreamBusy
from gateway.models.results import CommandResult
from gateway.services.phone_numbers import PhoneNumbers
from gateway.upstream import changes
from gateway.upstream.breaker import Breaker
from gateway.upstream.changes import CHANGES
from tests import servers
from tests.canaries import PLATFORM_SECRETS, PLATFORM_TOKEN
from tests.conftest import CALLER, ask
from tests.upstream.attached import LIMITED, NUMBER, SOON, Attached, attached

pytestmark = pytest.mark.anyio

TAKEN = [422, {"errors": [{"code": "taken", "message": "It is taken", "attribute": "number"}]}]
BORN = "2020-01-01T00:00:00+00:00"
UPSTREAM = "{ upstream { status code } }"
SYNCED = "{ upstream { lastSync { finishedAt } } }"


@pytest.fixture
async def hasty(database: str) -> AsyncIterator[Attached]:
    """A project whose mutations wait for a moment; the platform is probed every two seconds."""
    async with attached(database, **SOON, upstream_call_seconds=4) as world:
        yield world


async def posts(world: Attached) -> int:
    state: Any = await world.control("state")
    return int(state["calls"].count("POST"))


async def shown(world: Attached) -> Any:
    return (await ask(world.client, UPSTREAM))["data"]["upstream"]


async def synced(world: Attached) -> None:
    """Wait until the sync has ended that begins when a project is attached."""
    async with asyncio.timeout(servers.LIMIT):
        while (await ask(world.client, SYNCED))["data"]["upstream"]["lastSync"] is None:
            await asyncio.sleep(0.1)


async def shown_as(world: Attached, status: str) -> Any:
    """Wait until the platform is shown with this status, and return it."""
    async with asyncio.timeout(servers.LIMIT):
        while (seen := await shown(world))["status"] != status:
            await asyncio.sleep(0.1)
    return seen


async def test_after_five_failures_nothing_is_sent_until_the_platform_answers(
    hasty: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hasty.control("down", body=True)
    with monkeypatch.context() as without_probes:
        without_probes.setattr(Breaker, "allows", lambda *asked: not Breaker.is_open(*asked))
        for place in range(5):
            failed = await hasty.imported(number=f"+1415555010{place}")
            await hasty.wait(failed["phoneNumber"]["id"], lambda n: n["provisioning"]["code"])
        sent = await posts(hasty)

        waits = await hasty.imported()
        later = await posts(hasty)
    seen = await shown_as(hasty, "UNREACHABLE")
    await hasty.control("down", body=False)
    settled = await hasty.until("ACTIVE", waits["phoneNumber"]["id"])
    after = await shown_as(hasty, "ACTIVE")

    assert waits["phoneNumber"]["provisioning"]["status"] == "PENDING"
    assert 0 < sent == later <= 5  # looks that failed count too
    assert settled["provisioning"]["upstreamId"]
    assert seen == {"status": "UNREACHABLE", "code": "upstream_unreachable"}
    assert after == {"status": "ACTIVE", "code": None}
    records = (await hasty.control("state"))["records"]
    assert [r["number"] for r in records].count(NUMBER) == 1


async def test_a_rate_limit_is_waited_for_and_is_no_outage(hasty: Attached) -> None:
    await hasty.control("pause", 300)
    await hasty.control("plan", [LIMITED] * 6)

    id_ = (await hasty.imported())["phoneNumber"]["id"]
    pending = await hasty.known("upstream_rate_limited", id_)
    sent = await posts(hasty)
    await hasty.control("pause", 0)
    await hasty.attach()  # which has it tried again
    await hasty.until("ACTIVE", id_)

    assert (pending["provisioning"]["status"], sent) == ("PENDING", 1)
    assert await posts(hasty) == 7
    assert len((await hasty.control("state"))["records"]) == 1


async def test_a_revoked_token_keeps_changes_until_it_is_renewed(hasty: Attached) -> None:
    await synced(hasty)  # the list is read with the token as well
    await hasty.control("always", [401, {"error": "Unauthorized"}])

    id_ = (await hasty.imported())["phoneNumber"]["id"]
    pending = await hasty.wait(id_, lambda n: n["provisioning"]["code"] is not None)
    refused = (await ask(hasty.client, UPSTREAM))["data"]["upstream"]
    await hasty.control("always", "")
    await hasty.attach()
    await hasty.until("ACTIVE", id_)

    assert pending["provisioning"]["status"] == "PENDING"
    assert pending["provisioning"]["code"] == "upstream_credentials"
    assert "refused the token; attach again with a valid one" in pending["provisioning"]["message"]
    assert refused == {"status": "INVALID_CREDENTIALS", "code": "upstream_credentials"}
    assert (await ask(hasty.client, UPSTREAM))["data"]["upstream"] == {
        "status": "ACTIVE", "code": None,
    }  # fmt: skip


async def test_a_project_has_a_bounded_number_of_open_changes(
    hasty: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_OPEN", 2)
    await hasty.control("always", LIMITED)
    for place in range(2):
        await hasty.imported(number=f"+1415555010{place}")

    busy = await hasty.imported()

    assert (busy["code"], busy["retryable"], busy["retryAfterSeconds"]) == (
        "upstream_busy", True, 30,
    )  # fmt: skip
    assert NUMBER not in await hasty.numbers()


async def test_of_a_batch_only_what_exceeds_the_open_changes_is_refused(
    hasty: Attached, numbers: PhoneNumbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [
        ImportNumber.of(
            {"number": f"+1415555010{place}", "number_type": "longcode", "tags": [f"t{place}"]},
            STRICT,
        )
        for place in range(5)
    ]
    monkeypatch.setattr(changes, "MOST_OPEN", 3)
    await hasty.control("always", LIMITED)
    first = await numbers.import_all(CALLER, commands)
    there = await hasty.numbers()
    await hasty.control("always", "")
    for command in commands[:3]:
        await hasty.wait_listed(command.number)
    again = await numbers.import_all(CALLER, commands)

    assert [type(result) for result in first] == [*[CommandResult] * 3, *[UpstreamBusy] * 2]
    assert len(there) == 3
    assert await hasty.numbers(tagsAll=["t2"]) == [commands[2].number]
    assert [type(result) for result in again] == [*[NumberTaken] * 3, *[CommandResult] * 2]
    assert await hasty.numbers(tagsAll=["t3"]) == [commands[3].number]


async def test_metrics_tell_open_changes_by_age_and_what_syncs_found(
    hasty: Attached, opened: Database
) -> None:
    await synced(hasty)
    record = {"number": "+14155550177", "number_type": "longcode"}
    await hasty.control("put", [record | {"id": "t"}, record | {"id": "t" * 65}])
    await ask(hasty.client, "mutation { syncUpstream { __typename } }")
    await hasty.wait_listed("+14155550177")
    await hasty.control("always", LIMITED)
    for place in range(2):
        await hasty.imported(number=f"+1415555010{place}")
    asked = utc_now() - timedelta(minutes=5)
    older = update(CHANGES).where(CHANGES.c.number == "+14155550100").values(asked_at=asked)
    await opened.write(lambda db: db.execute(older))

    text = ""
    async with asyncio.timeout(servers.LIMIT):  # the sync ends after its numbers are listed
        while 'numbergate_upstream_drift{kind="found"} 1' not in text:
            text = (await hasty.client.get("/metrics")).text

    assert 'numbergate_upstream_drift{kind="unreadable"} 1' in text
    assert 'numbergate_upstream_open_changes{age="under_1m"} 1' in text
    assert 'numbergate_upstream_open_changes{age="under_10m"} 1' in text
    assert 'numbergate_upstream_open_changes{age="over_10m"} 0' in text
    assert 'numbergate_upstreams{status="active"} 1' in text


async def test_a_number_from_elsewhere_is_never_touched(database: str) -> None:
    theirs = {"id": "theirs", "number": NUMBER, "number_type": "longcode", "created_at": BORN}
    async with attached(database) as world:
        await world.control("put", [theirs])
        await world.control("plan", [TAKEN])

        refused = await world.imported(name="Mine")
        state = await world.control("state")

    assert refused["code"] == "number_taken_upstream"
    assert state["records"] == [theirs]
    assert state["calls"].count("PUT") == state["calls"].count("DELETE") == 0


async def test_a_refusal_that_repeats_the_token_shows_it_to_no_client(database: str) -> None:
    said = f"The token {PLATFORM_TOKEN} (Basic {PLATFORM_SECRETS[1]}) may not do this"

    async with attached(database) as world:
        await world.control("plan", [[422, {"errors": [{"code": "no", "message": said}]}]])
        refused = await world.imported()

    assert refused["__typename"] == "Rejected"
    assert refused["message"].endswith("no: The token **** (Basic ****) may not do this")
