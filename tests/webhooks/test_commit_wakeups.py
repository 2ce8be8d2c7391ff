"""Looks after commits: at once, rarely while they find nothing, and often again once they do."""

import asyncio

import pytest

from gateway.webhooks.queues import CommitWakeups

pytestmark = pytest.mark.anyio

COMMITS = 100


async def busy(wakeups: CommitWakeups) -> None:
    """Commit every 5 ms for half a second and more."""
    for _ in range(COMMITS):
        wakeups.committed(None)
        await asyncio.sleep(0.005)


async def test_the_first_commit_is_looked_at_at_once() -> None:
    looks: list[None] = []
    wakeups = CommitWakeups(lambda: looks.append(None))

    wakeups.committed(None)
    await asyncio.sleep(0.01)

    assert len(looks) == 1


async def test_looks_that_find_nothing_become_rare_and_none_is_forgotten() -> None:
    looks: list[float] = []
    time = asyncio.get_running_loop().time
    wakeups = CommitWakeups(lambda: looks.append(time()))

    await busy(wakeups)
    last = time()
    await asyncio.sleep(0.3)

    assert looks[-1] > last - 0.01
    assert len(looks) < COMMITS / 5


async def test_what_finds_something_looks_as_often_as_before() -> None:
    looks: list[None] = []

    def look() -> None:
        looks.append(None)
        wakeups.found()

    wakeups = CommitWakeups(look)
    await busy(wakeups)

    assert len(looks) > 10
