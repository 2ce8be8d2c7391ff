"""PostgreSQL, for production: a server, asked through asyncpg, with a pool of connections."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final, TypeVar, cast

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from gateway.database import errors
from gateway.database.statements import PreparedQuery
from gateway.models.column_types import document
from gateway.observability import tracing

T = TypeVar("T")
_Work = Callable[[Connection], T]

# No request waits longer than this, in the server's own words.
_PATIENCE: Final = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
}
_CONNECT_SECONDS: Final = 2


class PostgreSQL:
    """A server, reached by asyncpg."""

    is_embedded = False

    def __init__(self, url: URL, pool_size: int) -> None:
        """Prepare a pool for *url*; connections are made when they are needed, and kept."""
        self._engine: AsyncEngine = create_async_engine(
            _asyncpg(url),
            pool_size=pool_size,
            max_overflow=0,  # what overflows is connected and thrown away with each use
            pool_timeout=2,
            hide_parameters=True,
            json_serializer=document,
            connect_args={"timeout": _CONNECT_SECONDS, "server_settings": _PATIENCE},
        )
        event.listen(self._engine.sync_engine, "connect", _leave_documents)
        event.listen(self._engine.sync_engine, "checkout", _check_open)
        self._reads = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._at_hand = AtHand(self._engine)

    async def read(self, work: _Work[T]) -> T:
        """Run *work* without a transaction, which saves two round trips."""
        with tracing.database("postgresql", "read"), errors.translated:
            async with self._connected(self._reads) as db:
                return await db.run_sync(work)

    async def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Ask the driver itself, over a connection of the pool; it keeps what it prepared."""
        dialect = self._engine.dialect
        written = query.written(dialect)
        with tracing.database("postgresql", "read"), errors.translated:
            lent = await self._at_hand.take()
            driver: Any = lent.driver_connection
            try:
                found = await driver.fetch(written.text, *written.arguments(values))
            except Exception as exc:
                errors.raise_if_outage(exc, gone=driver.is_closed())
                raise
            finally:
                self._at_hand.leave(lent)
        return query.shape.rows(found, dialect)

    async def search(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Ask like for anything else: the server does the work."""
        return await self.fetch(query, values)

    async def scan(self, work: _Work[T]) -> T:
        """Run *work* like any other that reads: the server does the work."""
        return await self.read(work)

    async def write(self, work: _Work[T]) -> T:
        """Run *work* in one READ COMMITTED transaction."""
        with tracing.database("postgresql", "write"), errors.translated:
            async with self._connected(self._engine) as db, db.begin():
                return await db.run_sync(work)

    def busy(self) -> int:
        """Return how many connections of the pool are in use."""
        return cast("QueuePool", self._engine.pool).checkedout() - len(self._at_hand)

    async def close(self) -> None:
        """Close the pool."""
        self._at_hand.close()
        await self._engine.dispose()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
        """Lend a connection of the pool, which reads keep none from meanwhile."""
        db = engine.connect()
        with self._at_hand.given_back():
            await db.start()
        try:
            yield db
        finally:
            await asyncio.shield(db.close())


class AtHand:
    """Connections of the pool that are kept at hand between two reads.

    The pool takes longer to lend one and to have it back than the driver to answer over it. So a
    read leaves its connection here for the next, until somebody waits for the pool. The one that
    rested longest goes first: behind each is a process of the server, and on a busy machine one
    that is asked again at once starves the others.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Begin with none."""
        self._engine = engine
        self._kept = deque[PoolProxiedConnection]()
        self._waiting, self._is_closed = 0, False

    def __len__(self) -> int:
        """Return how many are here, which nobody uses."""
        return len(self._kept)

    async def take(self) -> PoolProxiedConnection:
        """Return a connection, to be left here again: one that is here, else one of the pool.

        The pool finds out what broke, so it has all of them where the next did.
        """
        if self._kept and not _is_closed(self._kept[0]):
            return self._kept.popleft()
        with self.given_back():
            return await self._engine.raw_connection()

    def leave(self, lent: PoolProxiedConnection) -> None:
        """Keep a connection for the next read, unless somebody waits for it."""
        if self._is_closed:
            lent.invalidate()  # the pool has forgotten it
        elif self._waiting:
            lent.close()
        else:
            self._kept.append(lent)

    @contextmanager
    def given_back(self) -> Generator[None]:
        """Give all of them back to the pool, and keep none while somebody waits for it."""
        self._waiting += 1
        self._give_back()
        try:
            yield
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Keep none any more."""
        self._is_closed = True
        self._give_back()

    def _give_back(self) -> None:
        while self._kept:
            self._kept.pop().close()


def _leave_documents(connection: Any, _record: object) -> None:
    """Have the driver give a jsonb as its text, which is parsed when somebody looks at it.

    SQLAlchemy has each one parsed. Its own questions about the catalogue use json, which stays so.
    """
    connection.run_async(_as_text)


async def _as_text(driver: Any) -> None:
    await driver.reset_type_codec("jsonb", schema="pg_catalog")


def _check_open(connection: Any, _record: object, _proxy: object) -> None:
    """Let go of all connections when one was closed by a server that went away.

    The driver is told when that happens: asking the server each time would cost a round trip.
    """
    if _is_closed(connection):
        raise InvalidatePoolError


def _is_closed(connection: Any) -> bool:
    return cast("bool", connection.driver_connection.is_closed())


def _asyncpg(url: URL) -> URL:
    """Choose the driver, and translate libpq's name for TLS into asyncpg's."""
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return url.set(drivername="postgresql+asyncpg", query=query)
