"""The ASGI application: the only module that builds things."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, cast

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gateway.auth.authenticator import Authenticator
from gateway.auth.rate_limit import RateLimiter
from gateway.concurrency.admission import Overload
from gateway.database import migrate
from gateway.database.database import Database, connect
from gateway.errors import SchemaOutdated, Unavailable
from gateway.graphql.endpoint import Endpoint
from gateway.graphql.schema import sdl
from gateway.http import explorer, landing
from gateway.http.authentication import RequestAuthentication
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.http.headers import request_headers
from gateway.http.health import Health
from gateway.http.middleware import RequestMiddleware
from gateway.observability import logging, tracing
from gateway.observability.metrics import Metrics
from gateway.rest.routes import OVERLOADED, PREFIX, Rest
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.settings import Settings

# Objects that are looked through at once, and how often that goes further. An answer is made of
# hundreds of small ones, and many are under way: the usual 700 are there again and again.
_GARBAGE: Final = (20_000, 20, 100)
_LONGEST_PAUSE: Final = 5  # seconds between two attempts to reach a database
_REFUSALS: Final = {PREFIX: OVERLOADED}
_log = structlog.get_logger("numbergate.app")


class Routes(Starlette):
    """Starlette without its outermost layer: `RequestMiddleware` answers what escapes."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return what every request passes."""
        app: ASGIApp = ExceptionMiddleware(self.router)
        for layer, arguments, options in reversed(self.user_middleware):
            app = layer(app, *arguments, **options)
        return app


class Application(RequestMiddleware):
    """The whole: what lives through the server's start and stop are its *routes*."""

    def __init__(self, settings: Settings, routes: Routes, endpoint: ASGIApp) -> None:
        """Answer at *endpoint* what most ask, and by the *routes* the rest."""
        self.routes = routes
        doors = Shortcut(routes, "/graphql", endpoint, settings.trusted_proxies)
        overload = Overload(_REFUSALS)
        super().__init__(_shared(doors, settings), _shared(overload, settings), settings)


class Shortcut:
    """The way to a door that most requests take, where nothing is to be done before it.

    The way round leads there too, through compression and the routes.
    """

    def __init__(self, app: ASGIApp, path: str, door: ASGIApp, proxies: str) -> None:
        """Ask *door* at *path*, and *app* elsewhere; *proxies* say for whom they ask."""
        self._app, self._path, self._door = app, path, door
        self._forwarded: Any = ProxyHeadersMiddleware(cast("Any", app), proxies)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass the request on."""
        if scope["type"] != "http":
            return self._app(scope, receive, send)
        headers = request_headers(scope)
        if b"x-forwarded-for" in headers or b"x-forwarded-proto" in headers:
            return cast("Awaitable[None]", self._forwarded(scope, receive, send))
        # Nobody keeps the answer to a POST: none has to say that it could have been compressed.
        plain = scope["method"] == "POST" and b"gzip" not in headers.get(b"accept-encoding", b"")
        at_door = plain and scope["path"] == self._path
        return (self._door if at_door else self._app)(scope, receive, send)


def create_app(settings: Settings | None = None) -> Application:
    """Build an application; uvicorn's factory mode passes no settings: the environment has them."""
    settings = settings or Settings.read()
    logging.configure(settings)
    if settings.traces:
        tracing.start()
    database = connect(
        settings.database_url, busy_seconds=settings.busy_seconds, pool_size=settings.pool_size
    )
    access, counted = Authenticator(settings, Projects(database)), Metrics()
    entrance, stop = (
        RequestAuthentication(access, RateLimiter(settings)),
        GracefulShutdown(settings.leave_seconds),
    )
    counted.gauge("numbergate_database_busy", "Connections or writes in use.", database.busy)
    numbers, events = PhoneNumbers(database), Events(database)
    endpoint = Endpoint(settings, entrance, counted, numbers, events)
    routes = Routes(
        routes=[
            Route("/graphql", endpoint),
            *Health(database, entrance, counted, stop).routes(),
            *Rest(settings, entrance, numbers).routes(),
            *landing.routes(settings, sdl()),
            *(explorer.routes() if settings.explorer else ()),
        ],
        middleware=[
            Middleware(GZipMiddleware, minimum_size=settings.compress_from, compresslevel=5)
        ],
        lifespan=_life(database, access, counted, stop),
    )
    return Application(settings, routes, endpoint)


def _life(
    database: Database, access: Authenticator, counted: Metrics, stop: GracefulShutdown
) -> Callable[[Starlette], AbstractAsyncContextManager[dict[str, GracefulShutdown]]]:
    """Return what happens at the start and at the stop of the server."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[dict[str, GracefulShutdown]]:
        arrival = await _prepared(database)
        stop.listen()
        gc.freeze()  # what is here now stays: nobody has to look through it for garbage
        gc.set_threshold(*_GARBAGE)
        yield {"stop": stop}
        if arrival:
            arrival.cancel()
        await access.close()
        await database.close()
        counted.count_now()

    return lifespan


async def _prepared(database: Database) -> asyncio.Task[None] | None:
    """Prepare the database; where it does not answer yet, begin to serve and wait for it."""
    try:
        await migrate.prepare(database)
    except Unavailable:
        return asyncio.create_task(_awaited(database))
    return None


async def _awaited(database: Database) -> None:
    pause = 0.25
    while True:
        await asyncio.sleep(pause)
        try:
            await migrate.prepare(database)
        except Unavailable:
            pause = min(2 * pause, _LONGEST_PAUSE)
        except SchemaOutdated:
            _log.error("schema_outdated")  # /readyz tells the rest
            return
        else:
            _log.info("database_available")
            return


def _shared(app: ASGIApp, settings: Settings) -> ASGIApp:
    """Let pages of the origins that *settings* name use the application, refusals included."""
    if not settings.cors_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins.split(),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"],
        expose_headers=[
            "X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining",
            "RateLimit-Reset",
        ],
        max_age=600,
    )  # fmt: skip
