"""The ASGI application: the only module that builds things."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from gateway import front, ide, logs, rest, revisions, store, traces
from gateway.access import Access
from gateway.admission import Admission
from gateway.compression import Compression
from gateway.edge import Edge
from gateway.errors import SchemaOutdated, Unavailable
from gateway.events import Events
from gateway.graphql.endpoint import Endpoint
from gateway.graphql.schema import sdl
from gateway.guard import Guard
from gateway.health import Health
from gateway.metrics import Metrics
from gateway.numbers import PhoneNumbers
from gateway.projects import Projects
from gateway.rates import Rates
from gateway.settings import Settings
from gateway.stop import Stop
from gateway.store import Store

_LONGEST_PAUSE: Final = 5  # seconds between two attempts to reach a database
_log = structlog.get_logger("numbergate.app")


def create_app(settings: Settings | None = None) -> Starlette:
    """Build an application; uvicorn's factory mode passes no settings: the environment has them."""
    settings = settings or Settings.read()
    logs.configure(settings)
    if settings.traces:
        traces.start()
    database = store.connect(
        settings.database_url, busy_seconds=settings.busy_seconds, pool_size=settings.pool_size
    )
    access, counted = Access(settings, Projects(database)), Metrics()
    entrance, stop = Guard(access, Rates(settings)), Stop(settings.leave_seconds)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[dict[str, Stop]]:
        arrival = await _prepared(database)
        stop.listen()
        gc.freeze()  # what is here now stays: nobody has to look through it for garbage
        yield {"stop": stop}
        if arrival:
            arrival.cancel()
        await access.close()
        await database.close()

    counted.gauge("numbergate_database_busy", "Connections or writes in use.", database.busy)
    numbers, events = PhoneNumbers(database), Events(database)
    return Starlette(
        routes=[
            Route("/graphql", Endpoint(settings, entrance, counted, numbers, events)),
            *Health(database, entrance, counted, stop).routes(),
            *rest.Rest(settings, entrance, numbers).routes(),
            *front.routes(settings, sdl()),
            *(ide.routes() if settings.explorer else ()),
        ],
        middleware=_middleware(settings),
        lifespan=lifespan,
    )


async def _prepared(database: Store) -> asyncio.Task[None] | None:
    """Prepare the database; where it does not answer yet, begin to serve and wait for it."""
    try:
        await revisions.prepare(database)
    except Unavailable:
        return asyncio.create_task(_awaited(database))
    return None


async def _awaited(database: Store) -> None:
    pause = 0.25
    while True:
        await asyncio.sleep(pause)
        try:
            await revisions.prepare(database)
        except Unavailable:
            pause = min(2 * pause, _LONGEST_PAUSE)
        except SchemaOutdated:
            _log.error("schema_outdated")  # /readyz tells the rest
            return
        else:
            _log.info("database_available")
            return


def _middleware(settings: Settings) -> list[Middleware]:
    """Return what every request passes, outermost first.

    A browser's question whether it may ask is answered before anything counts it, and an answer
    is compressed by whoever holds a place for it.
    """
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins.split(),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"],
        expose_headers=[
            "X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining",
            "RateLimit-Reset",
        ],
        max_age=600,
    )  # fmt: skip
    return [
        Middleware(Edge),
        *([cors] if settings.cors_origins else []),
        Middleware(Admission, settings=settings, refusals={rest.PREFIX: rest.OVERLOADED}),
        Middleware(Compression, minimum_size=settings.compress_from, compresslevel=5),
    ]
