"""Looks after commits: at once, rarely while they find nothing, and often again once they do."""

from collections.abc import Callable

import pytest

from gateway.webhooks import queues
from gateway.webhooks.queues import CommitWakeups

COMMITS = 100


class Clock:
    """Stands in for the event loop: time passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.planned: list[tuple[float, Callable[[], None]]] = []

    def get_running_loop(self) -> "Clock":
        return self

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Callable[[], None]) -> None:
        self.planned.append((when, call))

    def sleep(self, seconds: float) -> None:
        """Let time pass, and call what is due meanwhile, each at its time."""
        end = self.now + seconds
        while due := [planned for planned in self.planned if planned[0] <= end]:
            first = min(due, key=lambda planned: planned[0])
            self.planned.remove(first)
            self.now = max(self.now, first[0])
            first[1]()
        self.now = end


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(queues, "asyncio", clock)
    return clock


def busy(wakeups: CommitWakeups, clock: Clock) -> None:
    """Commit every 5 ms for half a second."""
    for _ in range(COMMITS):
        wakeups.committed(None)
        clock.sleep(0.005)


def test_the_first_commit_is_looked_at_at_once(clock: Clock) -> None:
    looks: list[float] = []
    wakeups = CommitWakeups(lambda: looks.append(clock.now))
    began = clock.now

    wakeups.committed(None)
    clock.sleep(0.01)

    assert looks == [began]


def test_looks_that_find_nothing_become_rare_and_none_is_forgotten(clock: Clock) -> None:
    looks: list[float] = []
    wakeups = CommitWakeups(lambda: looks.append(clock.now))

    busy(wakeups, clock)
    last = clock.now - 0.005
    clock.sleep(0.3)

    assert looks[-1] >= last
    assert len(looks) < COMMITS / 5


def test_what_finds_something_looks_as_often_as_before(clock: Clock) -> None:
    looks: list[float] = []

    def look() -> None:
        looks.append(clock.now)
        wakeups.found()

    wakeups = CommitWakeups(look)
    busy(wakeups, clock)

    assert len(looks) > 10
