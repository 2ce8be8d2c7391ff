"""Every way a change can go wrong on its way, one after the other, and what clients see of it."""

import httpx2
import pytest

from gateway.upstream.client import Platform, connection_pool
from gateway.upstream.outcomes import Absent, Done, Outcome, Unknown, Unsent
from tests.upstream.chaos import platform

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
