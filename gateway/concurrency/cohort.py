"""Cohort scheduling: concurrent requests run stage by stage, all of them through one stage first.

The code and data of one stage do not fit into the processor's nearest caches beside those of the
other stages. Requests that run one after the other load all of them again each time; a cohort
loads each stage once. Work at the end of requests is batched in the same way.
"""

import asyncio
from collections.abc import Callable, Generator
from types import coroutine
from typing import Any, Final


class Cohort:
    """The requests in flight in this process, and the batch of work they share."""

    def __init__(self) -> None:
        """Start with no request in flight."""
        self.in_flight = 0
        self._batch: list[Any] = []

    @property
    def is_alone(self) -> bool:
        """Whether at most one request is in flight."""
        return self.in_flight <= 1

    def batch(self, item: Any, process: Callable[[list[Any]], object]) -> None:
        """Add *item* to the batch that *process* gets on the event loop's next iteration."""
        if not self._batch:
            asyncio.get_running_loop().call_soon(self._flush, process)
        self._batch.append(item)

    def _flush(self, process: Callable[[list[Any]], object]) -> None:
        items, self._batch = self._batch, []
        process(items)


COHORT: Final = Cohort()


@coroutine
def yield_to_arrivals() -> Generator[None]:
    """Yield to the event loop once: requests that have just arrived catch up to this stage."""
    yield


@coroutine
def yield_to_cohort() -> Generator[None]:
    """Yield once if other requests are in flight: they catch up to this stage."""
    if COHORT.in_flight > 1:
        yield
