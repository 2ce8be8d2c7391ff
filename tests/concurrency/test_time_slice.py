"""Long work on the event loop leaves turns to others."""

import asyncio

import pytest

from gateway.concurrency import time_slice
from gateway.rest import responses

pytestmark = pytest.mark.anyio


async def turns_of_others_while_a_page_is_written() -> int:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    await responses.records(range(100), limit=1_000)
    task.cancel()
    return turns


@pytest.mark.parametrize(("seconds", "least", "most"), [(0, 100, 101), (3_600, 0, 1)])
async def test_others_have_a_turn_after_each_slice(
    monkeypatch: pytest.MonkeyPatch, seconds: float, least: int, most: int
) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", seconds)

    assert least <= await turns_of_others_while_a_page_is_written() <= most
