"""A fair queue: projects take turns, each runs so many at once, and who goes away leaves a turn."""

import asyncio

import pytest

from gateway.concurrency.fair_queue import FairQueue
from gateway.errors import Overloaded

pytestmark = pytest.mark.anyio

Waiting = asyncio.Task[None]


async def entering(queue: FairQueue, *projects: str) -> list[Waiting]:
    """Let projects ask for turns, in this order, and wait for them."""
    waiting = [asyncio.create_task(queue.enter(project)) for project in projects]
    await asyncio.sleep(0)
    return waiting


def begun(waiting: list[Waiting]) -> list[bool]:
    return [one.done() for one in waiting]


async def test_a_project_with_one_waiting_comes_before_the_second_of_another() -> None:
    queue = FairQueue(1, each=1, waiting=10)
    await queue.enter("a")
    waiting = await entering(queue, "a", "a", "a", "b")

    queue.leave("a")
    await asyncio.sleep(0)
    first = begun(waiting)
    queue.leave("a")
    await asyncio.sleep(0)

    assert first == [True, False, False, False]
    assert begun(waiting) == [True, False, False, True]
    for one in waiting:
        one.cancel()


async def test_one_project_leaves_the_other_turns_to_others() -> None:
    queue = FairQueue(2, each=1, waiting=10)

    waiting = await entering(queue, "a", "a", "b")

    assert begun(waiting) == [True, False, True]
    waiting[1].cancel()


async def test_when_too_many_of_a_project_wait_the_next_is_refused_and_others_are_not() -> None:
    queue = FairQueue(1, each=1, waiting=1)
    await queue.enter("a")
    waiting = await entering(queue, "a", "b")

    with pytest.raises(Overloaded):
        await queue.enter("a")

    queue.leave("a")
    queue.leave("a")
    await asyncio.gather(*waiting)


@pytest.mark.parametrize("has_its_turn", [False, True])
async def test_one_that_goes_away_leaves_its_turn_to_the_next(has_its_turn: bool) -> None:  # noqa: FBT001
    queue = FairQueue(1, each=1, waiting=10)
    await queue.enter("a")
    gone, next_ = await entering(queue, "a", "b")

    if has_its_turn:
        queue.leave("a")
    gone.cancel()
    await asyncio.wait([gone])
    if not has_its_turn:
        queue.leave("a")

    await asyncio.wait_for(next_, 20)
    assert gone.cancelled()


async def test_a_turn_that_comes_as_its_request_goes_away_is_the_next_one_s() -> None:
    """The task of a cancelled request runs only after whatever else is due in the event loop."""
    queue = FairQueue(1, each=1, waiting=10)
    await queue.enter("a")
    gone, next_one, last = await entering(queue, "b", "b", "c")

    gone.cancel()
    queue.leave("a")
    async with asyncio.timeout(60):
        await next_one
        queue.leave("b")
        await last
        queue.leave("c")
        await queue.enter("d")

    assert gone.cancelled()


async def test_a_turn_of_a_cancelled_request_is_free_for_another_project() -> None:
    queue = FairQueue(1, each=1, waiting=10)
    await queue.enter("a")
    [gone, other] = await entering(queue, "b", "c")

    gone.cancel()
    queue.leave("a")
    async with asyncio.timeout(60):
        await other

    assert begun([gone, other]) == [True, True]
