"""The ASGI application: the only module that builds things."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway import guard, logs, metrics, revisions, store, traces
from gateway.access import Access
from gateway.edge import Edge
from gateway.errors import Failure
from gateway.events import Events
from gateway.graphql.endpoint import Endpoint
from gateway.guard import Guard
from gateway.metrics import Metrics
from gateway.models import Scope
from gateway.numbers import PhoneNumbers
from gateway.projects import Projects
from gateway.rates import Rates
from gateway.settings import Settings


def create_app(settings: Settings | None = None) -> Starlette:
    """Build an application; uvicorn's factory mode passes no settings: the environment has them."""
    settings = settings or Settings.read()
    logs.configure(settings)
    if settings.traces:
        traces.start()
    database = store.connect(settings.database_url, busy_seconds=settings.busy_seconds)
    access, counted = Access(settings, Projects(database)), Metrics()
    entrance = Guard(access, Rates(settings))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await revisions.prepare(database)
        yield
        await access.close()
        await database.close()

    async def readyz(_: Request) -> PlainTextResponse:
        try:
            await revisions.check(database)
        except Failure as failure:
            return PlainTextResponse(f"{failure.message}\n", 503)
        return PlainTextResponse("ready\n")

    async def measured(request: Request) -> Response:
        try:
            (await entrance.admit(request)).caller(None).demand(Scope.ADMIN)
        except Failure as failure:
            status, headers = guard.STATUS[type(failure)], guard.headers(failure)
            return PlainTextResponse(f"{failure.message}\n", status, headers)
        return Response(counted.text(), media_type=metrics.CONTENT_TYPE)

    numbers, events = PhoneNumbers(database), Events(database)
    return Starlette(
        routes=[
            Route("/graphql", Endpoint(settings, entrance, counted, numbers, events)),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", measured),
        ],
        middleware=[Middleware(Edge)],
        lifespan=lifespan,
    )


async def healthz(_: Request) -> PlainTextResponse:
    """Say that the process is alive, whatever the database does."""
    return PlainTextResponse("alive\n")
