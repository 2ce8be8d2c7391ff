"""Deliveries: each event reaches the endpoint, signed, until it is taken or given up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from gateway.clock import utc_now
from gateway.database.events import EVENTS
from gateway.webhooks.endpoints import DELIVERIES, ENDPOINTS
from gateway.webhooks.messages import MAX_BYTES
from tests.receiver import Answer
from tests.streams import START
from tests.webhooks.world import NUMBER, OK, SOON, body_of, verified, world

pytestmark = pytest.mark.anyio

FAILED = Answer(500)


async def test_an_event_is_sent_once_and_signed(database: str) -> None:
    async with world(database) as w:
        await w.create()
        handler = {"lamlWebhooks": {"requestUrl": "https://user:hidden@example.com/in"}}
        await w.import_number(callHandler=handler)
        [request] = await w.received(1)
        [delivery] = await w.deliveries("DELIVERED")

    body = verified(request, w.secret)
    assert body["type"] == "phone_number.imported"
    assert body["data"]["number"] == NUMBER
    assert body["data"]["cursor"] == delivery["eventCursor"]
    assert "****" in request.body.decode()
    assert "hidden" not in request.body.decode()
    assert request.headers["webhook-id"] == delivery["messageId"]
    assert request.headers["content-type"] == "application/json"
    assert (delivery["attempts"], delivery["lastResult"]) == (1, "204")
    assert delivery["finishedAt"] is not None
    assert len(w.receiver.requests) == 1


async def test_an_attempt_that_failed_is_repeated_with_the_same_id_and_a_new_signature(
    database: str,
) -> None:
    async with world(database, **SOON) as w:
        w.receiver.answers = [FAILED, Answer(hangs_up=True), Answer(302), OK]
        await w.create()
        await w.import_number()
        requests = await w.received(4)
        [delivery] = await w.deliveries("DELIVERED")
        endpoint = await w.endpoint()

    assert len({request.headers["webhook-id"] for request in requests}) == 1
    assert len({request.body for request in requests}) == 1
    assert all(verified(request, w.secret) for request in requests)
    assert (delivery["attempts"], delivery["lastResult"]) == (4, "204")
    assert (endpoint["status"], endpoint["failingSince"]) == ("ENABLED", None)


async def test_a_delivery_is_given_up_after_the_last_attempt_and_can_be_sent_again(
    database: str,
) -> None:
    async with world(database, webhook_retries="0 0") as w:
        w.receiver.answers = [FAILED]
        await w.create()
        await w.import_number()
        [dead] = await w.deliveries("DEAD")
        failing = await w.endpoint()
        unknown = await w.ask("retryWebhookDeliveries", id=w.id, messageIds=["evt_0_1", "x"])
        w.receiver.answers = [OK]
        retried = await w.ask("retryWebhookDeliveries", id=w.id, messageIds=[dead["messageId"]])
        [delivered] = await w.deliveries("DELIVERED")
        nothing = await w.ask("retryWebhookDeliveries", id=w.id)

    assert (dead["attempts"], dead["lastResult"], dead["nextAt"]) == (3, "500", None)
    assert failing["failingSince"] is not None
    assert (unknown["retried"], retried["retried"], nothing["retried"]) == (0, 1, 0)
    assert delivered["attempts"] == 1
    assert {r.headers["webhook-id"] for r in w.receiver.requests} == {dead["messageId"]}


async def test_all_dead_letters_are_sent_again_where_none_is_named(database: str) -> None:
    async with world(database, webhook_retries="") as w:
        w.receiver.answers = [FAILED]
        await w.create()
        id_ = await w.import_number()
        for name in ("One", "Two"):
            await w.rename(id_, name)
        await w.deliveries("DEAD", "DEAD", "DEAD")
        w.receiver.answers = [OK]
        retried = await w.ask("retryWebhookDeliveries", id=w.id)
        await w.deliveries("DELIVERED", "DELIVERED", "DELIVERED")

    assert retried["retried"] == 3


async def test_a_receiver_that_is_gone_disables_its_endpoint(database: str) -> None:
    async with world(database, **SOON) as w:
        w.receiver.answers = [Answer(410)]
        await w.create()
        id_ = await w.import_number()
        disabled = await w.until(status="DISABLED")
        await w.rename(id_, "Meanwhile")
        w.receiver.answers = [OK]
        enabled = await w.ask("updateWebhookEndpoint", id=w.id, enabled=True)
        await w.deliveries("DELIVERED", "DELIVERED")

    assert disabled["code"] == "endpoint_gone"
    assert (enabled["endpoint"]["status"], enabled["endpoint"]["code"]) == ("ENABLED", None)
    types = [body_of(request)["type"] for request in w.receiver.requests[1:]]
    assert sorted(types) == ["phone_number.imported", "phone_number.updated"]


async def test_five_days_without_a_success_disable_an_endpoint(database: str) -> None:
    async with world(database, webhook_retries="3600 0 0") as w:
        w.receiver.answers = [FAILED]
        await w.create()
        id_ = await w.import_number()
        failing = await w.wait(lambda e: e["failingSince"] is not None)
        since = utc_now() - timedelta(days=5)
        await w.database.write(
            lambda db: db.execute(update(ENDPOINTS).values(failing_since=since)).rowcount
        )
        await w.rename(id_, "Later")
        disabled = await w.until(status="DISABLED")

    assert failing["status"] == "ENABLED"
    assert disabled["code"] == "no_success"


async def test_almost_five_days_without_a_success_do_not(database: str) -> None:
    """The negative control of the test above."""
    async with world(database, webhook_retries="3600 0 0") as w:
        w.receiver.answers = [FAILED]
        await w.create()
        id_ = await w.import_number()
        await w.wait(lambda e: e["failingSince"] is not None)
        since = utc_now() - timedelta(days=4, hours=23)
        await w.database.write(
            lambda db: db.execute(update(ENDPOINTS).values(failing_since=since)).rowcount
        )
        await w.rename(id_, "Later")
        await w.received(2)
        endpoint = await w.wait(lambda e: e["deliveries"]["nodes"][0]["attempts"] == 1)

    assert endpoint["status"] == "ENABLED"


@pytest.mark.parametrize(
    ("status", "header", "least", "most"),
    [
        (503, "120", 120, 120),
        (429, "120", 120, 120),
        (502, "999999", 3600, 3600),
        (503, "Thu, 01 Jan 2099 00:00:00 GMT", 3600, 3600),
        (503, "nonsense", 4.5, 5.5),
        (503, "1", 4.5, 5.5),
        (500, "120", 4.5, 5.5),
    ],
)
async def test_a_receiver_says_when_to_try_again(
    database: str, status: int, header: str, least: float, most: float
) -> None:
    async with world(database) as w:
        w.receiver.answers = [Answer(status, headers={"retry-after": header})]
        await w.create()
        await w.import_number()
        await w.wait(lambda e: e["failingSince"] is not None)
        pause = await w.database.read(_pause)

    assert least - 1 <= pause <= most


def _pause(db: Any) -> float:
    """Return the seconds between the first failure and the next attempt."""
    query = select(DELIVERIES.c.due_at, ENDPOINTS.c.failing_since).join_from(
        DELIVERIES, ENDPOINTS, DELIVERIES.c.endpoint_id == ENDPOINTS.c.id
    )
    due_at, since = db.execute(query).one()
    return float((due_at - since).total_seconds())


async def test_only_the_chosen_types_are_sent(database: str) -> None:
    async with world(database) as w:
        await w.create(types=["UPDATED"])
        id_ = await w.import_number()
        await w.rename(id_, "Desk")
        [request] = await w.received(1)
        await w.deliveries("DELIVERED")

    assert body_of(request)["type"] == "phone_number.updated"
    assert body_of(request)["data"]["changes"] == [
        {"field": "name", "before": None, "after": "Desk"}
    ]


async def test_an_endpoint_hears_from_its_cursor_on(database: str) -> None:
    async with world(database) as w:
        id_ = await w.import_number()
        await w.rename(id_, "Before")
        first = await w.create()
        cursor = first["endpoint"]["cursor"]
        await w.rename(id_, "After")
        [only] = await w.received(1)
        await w.deliveries("DELIVERED")
        await w.ask("deleteWebhookEndpoint", id=w.id)
        w.receiver.requests.clear()
        await w.create(after=cursor)
        [again] = await w.received(1)

    assert body_of(only)["data"]["changes"][0]["after"] == "After"
    assert body_of(again) == body_of(only)
    assert again.headers["webhook-id"] == only.headers["webhook-id"]


async def test_a_rotated_secret_and_the_one_before_it_both_sign(database: str) -> None:
    async with world(database) as w:
        await w.create()
        before = w.secret
        rotated = await w.ask("rotateWebhookSecret", id=w.id)
        id_ = await w.import_number()
        [both] = await w.received(1)
        past = utc_now() - timedelta(seconds=1)
        await w.database.write(
            lambda db: db.execute(update(ENDPOINTS).values(previous_until=past)).rowcount
        )
        await w.rename(id_, "Later")
        later = (await w.received(2))[1]

    assert rotated["secret"] != before
    assert rotated["previousUntil"] is not None
    assert verified(both, before) == verified(both, rotated["secret"])
    assert verified(later, rotated["secret"])
    with pytest.raises(Exception, match="No matching signature"):
        verified(later, before)


async def test_a_slow_endpoint_does_not_hold_up_others(database: str) -> None:
    async with world(database) as w:
        slow = await w.create(url=f"{w.receiver.url}/slow")
        await w.ask("updateWebhookEndpoint", id=w.id, enabled=False)
        w.receiver.answer = lambda r: Answer(204, delay=300 if r.target == "/slow" else 0)
        id_ = await w.import_number()
        for count in range(8):
            await w.rename(id_, f"Name {count}")
        await w.ask("updateWebhookEndpoint", id=slow["endpoint"]["id"], enabled=True)
        await w.receiver.wait(lambda: len(w.receiver.requests) == 4)
        await w.create(url=f"{w.receiver.url}/quick")
        for count in range(9):
            await w.rename(id_, f"New name {count}")
        await w.receiver.wait(
            lambda: len([r for r in w.receiver.requests if r.target == "/quick"]) == 9
        )
        slow_ones = [r for r in w.receiver.requests if r.target == "/slow"]
        w.receiver.hang_up()

    assert len(slow_ones) == 4


async def test_a_long_import_is_sent_with_its_changes(database: str) -> None:
    async with world(database) as w:
        await w.create()
        long = "https://example.com/" + "x" * 2000
        handler = {"lamlWebhooks": {"requestUrl": long, "fallbackUrl": long}}
        await w.import_number(callHandler=handler, tags=[f"tag-{n}" for n in range(50)])
        [whole] = await w.received(1)

    assert 4_000 < len(whole.body) < MAX_BYTES
    assert body_of(whole)["data"]["changes"]


async def test_an_event_of_more_than_64_kib_is_sent_without_its_changes(database: str) -> None:
    async with world(database) as w:
        await w.import_number()
        long = [{"field": "name", "before": None, "after": "x" * MAX_BYTES}]
        await w.database.write(lambda db: db.execute(update(EVENTS).values(changes=long)).rowcount)
        await w.create(after=START)
        [request] = await w.received(1)

    body = verified(request, w.secret)
    assert (body["data"]["number"], body["data"]["changes"]) == (NUMBER, None)
    assert len(request.body) < MAX_BYTES


async def test_old_deliveries_are_forgotten(database: str) -> None:
    async with world(database) as w:
        await w.create()
        id_ = await w.import_number()
        await w.deliveries("DELIVERED")
        old = utc_now() - timedelta(days=3, minutes=1)
        await w.database.write(
            lambda db: db.execute(update(DELIVERIES).values(finished_at=old)).rowcount
        )
        await w.rename(id_, "Later")
        await w.received(2)
        [kept] = await w.deliveries("DELIVERED")

    assert kept["messageId"] == w.receiver.requests[1].headers["webhook-id"]


async def test_a_test_message_is_sent_at_once_and_signed(database: str) -> None:
    async with world(database) as w:
        await w.create()
        taken = await w.ask("sendTestWebhook", id=w.id)
        w.receiver.answers = [Answer(500)]
        refused = await w.ask("sendTestWebhook", id=w.id)
        w.receiver.answers = [Answer(hangs_up=True)]
        silent = await w.ask("sendTestWebhook", id=w.id)
        endpoint = await w.endpoint()

    request = w.receiver.requests[0]
    assert verified(request, w.secret)["type"] == "webhook.test"
    assert request.headers["webhook-id"] == taken["messageId"]
    assert (taken["delivered"], taken["status"], taken["failure"]) == (True, 204, None)
    assert (refused["delivered"], refused["status"]) == (False, 500)
    assert (silent["delivered"], silent["failure"]) == (False, "no_response")
    assert (endpoint["failingSince"], endpoint["deliveries"]["nodes"]) == (None, [])


async def test_no_event_is_sent_to_a_deleted_endpoint(database: str) -> None:
    async with world(database, webhook_retries="0 3600") as w:
        w.receiver.answers = [FAILED]
        await w.create()
        id_ = await w.import_number()
        await w.received(2)
        deleted = await w.ask("deleteWebhookEndpoint", id=w.id)
        again = await w.ask("deleteWebhookEndpoint", id=w.id)
        other = await w.create(url=f"{w.receiver.url}/other")
        await w.rename(id_, "Later")
        await w.receiver.wait(lambda: w.receiver.requests[-1].target == "/other")
        left = await w.database.read(lambda db: db.execute(select(DELIVERIES.c.endpoint_id)).all())

    assert deleted["deletedId"] != other["endpoint"]["id"]
    assert again["code"] == "webhook_endpoint_not_found"
    assert [r.target for r in w.receiver.requests[:3]] == ["/", "/", "/other"]
    assert len({row.endpoint_id for row in left}) == 1
