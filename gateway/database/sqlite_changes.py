"""Change notification on SQLite: the writer reports its own commits, and polling finds all others.

SQLite has no notifications. `PRAGMA data_version` is one number of the open file, which a commit of
any other connection changes: reading it takes microseconds, and happens only while followers wait.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Final

from gateway.database.changes import Listener, Listeners
from gateway.errors import Unavailable

_POLL_SECONDS: Final = 0.1


class SQLiteChanges:
    """The commits to one file."""

    def __init__(self, own: Listeners, data_version: Callable[[], int]) -> None:
        """Pass on what *own* notifies of, and changes of *data_version*."""
        self._own, self._data_version = own, data_version

    @asynccontextmanager
    async def watched(self, listener: Listener) -> AsyncGenerator[None]:
        """Notify *listener* of commits; of one of this process twice, as polling finds it too.

        The second notification names no topic.
        """
        self._own.add(listener)
        polling = asyncio.create_task(self._poll(listener))
        try:
            yield
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            self._own.remove(listener)

    async def _poll(self, listener: Listener) -> None:
        seen = self._version()
        while True:
            await asyncio.sleep(_POLL_SECONDS)
            if (version := self._version()) != seen:
                seen = version
                listener(None)

    def _version(self) -> int | None:
        """Return the number; None while the file cannot be read."""
        try:
            return self._data_version()
        except Unavailable:
            return None
