"""Lifespan: startup prepares the database and begins background work, shutdown ends it."""

import asyncio
import functools
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

from starlette.applications import Starlette

from gateway.assembly import Assembly
from gateway.auth.authenticator import Authenticator
from gateway.database import migrate
from gateway.database.database import Database
from gateway.errors import SchemaOutdated, Unavailable
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.http.unsent_responses import UnsentResponses
from gateway.observability.loggers import Logger
from gateway.observability.logging import finish_logging
from gateway.settings import Settings

# Thresholds of the garbage collector. A response allocates hundreds of small objects, and many are
# in progress at once: with the default of 700, each request would start a collection.
# The oldest generation is collected after half a million allocations if it grew by a quarter. That
# takes 0.1 s for a full cache of documents, so the objects of the modules are frozen.
GC_THRESHOLDS: Final = (20_000, 5, 5)
_MIN_BACKOFF, _MAX_BACKOFF = 0.25, 5.0  # seconds between two connection attempts
Begin = Callable[[], Awaitable[None]]
_log = Logger("numbergate.app")


def lifespan(
    settings: Settings,
    assembly: Assembly,
    authenticator: Authenticator,
    shutdown: GracefulShutdown,
) -> Callable[[Starlette], AbstractAsyncContextManager[dict[str, Any]]]:
    """Return the lifespan: startup prepares the database, shutdown closes what is open.

    Background work starts as soon as the database is ready, unless the settings say otherwise.
    """

    async def begin() -> None:
        await assembly.prepare()
        if settings.work:
            assembly.workers.engine.start()

    @asynccontextmanager
    async def run(_: Starlette) -> AsyncGenerator[dict[str, Any]]:
        connecting = await _prepare(assembly.database, begin)
        shutdown.install()
        _tune_garbage_collector()
        yield {"shutdown": shutdown, "unsent": UnsentResponses(settings.unsent_limit)}
        if connecting:
            connecting.cancel()
        await authenticator.close()
        await assembly.close()
        await asyncio.to_thread(finish_logging)

    return run


@functools.cache
def _tune_garbage_collector() -> None:
    """Set the thresholds, once a process: a second freeze would keep garbage of the first."""
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


async def _prepare(database: Database, begin: Begin) -> asyncio.Task[None] | None:
    """Prepare the database, then *begin*; while it is unavailable, a task retries and serves."""
    try:
        await migrate.prepare(database)
    except Unavailable:
        return asyncio.create_task(_retry_prepare(database, begin))
    await begin()
    return None


async def _retry_prepare(database: Database, begin: Begin) -> None:
    """Retry with exponential backoff until the database is available."""
    backoff = _MIN_BACKOFF
    while True:
        await asyncio.sleep(backoff)
        try:
            await migrate.prepare(database)
        except Unavailable:
            backoff = min(2 * backoff, _MAX_BACKOFF)
        except SchemaOutdated:
            _log.error("schema_outdated")  # /readyz responds with the revision that is needed
            return
        else:
            _log.info("database_available")
            await begin()
            return
