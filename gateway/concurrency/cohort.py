"""Requests that are under way at the same time go abreast, stage by stage.

What a stage of the work needs, its code above all, does not fit into the processor's nearest caches
beside that of the others. One after the other each request would fetch all of it anew; abreast it
is there for all but the first. And what each would do at its end is done for all at once.
"""

import asyncio
from collections.abc import Callable, Generator
from types import coroutine
from typing import Any, Final


class Cohort:
    """The requests that are under way, in this process."""

    def __init__(self) -> None:
        """Begin with none."""
        self.present = 0
        self._done: list[Any] = []

    @property
    def is_alone(self) -> bool:
        """Whether there is one request, or none."""
        return self.present <= 1

    def together(self, thing: Any, do: Callable[[list[Any]], object]) -> None:
        """Do something with *thing* and what others bring, at the end of this turn of the loop."""
        if not self._done:
            asyncio.get_running_loop().call_soon(self._do, do)
        self._done.append(thing)

    def _do(self, do: Callable[[list[Any]], object]) -> None:
        done, self._done = self._done, []
        do(done)


COHORT: Final = Cohort()


@coroutine
def yield_to_arrivals() -> Generator[None]:
    """Let those come as far as this who have come too."""
    yield


@coroutine
def yield_to_cohort() -> Generator[None]:
    """Let those come as far as this who are under way, if anybody is."""
    if COHORT.present > 1:
        yield
