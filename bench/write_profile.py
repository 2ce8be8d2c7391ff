"""Where the time of an import goes: the application in this process, under cProfile.

The event loop and the thread that writes are profiled apart and added up by library; what C code
does counts for whoever calls it, and waiting for the disk or the other thread for nobody. The
profiler makes calls dearer than they are, so the table tells proportions and not milliseconds.
"""

import asyncio
import cProfile
import pstats
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Message

from bench import writes
from gateway import store
from gateway.app import create_app
from gateway.settings import Settings

WAITING = re.compile(r"'(poll|get|put|send|commit)' of '(select|_queue|_socket|sqlite3)\.")
LIBRARY = re.compile(r".*/site-packages/(\w+)|.*/(gateway|schema|resolvers)/|.*/lib/python[\d.]+/")


def profile(requests: int) -> None:
    """Import so many numbers; print the share of each library, from one per cent on."""
    loop, writer = cProfile.Profile(), cProfile.Profile()
    store.ThreadPoolExecutor = partial(ThreadPoolExecutor, initializer=writer.enable)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/profiled.db", open_access=True, log_level="ERROR"
        )
        asyncio.run(_import(create_app(settings), requests, loop))
    _print_shares([pstats.Stats(loop), pstats.Stats(writer)])


async def _import(app: Any, requests: int, profiler: cProfile.Profile) -> None:
    async with app.router.lifespan_context(app):
        profiler.enable()
        for place in range(requests):
            body: Message = {"type": "http.request", "body": writes.request(place)}
            await _send(app, body)
        profiler.disable()


async def _send(app: ASGIApp, body: Message) -> None:
    headers = [(b"content-type", b"application/json"), (b"accept", b"*/*")]
    path = {"method": "POST", "path": "/graphql", "root_path": "", "query_string": b""}
    scope = {"type": "http", "headers": headers, "state": {}, **path}
    await app(scope, partial(_received, body), _dropped)


async def _received(message: Message) -> Message:
    return message


async def _dropped(_message: Message) -> None:
    pass


def _print_shares(threads: list[pstats.Stats]) -> None:
    shares: Counter[str] = Counter()
    for thread in threads:
        for library, seconds in _own_times(thread):
            shares[library] += seconds
    for library, seconds in shares.most_common():
        if seconds > shares.total() / 100:
            print(f"{seconds / shares.total():>4.0%}  {library}")


def _own_times(thread: pstats.Stats) -> Iterator[tuple[str, float]]:
    """Yield a library and seconds for each function, or for each caller of a built-in one."""
    for (file, _, name), (_, _, own, _, callers) in thread.stats.items():
        if file != "~":
            yield _library(file), own
        elif "sqlite3" in name and not WAITING.search(name):
            yield "sqlite3", own
        elif not WAITING.search(name):
            yield from ((_library(caller), cost[2]) for (caller, _, _), cost in callers.items())


def _library(file: str) -> str:
    found = LIBRARY.match(file)
    if found is None:
        return "built in"
    installed, ours = found.groups()
    return installed or (ours and "numbergate") or "standard library"
