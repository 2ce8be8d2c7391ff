"""Every way a change can go wrong on its way, one after the other, and what clients see of it."""

import httpx2
import pytest

from gateway.upstream.client import Platform, connection_pool
from gateway.upstream.outcomes import Absent, Done, Outcome, Refused, Unknown, Unsent
from tests.upstream.chaos import platform
from tests.upstream.test_exchange import serving

pytestmark = pytest.mark.anyio

BODY = {"number": "+14155550199", "number_type": "longcode", "capabilities": ["voice"]}


@pytest.mark.parametrize(
    ("fault", "expected", "copies"),
    [
        ("", Done, 1),
        ("drop_before", Unknown, 0),
        ("drop_after", Unknown, 1),
        ("500_before", Unknown, 0),
        ("500_after", Unknown, 1),
        ("503", Unknown, 0),
        ("429", Unsent, 0),
        ("truncate", Unknown, 1),
        ("html", Unknown, 1),
    ],
)
async def test_only_what_cannot_have_happened_counts_as_unsent(
    fault: str, expected: type[Outcome], copies: int
) -> None:
    with platform() as space:
        pool = connection_pool(60)
        client = Platform(pool, space, "p", "t")
        async with httpx2.AsyncClient(timeout=60) as control:
            await control.post(f"http://{space}/_plan", json=[fault] if fault else [])
            outcome = await client.import_number(BODY)
            state = (await control.post(f"http://{space}/_state", json=None)).json()
        await pool.aclose()

    assert isinstance(outcome, expected)
    assert len(state["records"]) == copies
    if isinstance(outcome, Unsent):
        assert (outcome.retry_after, outcome.is_outage) == (1.0, False)


async def test_a_number_is_found_by_all_of_it_and_its_plus_is_sent() -> None:
    with platform() as space:
        pool = connection_pool(60)
        client = Platform(pool, space, "p", "t")
        await client.import_number(BODY)

        found = await client.find("+14155550199")
        prefix = await client.find("+1415555019")
        await pool.aclose()

    assert isinstance(found, Done)
    assert found.record["number"] == "+14155550199"
    assert isinstance(prefix, Absent)


async def test_who_does_not_listen_was_sent_nothing() -> None:
    pool = connection_pool(60)

    outcome = await Platform(pool, "127.0.0.1:9", "p", "t").import_number(BODY)
    await pool.aclose()

    assert isinstance(outcome, Unsent)
    assert outcome.is_outage


async def test_only_a_number_that_is_not_found_is_absent() -> None:
    missing = b"HTTP/1.1 404 -\r\ncontent-length: 0\r\n\r\n"
    pool = connection_pool(60)
    async with serving(*[missing] * 6) as server:
        client = Platform(pool, server.url.removeprefix("http://").strip("/"), "p", "t")
        of_number = [await client.get("1"), await client.update("1", {}), await client.release("1")]
        of_list = [await client.find("+14155550199"), await client.verify()]
        imported = await client.import_number(BODY)
        await pool.aclose()

    assert of_number == [Absent()] * 3
    assert all(isinstance(outcome, Unsent) for outcome in of_list)
    assert imported == Refused(404)


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Mon, 30 Nov 2026 10:00:00 GMT", 10),
        ("Mon, 30 Nov 2026 10:00:00 -0000", None),  # of no time zone
        (f"Mon, 30 Nov {'9' * 30} 10:00:00 GMT", None),
    ],
)
async def test_a_date_that_says_no_moment_is_none(date: str, hour: int | None) -> None:
    head = f"HTTP/1.1 200 OK\r\ndate: {date}\r\ncontent-length: 11\r\n\r\n"
    pool = connection_pool(60)
    async with serving(head.encode() + b'{"data":[]}') as server:
        client = Platform(pool, server.url.removeprefix("http://").strip("/"), "p", "t")
        outcome = await client.verify()
        await pool.aclose()

    assert isinstance(outcome, Done)
    assert (outcome.at and outcome.at.hour) == hour
