"""Background work: the queue interface. A queue is a table of what is due, and who claimed it.

A service that needs work done writes a row that is due, in the transaction of the change itself. A
kind of work finds such rows, claims some under a lease, and runs each as an idempotent function: a
row whose worker dies is claimed again.

Which engine hands the rows to workers is a setting. Services see two functions of it: `enqueue`,
in their transaction, and `start`, which runs what the queues claim.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

Job = Callable[[], Awaitable[None]]


class Key(NamedTuple):
    """One claim of a row that is due.

    The *id* names the row and the number of the claim, so that no claim is made twice. Rows with
    another *turn* are not held up by many of this one.
    """

    id: str
    turn: str


Enqueue = Callable[[Connection, Sequence[Key]], None]


def leave_due(_db: Connection, _keys: Sequence[Key]) -> None:
    """Enqueue nothing more: the rows themselves are the queue."""


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


class KeyedQueue(Queue, Protocol):
    """A kind of background work whose claims another engine can hand out by their keys."""

    @property
    def at_once(self) -> int:
        """How many jobs one process runs at the same time."""
        ...

    async def free(self, most: int) -> Sequence[Key]:
        """Return the next claims of rows that are due now, *most* of them."""
        ...

    async def claim_key(self, key: str) -> Job | None:
        """Make the claim with this id, and return what to run; None if it is out of date."""
        ...

    async def renew(self, keys: Sequence[Key], enqueue: Enqueue) -> None:
        """Put new claims in the place of these, and enqueue them, in one transaction."""
        ...


class Engine(Protocol):
    """Hands what is due to workers: to those of this process once it was started."""

    async def prepare(self) -> None:
        """Make ready to enqueue; the database is there."""
        ...

    def enqueue(self, db: Connection, keys: Sequence[Key]) -> None:
        """Enqueue claims of the keyed queue in the transaction of *db*."""
        ...

    def start(self) -> None:
        """Work in tasks of the running loop until `stop`."""
        ...

    def wake(self, name: str | None = None) -> None:
        """Look at the queue of this *name* now, or at all: something was made due."""
        ...

    async def stop(self, seconds: float) -> None:
        """Claim no more, and give the jobs that run *seconds* to end."""
        ...
