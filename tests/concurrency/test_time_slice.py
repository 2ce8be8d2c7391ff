"""Long work on the event loop leaves turns to others."""

import asyncio
from contextvars import ContextVar
from typing import Any

import pytest

from gateway.concurrency import time_slice
from gateway.concurrency.time_slice import give_way, in_slices, paced
from gateway.rest import responses
from tests.turns import turns_during

pytestmark = pytest.mark.anyio
ITEMS = range(100)
caller: ContextVar[str] = ContextVar("caller")


async def written_page() -> object:
    return await responses.records(ITEMS, limit=1_000)


async def sliced() -> object:
    return await in_slices(lambda: list(paced(ITEMS)))


async def unsliced() -> object:
    return list(paced(ITEMS))


@pytest.mark.parametrize("work", [written_page, sliced])
@pytest.mark.parametrize(("seconds", "least", "most"), [(0, 100, 101), (3_600, 0, 1)])
async def test_others_have_a_turn_after_each_slice(
    monkeypatch: pytest.MonkeyPatch, work: Any, seconds: float, least: int, most: int
) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", seconds)

    turns, _ = await turns_during(work())

    assert least <= turns <= most


async def test_control_work_outside_of_slices_does_not_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", 0)

    turns, _ = await turns_during(unsliced())

    assert turns <= 1


async def test_sliced_work_returns_its_result_and_sees_its_caller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", 0)

    async def of(name: str) -> list[str]:
        caller.set(name)
        return await in_slices(lambda: [caller.get() for _ in paced(range(3))])

    a, b = await asyncio.gather(of("a"), of("b"))
    assert (a, b) == (["a"] * 3, ["b"] * 3)


async def test_sliced_work_raises_what_it_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", 0)

    def work() -> None:
        give_way()
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await in_slices(work)


async def test_sliced_work_of_a_cancelled_caller_ends_where_it_paused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", 0)
    begun, ended = list[int](), list[str]()

    def work() -> None:
        try:
            begun.extend(paced(iter(int, 1)))
        finally:
            ended.append("ended")

    task = asyncio.create_task(in_slices(work))
    while not begun:
        await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["ended"]
