"""Where the time of an import goes: the application in this process, under cProfile.

The event loop and the thread that writes are profiled apart. The profiler makes calls dearer than
they are, so the table tells proportions and not milliseconds.
"""

import asyncio
import cProfile
import pstats
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Message

from bench import import_cost
from gateway import store
from gateway.app import create_app
from gateway.settings import Settings

LINES = 60


def profile(requests: int) -> None:
    """Import so many numbers, and print what took longest on each thread, callees included."""
    loop, writer = cProfile.Profile(), cProfile.Profile()
    store.ThreadPoolExecutor = partial(ThreadPoolExecutor, initializer=writer.enable)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/profiled.db", log_level="ERROR")
        asyncio.run(_import(create_app(settings), requests, loop))
    for name, profiled in (("the event loop", loop), ("the thread that writes", writer)):
        print(f"== {name}: {requests} imports ==")
        pstats.Stats(profiled).strip_dirs().sort_stats("cumulative").print_stats(LINES)


async def _import(app: Any, requests: int, profiler: cProfile.Profile) -> None:
    async with app.router.lifespan_context(app):
        await _send(app, range(import_cost.WARM_UP))
        profiler.enable()
        await _send(app, range(import_cost.WARM_UP, import_cost.WARM_UP + requests))
        profiler.disable()


async def _send(app: ASGIApp, places: range) -> None:
    for place in places:
        body: Message = {"type": "http.request", "body": import_cost.request(place)}
        await app(_scope(), partial(_received, body), _dropped)


def _scope() -> dict[str, Any]:
    headers = [(b"content-type", b"application/json"), (b"accept", b"*/*")]
    path = {"method": "POST", "path": "/graphql", "root_path": "", "query_string": b""}
    return {"type": "http", "headers": headers, "state": {}, **path}


async def _received(message: Message) -> Message:
    return message


async def _dropped(_message: Message) -> None:
    pass
