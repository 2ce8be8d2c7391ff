"""Application factory: `create_app` builds every object and wires them; no other module does."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gateway.assembly import Assembly, Observers
from gateway.auth.authenticator import Authenticator
from gateway.auth.rate_limit import RateLimiter
from gateway.concurrency.admission import AdmissionControl
from gateway.database import migrate
from gateway.database.database import Database
from gateway.errors import SchemaOutdated, Unavailable
from gateway.graphql.endpoint import Endpoint
from gateway.graphql.operations import Operations
from gateway.graphql.schema import sdl
from gateway.graphql.single_operation import OperationRunner
from gateway.graphql.sse import ServerSentEvents
from gateway.graphql.subscriptions import Subscriptions
from gateway.graphql.websocket import WebSockets
from gateway.http import console, explorer, landing
from gateway.http.authentication import RequestAuthentication
from gateway.http.cross_site import CrossSiteProtection
from gateway.http.exports import ExportEndpoint
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.http.headers import CORS_HEADERS, request_headers
from gateway.http.health import Health
from gateway.http.middleware import RequestMiddleware
from gateway.http.overload import Overload
from gateway.http.unsent_responses import UnsentResponses
from gateway.http.uploads import UploadEndpoint
from gateway.observability import tracing
from gateway.observability.loggers import Logger
from gateway.observability.logging import configure_logging, finish_logging, load_log_format
from gateway.observability.metrics import Metrics
from gateway.rest.routes import BASE_PATH, OVERLOADED, Rest
from gateway.services import number_lookup
from gateway.services.bulk_jobs.uploads import Uploads
from gateway.services.projects import Projects
from gateway.settings import Settings
from resolvers.context import Services

# Thresholds of the garbage collector. A response allocates hundreds of small objects, and many are
# in progress at once: with the default of 700, each request would start a collection.
# Evicted documents are garbage of the oldest generation, which is collected after half a million
# allocations if it grew by a quarter: so the objects of the modules, which live as long as the
# process, are frozen and do not count.
GC_THRESHOLDS: Final = (20_000, 5, 5)
_MIN_BACKOFF, _MAX_BACKOFF = 0.25, 5.0  # seconds between two connection attempts
_OVERLOAD_BODIES: Final = {BASE_PATH: OVERLOADED}
Begin = Callable[[], Awaitable[None]]
_log = Logger("numbergate.app")


class Routes(Starlette):
    """Starlette without `ServerErrorMiddleware`: `RequestMiddleware` handles unexpected errors."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return the router, wrapped in the middleware."""
        app: ASGIApp = ExceptionMiddleware(self.router)
        for middleware, arguments, options in reversed(self.user_middleware):
            app = middleware(app, *arguments, **options)
        return app


class Application(RequestMiddleware):
    """The ASGI application. Its *routes* run the lifespan."""

    def __init__(
        self, settings: Settings, routes: Routes, endpoint: ASGIApp, admission: AdmissionControl
    ) -> None:
        """Send POSTs to /graphql to *endpoint* directly where possible, all else to *routes*."""
        self.routes = routes
        app = DirectRoute(routes, "/graphql", endpoint, settings.trusted_proxies)
        overload = Overload(_OVERLOAD_BODIES)
        super().__init__(
            _with_cors(app, settings),
            _with_cors(overload, settings),
            admission,
            settings.body_limit,
        )


