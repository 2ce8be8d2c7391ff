"""Change notification: the topics that a transaction wrote about, once it is committed.

A topic is the id of what may be followed, such as a project whose events are. A notification says
when to look again and carries no data, so one that is lost delays a follower and loses nothing.
"""

from collections.abc import Callable, Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

_KEY: Final = "numbergate.topics"  # where a connection keeps the topics of its transaction

# Called on the event loop with the topics of a commit; with None, any topic may have changed.
Listener = Callable[[Collection[UUID] | None], object]


def touch(db: Connection, topic: UUID) -> None:
    """Notify the followers of *topic* once this transaction is committed."""
    topics: set[UUID] = db.info.setdefault(_KEY, set())
    topics.add(topic)


def take_touched(db: Any) -> frozenset[UUID]:
    """Return the topics of the transaction that was committed on this connection, and forget them.

    Those of one that was rolled back stay, and are notified with the next: a needless read.
    """
    return frozenset(db.info.pop(_KEY, ()))


class Listeners:
    """The listeners that are notified of the commits of this process."""

    def __init__(self) -> None:
        """Start with none."""
        self._listeners = set[Listener]()

    def add(self, listener: Listener) -> None:
        """Notify *listener* from now on."""
        self._listeners.add(listener)

    def remove(self, listener: Listener) -> None:
        """Notify *listener* no more."""
        self._listeners.discard(listener)

    def publish(self, topics: Collection[UUID] | None) -> None:
        """Notify all of *topics*; with None, that any may have changed."""
        if topics is None or topics:
            for listener in list(self._listeners):
                listener(topics)
