"""PostgreSQL, for production: a server, with asyncpg as the driver and a connection pool."""

import asyncio
from collections import deque
from collections.abc import (
    AsyncGenerator,
    Callable,
    Collection,
    Generator,
    Hashable,
    Iterable,
    Mapping,
)
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool, PoolProxiedConnection, QueuePool
from sqlalchemy.util import greenlet_spawn

from gateway.concurrency.fair_queue import FairQueue
from gateway.database import errors, write_batch
from gateway.database.changes import Listener, take_touched
from gateway.database.postgresql_changes import PostgreSQLChanges
from gateway.database.postgresql_writer import PostgreSQLWriter, count_writes
from gateway.database.statements import PreparedQuery
from gateway.errors import SearchTimeout
from gateway.models.column_types import to_json
from gateway.observability import tracing

T = TypeVar("T")
_Work = Callable[[Connection], T]

# Timeouts of each session, as server settings.
SESSION_TIMEOUTS: Final = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
}
_CONNECT_SECONDS: Final = 2
_WAITING_SCANS: Final = 64  # of one project; further ones are refused
_POOL_SECONDS: Final = 2  # how long a query waits for a connection of the pool


class PostgreSQL:
    """A PostgreSQL server, over asyncpg."""

    is_embedded = False
    has_text_index = False  # the planner decides about its trigram indexes
    batch_rows = 100

    def __init__(self, url: URL, pool_size: int) -> None:
        """Prepare a pool for *url*. Connections are opened on demand and stay open."""
        connect_args = {"timeout": _CONNECT_SECONDS, "server_settings": SESSION_TIMEOUTS}
        self._engine: AsyncEngine = create_async_engine(
            _asyncpg(url),
            pool_size=pool_size,
            max_overflow=0,  # an overflow connection would be opened and closed with each use
            pool_timeout=_POOL_SECONDS,
            hide_parameters=True,
            json_serializer=to_json,
            connect_args=connect_args,
        )
        self._changes = PostgreSQLChanges(
            create_async_engine(_asyncpg(url), poolclass=NullPool, connect_args=connect_args)
        )
        event.listen(self._engine.sync_engine, "connect", _return_jsonb_as_text)
        event.listen(self._engine.sync_engine, "checkout", _check_open)
        self._autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._idle = IdleConnections(self._engine)
        count_writes(self._engine.sync_engine)
        self._writer = PostgreSQLWriter(self._transact)
        most, each = max(1, pool_size * 2 // 3), max(1, pool_size // 3)
        self._scans = FairQueue(most, each=each, waiting=_WAITING_SCANS)

    async def read(self, work: _Work[T]) -> T:
        """Run *work* in autocommit mode, which saves the round trips of BEGIN and COMMIT."""
        with tracing.database_span("postgresql", "read"), errors.translated:
            async with self._connect(self._autocommit) as db:
                return await db.run_sync(work)

    async def fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        """Run the query on asyncpg's connection directly, which caches prepared statements.

        A scan waits for its project's turn first, so that other queries find a connection.
        """
        if not query.is_scan:
            return await self._fetch(query, values)
        project = values.get("project")
        await self._scans.enter(project)
        try:
            return await self._fetch(query, values)
        finally:
            self._scans.leave(project)

    async def _fetch(self, query: PreparedQuery, values: Mapping[str, Any]) -> list[Any]:
        dialect = self._engine.dialect
        compiled = query.compiled(dialect)
        with tracing.database_span("postgresql", "read"), errors.translated:
            connection = await self._idle.acquire()
            driver: Any = connection.driver_connection
            try:
                fetched = await driver.fetch(compiled.text, *compiled.arguments(values))
            except Exception as exc:
                if errors.is_statement_timeout(exc):
                    raise SearchTimeout from None
                errors.raise_if_outage(exc, is_disconnected=driver.is_closed())
                raise
            finally:
                self._idle.release(connection)
        return query.shape.rows(fetched, dialect)

    async def write(
        self, work: _Work[T], project: Hashable = None, resources: Iterable[Hashable] = ()
    ) -> T:
        """Run *work* in one READ COMMITTED transaction, shared with others of its *project*."""
        with tracing.database_span("postgresql", "write"):
            if project is None:
                return await self._transact(partial(write_batch.run, work))
            return await self._writer.write(work, project, resources)

    async def _transact(self, work: _Work[T]) -> T:
        with errors.translated:
            done = await greenlet_spawn(self._in_greenlet, work)
        result, touched = cast("tuple[T, Collection[UUID]]", done)
        self._changes.publish(touched)
        return result

    def _in_greenlet(self, work: _Work[T]) -> tuple[T, Collection[UUID]]:
        """Run *work* in a transaction; return its result and the topics it wrote about.

        It all runs in one greenlet: each step of an `AsyncConnection` would start another.
        """
        with self._idle.returned_to_pool():
            connected = self._engine.sync_engine.connect()
        with connected as db:
            with _transaction(db):
                result = work(db)
            return result, take_touched(db)

    def notify(self, listener: Listener) -> None:
        """Tell *listener* of the commits of this process from now on."""
        self._changes.notify(listener)

    def watched(self, listener: Listener) -> AbstractAsyncContextManager[None]:
        """Tell *listener* of commits: those of this process at once, others in milliseconds."""
        return self._changes.watched(listener)

    def in_flight(self) -> int:
        """Return how many connections of the pool are in use."""
        return cast("QueuePool", self._engine.pool).checkedout() - len(self._idle)

    async def close(self) -> None:
        """Finish the queued writes, then close the pool."""
        await self._writer.close()
        await self._changes.close()
        self._idle.close()
        await self._engine.dispose()

    @asynccontextmanager
    async def _connect(self, engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
        """Check a connection out of the pool, with all idle ones returned to it before."""
        db = engine.connect()
        with self._idle.returned_to_pool():
            await db.start()
        try:
            yield db
        finally:
            await asyncio.shield(db.close())


class IdleConnections:
    """A free list of connections that stay checked out of the pool between two reads.

    A check-out and check-in of the pool takes longer than a look-up by an index. So a read leaves
    its connection here for the next one, until something waits for the pool. The connection that
    was idle longest is used next, so that on a busy machine the server's processes share the CPU.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Start empty, with the pool of *engine*."""
        self._engine = engine
        self._connections = deque[PoolProxiedConnection]()
        self._pool_waiters, self._is_closed = 0, False

    def __len__(self) -> int:
        """Return how many connections are idle."""
        return len(self._connections)

    async def acquire(self) -> PoolProxiedConnection:
        """Return an idle connection, else one of the pool. `release` it after use.

        If the next one was closed by the server, all return to the pool, which then replaces them.
        """
        if self._connections and not _is_closed(self._connections[0]):
            return self._connections.popleft()
        with self.returned_to_pool():
            return await self._engine.raw_connection()

    def release(self, connection: PoolProxiedConnection) -> None:
        """Keep the connection for the next read, or check it in if something waits for the pool."""
        if self._is_closed:
            connection.invalidate()  # the pool is disposed and would keep it open
        elif self._pool_waiters:
            connection.close()
        else:
            self._connections.append(connection)

    @contextmanager
    def returned_to_pool(self) -> Generator[None]:
        """Check all idle connections in, and keep none while the block runs."""
        self._pool_waiters += 1
        self._check_in()
        try:
            yield
        finally:
            self._pool_waiters -= 1

    def close(self) -> None:
        """Check all idle connections in, and keep none from now on."""
        self._is_closed = True
        self._check_in()

    def _check_in(self) -> None:
        while self._connections:
            self._connections.pop().close()


@contextmanager
def _transaction(db: Connection) -> Generator[None]:
    """Run a transaction on *db*. A cancelled one that may have no end closes the connection.

    SQLAlchemy does not roll back what was cancelled as it began: the BEGIN that the server got
    would hold all further writes of the connection, and no COMMIT of theirs would be one.
    Raises `Unavailable` for what fails because the connection was lost, in whatever words.
    """
    driver: Any = db.connection.driver_connection
    has_begun = True
    try:
        with db.begin():
            try:
                yield
            except asyncio.CancelledError:
                has_begun = _is_in_transaction(driver)
                raise
    except asyncio.CancelledError:
        if not has_begun or _is_in_transaction(driver):
            db.invalidate()
        raise
    except SQLAlchemyError as exc:
        errors.raise_if_outage(exc, is_disconnected=driver.is_closed())
        raise


def _is_in_transaction(driver: Any) -> bool:
    """Return whether the server said so last; a connection that was closed cannot tell."""
    return not driver.is_closed() and bool(driver.is_in_transaction())


def _return_jsonb_as_text(connection: Any, _record: object) -> None:
    """Have asyncpg return jsonb as text, which `JSONValue` parses on access.

    SQLAlchemy sets a codec that parses every value. Its queries of the catalogue use json, whose
    codec stays.
    """
    connection.run_async(_reset_jsonb_codec)


async def _reset_jsonb_codec(driver: Any) -> None:
    await driver.reset_type_codec("jsonb", schema="pg_catalog")


def _check_open(connection: Any, _record: object, _proxy: object) -> None:
    """Invalidate the whole pool when a connection is closed: the server restarted or failed over.

    asyncpg knows the state of its socket, so this costs no round trip, unlike ``pool_pre_ping``.
    """
    if _is_closed(connection):
        raise InvalidatePoolError


def _is_closed(connection: Any) -> bool:
    return cast("bool", connection.driver_connection.is_closed())


def _asyncpg(url: URL) -> URL:
    """Set the driver, and rename libpq's ``sslmode`` to asyncpg's ``ssl``."""
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return url.set(drivername="postgresql+asyncpg", query=query)
