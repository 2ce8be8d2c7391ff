"""Application factory: `create_app` builds every object and wires them; no other module does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from gateway.app.application import Application, Routes
from gateway.app.lifespan import lifespan
from gateway.assembly import Assembly, Observers
from gateway.auth.authenticator import Authenticator
from gateway.auth.rate_limit import RateLimiter
from gateway.concurrency.admission import AdmissionControl
from gateway.domain.frozen_model import FrozenModel
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
from gateway.http.health import Health
from gateway.http.uploads import UploadEndpoint
from gateway.observability import tracing
from gateway.observability.logging import configure_logging
from gateway.observability.metrics import Metrics
from gateway.rest.routes import Rest
from gateway.services.bulk_jobs.uploads import Uploads
from gateway.settings import Settings
from resolvers.context import Services


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the endpoints share."""

    settings: Settings
    metrics: Metrics
    assembly: Assembly
    authenticator: Authenticator
    authentication: RequestAuthentication
    admission: AdmissionControl
    shutdown: GracefulShutdown

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Build them."""
        metrics = Metrics()
        assembly = Assembly(settings, _observers(metrics))
        authenticator = Authenticator(settings, assembly.projects)
        return cls(
            settings,
            metrics,
            assembly,
            authenticator,
            _authentication(settings, authenticator),
            _admission(settings),
            GracefulShutdown(settings.leave_seconds),
        )


def create_app(settings: Settings | None = None) -> Application:
    """Build the application; without *settings*, as uvicorn calls it, read the environment."""
    settings = _configured(settings or Settings.read())
    parts = _Parts.of(settings)
    endpoint, sockets = _graphql(parts)
    _add_gauges(parts, sockets)
    compression = Middleware(GZipMiddleware, minimum_size=settings.compress_from, compresslevel=5)
    routes = Routes(
        routes=[
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", sockets),
            *_other_routes(parts),
            *_pages(settings),
        ],
        middleware=[compression],
        lifespan=lifespan(settings, parts.assembly, parts.authenticator, parts.shutdown),
    )
    return Application(settings, routes, endpoint, parts.admission)


def _configured(settings: Settings) -> Settings:
    """Configure what belongs to the process, logging and tracing, and return all settings."""
    if settings.console:
        settings = console.trusting(settings)
    configure_logging(settings)
    FrozenModel.build_all()
    if settings.traces:
        tracing.start()
    return settings


def _observers(metrics: Metrics) -> Observers:
    return Observers(
        platform_call=metrics.record_platform_call,
        provider_call=metrics.record_provider_call,
        refresh=metrics.record_refresh,
        chunk=metrics.record_chunk,
        webhook=metrics.record_webhook,
    )


def _authentication(settings: Settings, authenticator: Authenticator) -> RequestAuthentication:
    cross_site = CrossSiteProtection(settings.cors_origins.split())
    return RequestAuthentication(authenticator, RateLimiter(settings), cross_site)


def _admission(settings: Settings) -> AdmissionControl:
    return AdmissionControl(
        settings.running_requests, settings.waiting_requests, settings.waiting_seconds
    )


def _graphql(parts: _Parts) -> tuple[Endpoint, WebSockets]:
    """Return the endpoint of GraphQL over HTTP, and that over WebSockets."""
    settings, authentication, shutdown = parts.settings, parts.authentication, parts.shutdown
    operations = Operations(settings, authentication, parts.metrics, Services.of(parts.assembly))
    subscriptions = Subscriptions(operations, settings, parts.metrics, shutdown)
    streams = ServerSentEvents(operations, subscriptions, authentication, shutdown, settings)
    endpoint = Endpoint(operations, authentication, streams, settings.body_limit)
    runner = OperationRunner(operations, subscriptions, parts.admission)
    return endpoint, WebSockets(runner, authentication, settings)


def _add_gauges(parts: _Parts, sockets: WebSockets) -> None:
    in_flight = parts.assembly.database.in_flight
    gauge = parts.metrics.gauge
    gauge("numbergate_database_busy", "Database connections or writes in use.", in_flight)
    gauge("numbergate_websockets", "WebSockets that are open.", sockets.count)


def _other_routes(parts: _Parts) -> Iterable[BaseRoute]:
    """Yield the routes of health checks, files and the REST API."""
    settings, authentication, assembly = parts.settings, parts.authentication, parts.assembly
    yield from Health(assembly.database, authentication, parts.metrics, parts.shutdown).routes()
    yield from UploadEndpoint(settings, authentication, Uploads(assembly.bulk_jobs)).routes()
    yield from ExportEndpoint(authentication, assembly.numbers).routes()
    yield from Rest(settings, authentication, assembly.numbers).routes()


def _pages(settings: Settings) -> Iterable[BaseRoute]:
    """Yield the routes of the pages for people."""
    yield from landing.routes(settings, sdl)
    if settings.explorer:
        yield from explorer.routes()
    if settings.console:
        yield from console.routes(settings)
