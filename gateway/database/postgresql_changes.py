"""Change notification on PostgreSQL: NOTIFY after the commit, by a connection of its own.

A NOTIFY within the writing transaction takes a lock of the whole server at its commit, and halves
what many writers can do. Here one connection sends the topics of all commits of 20 ms together, and
listens while somebody waits. What is lost with the connection, a follower finds at its next look.
"""

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from gateway.database.changes import Listener, Listeners
from gateway.observability.loggers import Logger

_CHANNEL: Final = "numbergate"
_NOTIFY: Final = "SELECT pg_notify($1, topic) FROM unnest($2::text[]) AS topic"
_TOGETHER_SECONDS: Final = 0.02
_RECONNECT_SECONDS: Final = 1.0
_CLOSE_SECONDS: Final = 2.0
_log = Logger("numbergate.database")


class PostgreSQLChanges:
    """The commits to one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Open the connection by *engine*, which has no pool, when it is needed first."""
        self._engine, self._listeners = engine, Listeners()
        self._connection: Any = None  # the pool's proxy of asyncpg's connection
        self._lock = asyncio.Lock()  # an asyncpg connection runs one statement at a time
        self._unsent = set[UUID]()
        self._sending: asyncio.Task[None] | None = None
        self._watching = 0

    def publish(self, topics: Collection[UUID]) -> None:
        """Tell the listeners of this process now, and other processes in a moment."""
        self._listeners.publish(topics)
        self._unsent |= set(topics)
        if self._unsent and (self._sending is None or self._sending.done()):
            self._sending = asyncio.create_task(self._send())

    def notify(self, listener: Listener) -> None:
        """Notify *listener* of the commits of this process from now on."""
        self._listeners.add(listener)

    @asynccontextmanager
    async def watched(self, listener: Listener) -> AsyncGenerator[None]:
        """Tell *listener* of commits, and of a new connection, before which some may be missed."""
        self._listeners.add(listener)
        self._watching += 1
        listening = asyncio.create_task(self._keep_listening())
        try:
            yield
        finally:
            self._listeners.remove(listener)
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await self._stop_listening()

    async def _stop_listening(self) -> None:
        """Close the connection, unless somebody else waits. The next notification opens another."""
        self._watching -= 1
        if not self._watching:
            async with self._lock:
                self._drop()

    async def close(self) -> None:
        """Send what is unsent, if the server answers soon, and close the connection."""
        if self._sending:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._sending, _CLOSE_SECONDS)
        self._drop()
        await self._engine.dispose()

    async def _send(self) -> None:
        """Notify the other processes. Where that fails they find the changes later."""
        while self._unsent:
            await asyncio.sleep(_TOGETHER_SECONDS)
            topics, self._unsent = self._unsent, set[UUID]()
            try:
                async with self._lock:
                    driver = await self._driver()
                    await driver.execute(_NOTIFY, _CHANNEL, [str(topic) for topic in topics])
            except Exception as exc:  # noqa: BLE001  # whatever it is, the commit stands
                _log.warning("notification_not_sent", cause=type(exc).__name__)
                self._drop()

    async def _keep_listening(self) -> None:
        """Listen, and again whenever the connection was lost."""
        heard: Any = None
        while True:
            try:
                async with self._lock:
                    if (driver := await self._driver()) is not heard:
                        await driver.add_listener(_CHANNEL, self._hear)
                        heard = driver
                        self._listeners.publish(None)  # what was notified before was not heard
            except Exception as exc:  # noqa: BLE001  # the server is away: try again
                _log.warning("not_listening", cause=type(exc).__name__)
                self._drop()
            await asyncio.sleep(_RECONNECT_SECONDS)

    def _hear(self, driver: Any, process: int, _channel: str, topic: str) -> None:
        """Pass on a notification of another process; our own were passed on at their commit."""
        if process != driver.get_server_pid():
            with suppress(ValueError):  # another program uses the channel
                self._listeners.publish({UUID(topic)})

    async def _driver(self) -> Any:
        """Return asyncpg's connection, a new one if there is none or it is closed."""
        if self._connection is None or self._connection.driver_connection.is_closed():
            self._drop()
            self._connection = await self._engine.raw_connection()
        return self._connection.driver_connection

    def _drop(self) -> None:
        """Close the connection without waiting for the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.driver_connection.terminate()
            connection.invalidate()