class DirectRoute:
    """A shortcut to one endpoint, for requests on which the other middleware has no effect.

    These are POSTs that accept no gzip and came through no proxy. All other requests pass the
    middleware and the router, which call the same endpoint.
    """

    def __init__(self, app: ASGIApp, path: str, endpoint: ASGIApp, proxies: str) -> None:
        """Route *path* to *endpoint*; the X-Forwarded headers of *proxies* are trusted."""
        self._app, self._path, self._endpoint = app, path, endpoint
        self._behind_proxy: Any = ProxyHeadersMiddleware(cast("Any", app), proxies)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Call the endpoint, or the next application."""
        if scope["type"] == "lifespan":
            return self._app(scope, receive, send)
        headers = request_headers(scope)
        if b"x-forwarded-for" in headers or b"x-forwarded-proto" in headers:
            return cast("Awaitable[None]", self._behind_proxy(scope, receive, send))
        # Responses to POST are not cached, so an uncompressed one needs no Vary header.
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        is_plain = is_post and b"gzip" not in headers.get(b"accept-encoding", b"")
        is_direct = is_plain and scope["path"] == self._path
        return (self._endpoint if is_direct else self._app)(scope, receive, send)


def create_app(settings: Settings | None = None) -> Application:
    """Build the application; without *settings*, as uvicorn calls it, read the environment."""
    settings = settings or Settings.read()
    if settings.console:
        settings = console.trusting(settings)
    configure_logging(settings)
    load_log_format()
    if settings.traces:
        tracing.start()
    metrics = Metrics()
    observers = Observers(
        metrics.record_platform_call,
        metrics.record_provider_call,
        metrics.record_refresh,
        metrics.record_chunk,
        metrics.record_webhook,
    )
    assembly = Assembly.of(settings, observers)
    database, numbers = assembly.database, assembly.numbers
    projects = Projects(database)
    authenticator = Authenticator(settings, projects)
    cross_site = CrossSiteProtection(settings.cors_origins.split())
    authentication = RequestAuthentication(authenticator, RateLimiter(settings), cross_site)
    shutdown = GracefulShutdown(settings.leave_seconds)
    metrics.gauge(
        "numbergate_database_busy", "Database connections or writes in use.", database.in_flight
    )
    services = Services(
        numbers,
        assembly.events,
        assembly.upstreams,
        projects,
        assembly.feed,
        assembly.bulk_jobs,
        assembly.job_feed,
        assembly.webhooks,
        assembly.connections,
        assembly.provider_numbers,
        assembly.handler_checks,
    )
    operations = Operations(settings, authentication, metrics, services)
    subscriptions = Subscriptions(operations, settings, metrics, shutdown)
    streams = ServerSentEvents(operations, subscriptions, authentication, shutdown, settings)
    endpoint = Endpoint(operations, authentication, streams, settings.body_limit)
    admission = AdmissionControl(
        settings.running_requests, settings.waiting_requests, settings.waiting_seconds
    )
    runner = OperationRunner(operations, subscriptions, admission)
    sockets = WebSockets(runner, authentication, settings)
    metrics.gauge("numbergate_websockets", "WebSockets that are open.", sockets.count)
    routes = Routes(
        routes=[
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", sockets),
            *Health(database, authentication, metrics, shutdown).routes(),
            *UploadEndpoint(settings, authentication, Uploads(assembly.bulk_jobs)).routes(),
            *ExportEndpoint(authentication, numbers).routes(),
            *Rest(settings, authentication, numbers).routes(),
            *landing.routes(settings, sdl()),
            *(explorer.routes() if settings.explorer else ()),
            *(console.routes(settings) if settings.console else ()),
        ],
        middleware=[
            Middleware(GZipMiddleware, minimum_size=settings.compress_from, compresslevel=5)
        ],
        lifespan=_lifespan(settings, assembly, authenticator, shutdown),
    )
    return Application(settings, routes, endpoint, admission)


def _lifespan(
    settings: Settings,
    assembly: Assembly,
    authenticator: Authenticator,
    shutdown: GracefulShutdown,
) -> Callable[[Starlette], AbstractAsyncContextManager[dict[str, Any]]]:
    """Return the lifespan: startup prepares the database, shutdown closes what is open.

    Background work starts as soon as the database is ready, unless the settings say otherwise.
    """

    async def begin() -> None:
        await assembly.log_missing_keys()
        if settings.work:
            assembly.runner.start()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[dict[str, Any]]:
        connecting = await _prepare(assembly.database, begin)
        shutdown.install()
        gc.freeze()  # see GC_THRESHOLDS
        gc.set_threshold(*GC_THRESHOLDS)
        loading = asyncio.create_task(number_lookup.preload())
        yield {"shutdown": shutdown, "unsent": UnsentResponses(settings.unsent_limit)}
        await loading
        if connecting:
            connecting.cancel()
        await authenticator.close()
        await assembly.close()
        await asyncio.to_thread(finish_logging)

    return lifespan


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


def _with_cors(app: ASGIApp, settings: Settings) -> ASGIApp:
    """Add CORS headers for the origins in *settings*."""
    if not settings.cors_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins.split(),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=[*CORS_HEADERS, *settings.cors_headers.split()],
        expose_headers=[
            "X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining",
            "RateLimit-Reset",
        ],
        max_age=600,
    )  # fmt: skip
