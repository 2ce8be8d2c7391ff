"""Layers: CPU time of each step of a query, in one process without HTTP.

Run: python -m bench.layers
First each step runs alone, repeatedly, with all its code and data in the processor's caches; then
the steps run in turn, as in a request, and evict each other; then the whole request runs, which
adds what connects the steps.
"""

import argparse
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from statistics import median
from typing import Any, Final

import orjson
import uvloop

from bench.application import Application, running
from bench.scenarios import ONE, READS, Scenario
from gateway.concurrency.timeouts import timeout
from gateway.graphql import request
from gateway.graphql.operations import Request
from gateway.http.middleware import Exchange
from gateway.models.pagination import Window
from gateway.observability.log_format import REQUEST_ID
from schema.names import read_id

_ROUNDS: Final = 9
_REQUESTS: Final = 500
Step = tuple[str, Callable[[], Any]]


class Steps:
    """The steps between a request and its response."""

    def __init__(self, application: Application, scenario: Scenario) -> None:
        """Prepare the steps for a scenario."""
        self._application, self._scenario = application, scenario
        self._endpoint = application.endpoint
        self._body = scenario.body(0, application.ids)

    async def all(self) -> list[Step]:
        """Return the steps in order."""
        endpoint, scope = self._endpoint, self._scope()
        asked = await request.read(scope, self._receive, len(self._body))
        grant = await endpoint._authentication.authenticate(scope)
        operations, charge = endpoint._operations, endpoint._authentication.charge
        asks = Request(grant, "x", {})
        choice = await operations.select(grant, asked)
        context = operations.authorized_context(asks, choice)
        execute = choice.operation.compiled.execute
        result = await execute(context, choice.values)
        return [
            ("request id, headers, log line", self._exchanged),
            ("token", lambda: endpoint._authentication.authenticate(scope)),
            ("body, as JSON", lambda: request.read(scope, self._receive, len(self._body))),
            ("document, cost", lambda: operations.select(grant, asked)),
            ("rate limit", lambda: charge(grant, choice.cost)),
            ("context", lambda: operations.authorized_context(asks, choice)),
            ("time limit", _limited),
            ("metrics", lambda: operations._metrics.record_operation("query", "", "done", 0.001)),
            ("execution", lambda: execute(context, choice.values)),
            ("of that the query", lambda: self._queried(context)),
            ("answer, as JSON", lambda: orjson.dumps({"data": result.data})),
        ]

    def _scope(self) -> dict[str, Any]:
        return self._application.scope(self._scenario, self._body)

    async def _receive(self) -> Any:
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def _exchanged(self) -> None:
        exchange = Exchange(self._scope(), _sent)
        token = REQUEST_ID.set(exchange.request_id)
        await exchange.send({"type": "http.response.start", "status": 200, "headers": []})
        REQUEST_ID.reset(token)
        exchange.log()

    def _queried(self, context: Any) -> Any:
        if self._scenario is ONE:
            key = read_id(self._application.ids[0], "PhoneNumber")
            return context.numbers.find(context.caller, key, context.columns)
        return context.numbers.page(context.caller, Window(first=50), columns=context.columns)


async def _sent(_: object) -> None:
    """Discard a message."""


def _limited() -> None:
    with timeout(10):
        pass


async def microseconds(step: Callable[[], Any]) -> float:
    """Return the CPU time of one step, in microseconds."""
    found = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for _ in range(_REQUESTS):
            done = step()
            if isinstance(done, Awaitable):
                await done
        found.append((time.process_time() - began) * 1e6 / _REQUESTS)
    return median(found)


async def rows(application: Application, scenario: Scenario) -> Iterator[tuple[str, float]]:
    """Return the time of each step, their sum, and the time of the whole request."""
    steps = await Steps(application, scenario).all()
    found = [(name, await microseconds(step)) for name, step in steps]
    parts = [(step, cost) for step, (_, cost) in zip(steps, found, strict=True) if _is_part(step)]
    alone = sum(cost for _, cost in parts)
    turns = await microseconds(_in_turn([take for (_, take), _ in parts]))
    whole = await microseconds(application.asking(scenario, application.app))
    sums = [("sum", alone), ("these in turn", turns), ("the whole request", whole)]
    return iter([*found, *sums])


def _is_part(step: Step) -> bool:
    return not step[0].startswith("of that")


def _in_turn(steps: Sequence[Callable[[], Any]]) -> Callable[[], Awaitable[None]]:
    """Return a function that runs the steps one after the other, as a request does."""

    async def take() -> None:
        for step in steps:
            done = step()
            if isinstance(done, Awaitable):
                await done

    return take


async def main() -> None:
    """Print the time of each step in each scenario."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    async with running() as application:
        columns = [await rows(application, scenario) for scenario in READS]
        print("| step, CPU µs | " + " | ".join(s.name for s in READS) + " |")
        print("|---" * (1 + len(READS)) + "|")
        for cells in zip(*columns, strict=True):
            print(f"| {cells[0][0]} | " + " | ".join(f"{cost:.1f}" for _, cost in cells) + " |")


if __name__ == "__main__":
    uvloop.run(main())
