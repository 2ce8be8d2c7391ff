"""Fair queueing: jobs of several projects take turns, round robin, however many each has waiting.

A queue in the order of arrival lets one project fill it, and every other waits for all of that.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Hashable

from gateway.errors import Overloaded

Turn = asyncio.Future[None]


class FairQueue:
    """At most *most* jobs run at once, *each* of them of one project; the others wait."""

    def __init__(self, most: int, *, each: int, waiting: int) -> None:
        """Let so many run, so many of *each* project; of each, so many more may be *waiting*."""
        self._free, self._each, self._most_waiting = most, each, waiting
        self._running = Counter[Hashable]()
        self._waiting = OrderedDict[Hashable, deque[Turn]]()

    async def enter(self, project: Hashable) -> None:
        """Wait for a turn of *project*, to be followed by `leave`. Raises `Overloaded`."""
        if self._may_run(project):
            self._begin(project)
            return
        turns = self._waiting.setdefault(project, deque())
        if len(turns) >= self._most_waiting:
            raise Overloaded
        turn: Turn = asyncio.get_running_loop().create_future()
        turns.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._give_up(project, turn)
            raise

    def leave(self, project: Hashable) -> None:
        """End a turn of *project*; the next one is that of the project that waited longest."""
        self._free += 1
        self._running[project] -= 1
        if not self._running[project]:
            del self._running[project]
        self._begin_next()

    def _may_run(self, project: Hashable) -> bool:
        return bool(self._free) and self._running[project] < self._each

    def _begin(self, project: Hashable) -> None:
        self._free -= 1
        self._running[project] += 1

    def _begin_next(self) -> None:
        """Begin the first turn of a project that may run one, and send it to the end."""
        for project in filter(self._may_run, list(self._waiting)):
            if turn := self._next_turn(project):
                self._begin(project)
                turn.set_result(None)
                return

    def _next_turn(self, project: Hashable) -> Turn | None:
        """Take the next turn out of the queue, and those whose requests were cancelled just now."""
        turns = self._waiting[project]
        while turns and turns[0].cancelled():
            turns.popleft()
        turn = turns.popleft() if turns else None
        self._waiting.move_to_end(project)
        self._forget_empty(project)
        return turn

    def _give_up(self, project: Hashable, turn: Turn) -> None:
        """Leave the queue, or the turn that came too late."""
        if not turn.cancelled():
            self.leave(project)
        elif turn in self._waiting.get(project, ()):
            self._waiting[project].remove(turn)
            self._forget_empty(project)

    def _forget_empty(self, project: Hashable) -> None:
        if not self._waiting[project]:
            del self._waiting[project]
