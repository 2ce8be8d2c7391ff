"""What clients see of changes that are pending, refused, or of a number that has gone."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from gateway.database.database import connect
from gateway.services.projects import Projects
from tests.conftest import ask
from tests.upstream.attached import (
    LIMITED,
    NUMBER,
    READ,
    RELEASE,
    SOON,
    UPDATE,
    Attached,
    attached,
    token_of,
)

pytestmark = pytest.mark.anyio

REFUSAL = [422, {"errors": [{"code": "invalid", "message": "No such name", "attribute": "name"}]}]
DETACH = "mutation { detachUpstream { __typename } }"
REASON = [409, {"error": "Not on this day"}]


@pytest.fixture
async def prompt(database: str) -> AsyncIterator[Attached]:
    """A project whose mutations wait as long as it takes."""
    async with attached(database) as world:
        yield world


@pytest.fixture
async def hasty(database: str) -> AsyncIterator[Attached]:
    """A project whose mutations wait for a moment."""
    async with attached(database, **SOON) as world:
        yield world


async def test_what_is_confirmed_in_time_is_answered_as_ever(prompt: Attached) -> None:
    imported = await prompt.imported(name="Desk", idempotencyKey="i")
    id_ = imported["phoneNumber"]["id"]
    updated = await prompt.ask(UPDATE, id=id_, name="Front")
    released = await prompt.ask(RELEASE, id=id_)

    answers = (imported, updated, released)
    assert [a["warnings"] for a in answers] == [[], [], []]
    assert [c["after"] for c in updated["changes"]] == ["Front"]
    assert (released["number"], released["phoneNumber"]) == (NUMBER, None)
    assert (await prompt.control("state"))["records"] == []
    assert await prompt.statuses() == [("IMPORTED", []), ("UPDATED", []), ("RELEASED", [])]


async def test_a_refusal_in_time_leaves_everything_as_it_was(prompt: Attached) -> None:
    await prompt.control("plan", [REASON])
    never = await prompt.imported(idempotencyKey="k")
    number = await prompt.active(name="Desk", idempotencyKey="k")
    await prompt.control("plan", [REFUSAL])
    named = await prompt.ask(UPDATE, id=number["id"], name="Front")

    assert (never["code"], never["message"]) == (
        "upstream_refused", "The platform refused: Not on this day",
    )  # fmt: skip
    assert named["fieldErrors"] == [
        {"path": ["input", "name"], "code": "upstream_refused", "message": "No such name"}
    ]
    assert await prompt.read(number["id"]) == number
    assert [type_ for type_, _ in await prompt.statuses()] == ["IMPORTED"]


async def test_a_pending_import_shows_what_was_asked_and_ends_by_itself(hasty: Attached) -> None:
    await hasty.control("always", LIMITED)

    pending = await hasty.imported(name="Desk", tags=["ours"])
    number = pending["phoneNumber"]
    waits = await hasty.known("upstream_rate_limited", number["id"])
    await hasty.control("always", "")
    settled = await hasty.until("ACTIVE", number["id"])

    assert [w["code"] for w in pending["warnings"]] == ["provisioning_pending"]
    assert (number["name"], number["tags"], number["provisioning"]["status"]) == (
        None, ["ours"], "PENDING",
    )  # fmt: skip
    requested = {c["field"]: c["after"] for c in number["provisioning"]["requested"]}
    assert requested["name"] == "Desk"
    asked, waiting = waits["provisioning"]["message"].split(" UTC. ", 1)
    assert re.fullmatch(r"The import was requested at 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", asked)
    assert waiting.startswith(
        "The platform asks for fewer requests. The next attempt is not before"
    )
    assert settled["name"] == "Desk"
    assert settled["provisioning"]["requested"] == []
    assert settled["provisioning"]["message"] is None
    assert await hasty.statuses() == [
        ("OTHER", [(None, "PENDING")]), ("IMPORTED", [("PENDING", "ACTIVE")]),
    ]  # fmt: skip
    first, last = await hasty.events()
    assert first["requestId"] == last["requestId"]
    assert (first["actor"], last["actor"]) == ("tester", "tester")


async def test_one_change_at_a_time_except_of_what_is_ours_alone(hasty: Attached) -> None:
    number = await hasty.active()
    await hasty.control("always", LIMITED)

    pending = await hasty.ask(UPDATE, id=number["id"], name="Desk")
    others = [
        await hasty.ask(UPDATE, id=number["id"], name="Other"),
        await hasty.ask(RELEASE, id=number["id"]),
    ]
    ours = await hasty.ask(UPDATE, id=number["id"], tags=["now"], releaseProtected=True)
    await hasty.control("always", "")
    settled = await hasty.until("ACTIVE", number["id"])

    assert pending["phoneNumber"]["provisioning"]["requested"] == [
        {"field": "name", "before": None, "after": "Desk"}
    ]
    assert [(o["code"], o["retryable"], o["retryAfterSeconds"]) for o in others] == [
        ("change_pending", True, 5)
    ] * 2
    assert [c["field"] for c in ours["changes"]] == ["tags", "releaseProtected"]
    assert ours["phoneNumber"]["provisioning"]["status"] == "PENDING"
    assert (settled["name"], settled["tags"], settled["releaseProtected"]) == (
        "Desk", ["now"], True,
    )  # fmt: skip


async def test_a_key_tells_what_became_of_a_change(hasty: Attached) -> None:
    number = await hasty.active()
    asked = {"id": number["id"], "name": "Desk", "idempotencyKey": "k"}
    await hasty.held()
    first = await hasty.ask(UPDATE, **asked)
    waits = await hasty.known("upstream_rate_limited", number["id"])
    again = await hasty.ask(UPDATE, **asked)
    await hasty.released()
    await hasty.until("ACTIVE", number["id"])
    settled = await hasty.ask(UPDATE, **asked)

    assert (first["replayed"], again["replayed"], settled["replayed"]) == (False, True, True)
    told = [answer["phoneNumber"]["provisioning"] for answer in (first, again)]
    later = {name: told[1][name] for name in ("attempts", "code", "message")}
    assert told[0] | later == told[1] == waits["provisioning"]
    assert [w["code"] for w in again["warnings"]] == ["provisioning_pending"]
    assert settled["phoneNumber"]["provisioning"]["status"] == "ACTIVE"
    assert ("name", "Desk") in [(c["field"], c["after"]) for c in settled["changes"]]
    names = [c["after"] for e in await hasty.events() for c in e["changes"] if c["field"] == "name"]
    assert names == ["Desk"]


async def test_what_was_refused_late_is_failed_and_may_be_asked_again_with_its_key(
    hasty: Attached,
) -> None:
    number = await hasty.active()
    asked = {"id": number["id"], "name": "Desk", "idempotencyKey": "k"}
    await hasty.control("always", LIMITED)
    await hasty.ask(UPDATE, **asked)
    await hasty.control("always", REASON)
    failed = await hasty.until("FAILED", number["id"])
    listed = await hasty.numbers(provisioning=["FAILED"])
    await hasty.control("always", "")
    await hasty.ask(UPDATE, **asked)
    active = await hasty.until("ACTIVE", number["id"])

    assert (failed["name"], active["name"]) == (None, "Desk")
    assert failed["provisioning"]["code"] == "upstream_refused"
    assert failed["provisioning"]["message"] == "The platform refused: Not on this day"
    assert failed["provisioning"]["requested"] == [
        {"field": "name", "before": None, "after": "Desk"}
    ]
    assert listed == [NUMBER]
    assert ("OTHER", [("PENDING", "FAILED")]) in await hasty.statuses()


async def test_an_import_that_failed_late_stays_until_it_is_imported_again(hasty: Attached) -> None:
    await hasty.control("always", LIMITED)
    id_ = (await hasty.imported())["phoneNumber"]["id"]
    await hasty.control("always", REASON)
    failed = await hasty.until("FAILED", id_)
    await hasty.control("always", "")
    again = await hasty.active(name="Desk")

    assert failed["provisioning"]["upstreamId"] is None
    assert (again["id"], again["name"]) == (id_, "Desk")
    assert len((await hasty.control("state"))["records"]) == 1


async def test_a_number_that_vanished_is_gone_and_can_be_released(prompt: Attached) -> None:
    number = await prompt.active()
    await prompt.control("drop", [number["provisioning"]["upstreamId"]])

    refused = await prompt.ask(UPDATE, id=number["id"], name="Desk")
    gone = await prompt.read(number["id"])
    again = await prompt.ask(UPDATE, id=number["id"], name="Desk")
    listed = await prompt.numbers(provisioning=["GONE"])
    released = await prompt.ask(RELEASE, id=number["id"])

    assert (refused["code"], again["code"]) == ("upstream_gone", "upstream_gone")
    assert gone["provisioning"]["status"] == "GONE"
    assert listed == [NUMBER]
    assert released["__typename"] == "ReleasePhoneNumberSuccess"
    assert await prompt.read(number["id"]) is None


async def test_a_pending_release_keeps_the_number_until_it_is_confirmed(hasty: Attached) -> None:
    number = await hasty.active()
    await hasty.control("always", LIMITED)
    pending = await hasty.ask(RELEASE, id=number["id"])
    listed = await hasty.numbers(provisioning=["PENDING"])
    await hasty.control("always", "")
    await hasty.wait(number["id"], lambda found: found is None)

    assert pending["phoneNumber"]["provisioning"]["status"] == "PENDING"
    assert [w["code"] for w in pending["warnings"]] == ["provisioning_pending"]
    assert listed == [NUMBER]
    assert (await hasty.control("state"))["records"] == []


async def test_rest_says_202_while_pending_and_503_with_a_time_to_wait(hasty: Attached) -> None:
    path = "/api/relay/rest"
    await hasty.control("always", LIMITED)
    body = {"number": NUMBER, "number_type": "longcode"}
    imported = await hasty.client.post(f"{path}/imported_phone_numbers", json=body)
    id_ = imported.json()["id"]
    busy = await hasty.client.put(f"{path}/phone_numbers/{id_}", json={"name": "Desk"})
    await hasty.control("always", "")
    await hasty.wait_listed(NUMBER)
    await hasty.control("always", LIMITED)
    updated = await hasty.client.put(f"{path}/phone_numbers/{id_}", json={"name": "Desk"})
    await hasty.control("always", "")
    await hasty.wait_listed(NUMBER)
    await hasty.control("always", LIMITED)
    released = await hasty.client.delete(f"{path}/phone_numbers/{id_}")

    assert [r.status_code for r in (imported, busy, updated, released)] == [202, 503, 202, 202]
    assert (busy.headers["retry-after"], busy.json()["error"]) == ("5", "Service Unavailable")
    assert (updated.json()["name"], released.json()["id"]) == (None, id_)


async def test_another_project_has_nothing_to_do_with_any_of_it(
    hasty: Attached, database: str
) -> None:
    other = UUID("44444444-4444-4444-8444-444444444444")
    opened = connect(database)
    await Projects(opened).create("others", other)
    await opened.close()
    ours, theirs = hasty.client.headers["Authorization"], await token_of(database, other)
    await hasty.control("always", LIMITED)
    pending = (await hasty.imported())["phoneNumber"]["id"]

    hasty.client.headers["Authorization"] = f"Bearer {theirs}"
    local = await hasty.imported()
    seen = await ask(hasty.client, READ, id=pending)
    update = await hasty.ask(UPDATE, id=pending, name="Theirs")
    listed = await hasty.numbers(provisioning=["PENDING"])
    upstream = (await ask(hasty.client, "{ upstream { space } }"))["data"]["upstream"]
    events = await hasty.statuses()
    hasty.client.headers["Authorization"] = ours

    assert local["phoneNumber"]["provisioning"] is None
    assert (seen["data"]["phoneNumber"], listed, upstream) == (None, [], None)
    assert update["__typename"] == "NumberNotFound"
    assert events == [("IMPORTED", [])]
    assert (await hasty.read(pending))["provisioning"]["status"] == "PENDING"


async def test_a_detach_that_was_interrupted_leaves_numbers_that_can_be_changed(
    hasty: Attached, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hasty.control("always", LIMITED)
    number = (await hasty.imported())["phoneNumber"]

    def crash(*_: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr("gateway.upstream.attachments.clear_numbers", crash)
    await ask(hasty.client, DETACH)
    updated = await hasty.ask(UPDATE, id=number["id"], name="Desk")
    released = await hasty.ask(RELEASE, id=number["id"])

    assert number["provisioning"]["status"] == "PENDING"
    assert updated["__typename"] == "UpdatePhoneNumberSuccess"
    assert released["__typename"] == "ReleasePhoneNumberSuccess"
