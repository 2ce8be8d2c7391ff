"""Health checks and metrics: /healthz (liveness), /readyz (readiness) and /metrics (Prometheus)."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.database import revision
from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.errors import Failure, ShuttingDown
from gateway.http.authentication import RequestAuthentication
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.http.statuses import headers_of, status_of
from gateway.observability.figures import as_text
from gateway.observability.metrics import CONTENT_TYPE, Metrics
from gateway.upstream.figures import figures


@dataclass(frozen=True, slots=True)
class Health:
    """The routes for orchestrators and monitoring, beside the GraphQL and REST APIs."""

    database: Database
    authentication: RequestAuthentication
    metrics: Metrics
    shutdown: GracefulShutdown

    def routes(self) -> list[Route]:
        """Return the public /healthz and /readyz, and /metrics, which needs the scope admin."""
        return [
            Route("/healthz", _live),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]

    async def _ready(self, _: Request) -> Response:
        try:
            if self.shutdown.has_begun:
                raise ShuttingDown
            await revision.check(self.database)
        except Failure as failure:
            return _failed(failure)
        return PlainTextResponse("ready\n")

    async def _metrics(self, request: Request) -> Response:
        try:
            principal = await self.authentication.authenticate(request.scope)
            principal.caller(None).require_scope(Scope.ADMIN)
        except Failure as failure:
            return _failed(failure)
        text = self.metrics.text() + await self._figures()
        return Response(text, media_type=CONTENT_TYPE)

    async def _figures(self) -> bytes:
        """Return the gauges that the database knows; none while it does not answer."""
        try:
            return as_text(await self.database.read(figures))
        except Failure:
            return b""


def _failed(failure: Failure) -> Response:
    return PlainTextResponse(f"{failure.message}\n", status_of(failure), headers_of(failure))


async def _live(_: Request) -> PlainTextResponse:
    """Answer without the database: restarting the process does not repair a database."""
    return PlainTextResponse("alive\n")
