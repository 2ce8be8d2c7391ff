"""What operators ask: whether the process lives, whether it can answer, and what it has counted."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.database import migrate
from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.errors import Failure
from gateway.http import authentication
from gateway.http.authentication import RequestAuthentication
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.observability import metrics
from gateway.observability.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Health:
    """The routes beside the doors."""

    database: Database
    entrance: RequestAuthentication
    counted: Metrics
    stop: GracefulShutdown

    def routes(self) -> list[Route]:
        """Return /healthz and /readyz, which everybody may ask, and /metrics for admins."""
        return [
            Route("/healthz", _alive),
            Route("/readyz", self._ready),
            Route("/metrics", self._measured),
        ]

    async def _ready(self, _: Request) -> PlainTextResponse:
        if self.stop.announced:
            return PlainTextResponse("stopping\n", 503)
        try:
            await migrate.check(self.database)
        except Failure as failure:
            return PlainTextResponse(f"{failure.message}\n", 503)
        return PlainTextResponse("ready\n")

    async def _measured(self, request: Request) -> Response:
        try:
            (await self.entrance.admit(request.scope)).caller(None).demand(Scope.ADMIN)
        except Failure as failure:
            status, headers = authentication.STATUS[type(failure)], authentication.headers(failure)
            return PlainTextResponse(f"{failure.message}\n", status, headers)
        return Response(self.counted.text(), media_type=metrics.CONTENT_TYPE)


async def _alive(_: Request) -> PlainTextResponse:
    """Say that the process is alive, whatever the database does."""
    return PlainTextResponse("alive\n")
