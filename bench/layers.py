"""Where the time of a read goes, in one process and without HTTP.

Run: python -m bench.layers, or with --profile "one number" for a profile of one scenario.
The table asks the application from the outermost layer inwards: what a layer costs is the
difference to the one within it. The profile adds up each library's and file's own time.
"""

import argparse
import contextlib
import cProfile
import os
import pstats
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final, TextIO

import orjson
import uvloop
from starlette.routing import Route

from bench.data import filled
from bench.reads import SCENARIOS
from gateway.app import create_app
from gateway.commands import FindNumber
from gateway.graphql.requests import Asked
from gateway.paging import Window
from gateway.settings import Settings

_ROUNDS: Final = 7
_REQUESTS: Final = 300
Ask = Callable[[], Awaitable[object]]


class Application:
    """numbergate as it is shipped, asked over ASGI."""

    def __init__(self, database: Path, token: str) -> None:
        """Build it."""
        url = f"sqlite:///{database}"
        self.app = create_app(Settings(database_url=url, rate_limit=1_000_000_000))
        self._token = token

    def asking(self, body: bytes, layer: Any) -> Ask:
        """Return what sends *body* to a layer."""

        async def ask() -> list[Any]:
            sent: list[Any] = []
            messages = [{"type": "http.request", "body": body, "more_body": False}]

            async def receive() -> Any:
                return messages.pop()

            async def send(message: Any) -> None:
                sent.append(message)

            await layer(self._scope(body), receive, send)
            return sent

        return ask

    def _scope(self, body: bytes) -> dict[str, Any]:
        headers = {
            b"host": b"localhost", b"content-type": b"application/json",
            b"content-length": str(len(body)).encode(),
            b"authorization": f"Bearer {self._token}".encode(),
        }  # fmt: skip
        return {
            "type": "http", "method": "POST", "path": "/graphql", "raw_path": b"/graphql",
            "query_string": b"", "headers": list(headers.items()), "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80), "scheme": "http", "http_version": "1.1",
            "root_path": "", "app": self.app, "state": {"request_id": "x"}, "extensions": {},
        }  # fmt: skip

    def layers(self) -> Iterator[tuple[str, Any]]:
        """Yield the layers that a request passes, outermost first."""
        layer: Any = self.app.middleware_stack
        while layer is not None:
            yield type(layer).__name__, layer
            layer = getattr(layer, "app", None) or getattr(layer, "_app", None)
        [route] = [r for r in self.app.routes if isinstance(r, Route) and r.path == "/graphql"]
        yield "Endpoint", route.app


async def milliseconds(ask: Ask) -> float:
    """Return the CPU time of one request, out of many."""
    found = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for _ in range(_REQUESTS):
            await ask()
        found.append((time.process_time() - began) * 1000 / _REQUESTS)
    return median(found)


async def inner(application: Application, scenario: dict[str, Any]) -> tuple[float, float]:
    """Return the CPU time of executing the operation alone, and of the service's query alone."""
    endpoint: Any = dict(application.layers())["Endpoint"]
    asked = Asked.of(scenario)
    operation, _ = endpoint._documents.operation(asked)
    grant = await endpoint._guard.access.grant(f"Bearer {application._token}", None)
    context = endpoint._context(grant, "x", operation)
    numbers, caller, columns = context.numbers, context.caller, context.columns
    wanted = FindNumber.by(None, (asked.variables or {}).get("number", "+14153120007"))

    def query() -> Awaitable[object]:
        if asked.variables:
            return numbers.find(caller, wanted, columns)
        return numbers.page(caller, Window(first=50), columns=columns)

    executed = await milliseconds(lambda: endpoint._execute(operation, asked, context))
    return executed, await milliseconds(query)


async def table(application: Application) -> None:
    """Print what each layer costs."""
    for name, scenario in SCENARIOS.items():
        body = orjson.dumps(scenario)
        found = [
            (layer, await milliseconds(application.asking(body, app)))
            for layer, app in application.layers()
        ]
        executed, queried = await inner(application, scenario)
        found += [("execution", executed), ("the query in it", queried), ("", 0.0)]
        print(f"\n{name}: {found[0][1] * 1000:.0f} µs\n\n| layer | its own µs |\n|---|---|")
        for (layer, cost), (_, within) in pairwise(found):
            print(f"| {layer} | {(cost - within) * 1000:.0f} |")


async def profile(application: Application, scenario: str) -> None:
    """Print each file's own time."""
    ask = application.asking(orjson.dumps(SCENARIOS[scenario]), application.app)
    for _ in range(_REQUESTS):
        await ask()
    profiler = cProfile.Profile()
    with profiler:
        for _ in range(_REQUESTS):
            await ask()
    own: Counter[str] = Counter()
    stats: Any = pstats.Stats(profiler)
    for (file, _, _), (_, _, seconds, _, _) in stats.stats.items():
        own["/".join(Path(file).parts[-3:])] += seconds
    for file, seconds in own.most_common(25):
        print(f"{seconds / own.total():6.1%}  {file}")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w")


async def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--profile", choices=SCENARIOS)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, _nowhere() as nowhere:
        file = Path(folder) / "numbers.db"
        token = await filled(file)
        with contextlib.redirect_stderr(nowhere):  # its log
            application = Application(file, token)
        async with application.app.router.lifespan_context(application.app):
            application.app.middleware_stack = application.app.build_middleware_stack()
            await (profile(application, asked.profile) if asked.profile else table(application))


if __name__ == "__main__":
    uvloop.run(main())
