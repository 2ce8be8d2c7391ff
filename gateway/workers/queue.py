"""Background work: the queue interface. A queue is a table of what is due, and who claimed it.

A service that needs work done writes a row that is due, in the transaction of the change itself. A
kind of work finds such rows, claims some under a lease, and runs each as an idempotent function: a
row whose worker dies is claimed again.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

Job = Callable[[], Awaitable[None]]


class Queue(Protocol):
    """One kind of background work."""

    @property
    def name(self) -> str:
        """What logs call it."""
        ...

    async def is_due(self) -> bool:
        """Tell whether anything may be claimed now: a look that writes nothing."""
        ...

    async def claim(self, most: int) -> Sequence[Job]:
        """Claim rows that are due, *most* of them, and return what to run for each."""
        ...
