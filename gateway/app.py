"""The ASGI application: the only module that builds things."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gateway import front, ide, logs, revisions, store
from gateway.edge import Edge
from gateway.errors import Failure
from gateway.events import Events
from gateway.graphql.endpoint import Endpoint
from gateway.graphql.schema import sdl
from gateway.numbers import PhoneNumbers
from gateway.settings import Settings


def create_app(settings: Settings | None = None) -> Starlette:
    """Build an application; uvicorn's factory mode passes no settings: the environment has them."""
    settings = settings or Settings.read()
    logs.configure(settings)
    database = store.connect(settings.database_url, busy_seconds=settings.busy_seconds)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await revisions.prepare(database)
        yield
        await database.close()

    async def readyz(_: Request) -> PlainTextResponse:
        try:
            await revisions.check(database)
        except Failure as failure:
            return PlainTextResponse(f"{failure.message}\n", 503)
        return PlainTextResponse("ready\n")

    return Starlette(
        routes=[
            Route("/graphql", Endpoint(settings, PhoneNumbers(database), Events(database))),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *front.routes(settings, sdl()),
            *(ide.routes() if settings.explorer else ()),
        ],
        middleware=[Middleware(Edge)],
        lifespan=lifespan,
    )


async def healthz(_: Request) -> PlainTextResponse:
    """Say that the process is alive, whatever the database does."""
    return PlainTextResponse("alive\n")
