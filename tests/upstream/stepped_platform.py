"""A platform that is stepped through, and actors that go on until another may notice it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from gateway.errors import NumberNotFound, UpstreamGone
from tests.upstream.platform import Answer, Platform

OURS, THEIRS, SYNC = "ours", "theirs", "sync"
_SETTLED: Final = (UpstreamGone, NumberNotFound)  # what clients may hear of a number that is gone


class SteppedPlatform(Platform):
    """A platform whose requests wait, before and after they are carried out, until they may go on.

    Requests that write are ours, and those that read are the sync's.
    """

    def __init__(self) -> None:
        """Step through nothing at first."""
        super().__init__(1)
        self.steps = False
        self.at = dict[str, str]()
        self._paused, self._moved = dict[str, asyncio.Event](), asyncio.Event()
        self._answers = dict[str, str]()

    async def reached(self, method: str, target: str) -> None:
        """Wait where a request is to be carried out."""
        await self._pause(method, f"{method} {_resource(target)}")

    async def left(self, method: str, target: str) -> None:
        """Wait where a request was carried out, with its answer."""
        await self._pause(method, f"{method} {_resource(target)}: {self._answers.pop(method, '')}")

    def answer(self, method: str, target: str, body: Any) -> Answer:
        """Do what is asked, and note what the answer says."""
        status, said = super().answer(method, target, body)
        records = (said or {}).get("data", [said or {}])
        self._answers[method] = f"{status} {[r.get('name') for r in records]}"
        return status, said

    async def _pause(self, method: str, where: str) -> None:
        if not self.steps:
            return
        who = SYNC if method == "GET" else OURS
        self.at[who], self._paused[who] = where, asyncio.Event()
        self._moved.set()
        await self._paused[who].wait()

    def go_on(self, who: str) -> None:
        """Let the actor's request go on."""
        del self.at[who]
        self._paused.pop(who).set()

    def stop(self) -> None:
        """Hold no request any more."""
        self.steps = False
        for who in list(self.at):
            self.go_on(who)

    async def paused(self, who: str, task: "asyncio.Task[Any]") -> None:
        """Wait until a request of the actor waits, or its work is done."""
        while who not in self.at and not task.done():
            self._moved.clear()
            moved = asyncio.create_task(self._moved.wait())
            await asyncio.wait({moved, task}, return_when="FIRST_COMPLETED")
            moved.cancel()


def _resource(target: str) -> str:
    """Return which resource is asked for, without ids and queries."""
    last = target.partition("?")[0].rpartition("/")[2]
    return last if "phone_numbers" in last else "one"


@dataclass
class Actor:
    """Works to do one after the other, and the one that is under way."""

    name: str
    works: list[Callable[[], Awaitable[Any]]]
    task: "asyncio.Task[Any] | None" = None

    async def turn(self, platform: SteppedPlatform) -> None:
        """Go on until another may notice."""
        if self.task:
            platform.go_on(self.name)
        else:
            self.task = asyncio.ensure_future(self.works.pop(0)())
        await platform.paused(self.name, self.task)
        if self.task.done():
            failure = self.task.exception()
            if failure and not isinstance(failure, _SETTLED):
                raise failure
            self.task = None
