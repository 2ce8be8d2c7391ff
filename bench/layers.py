"""Where the time of a read goes, in one process and without HTTP.

Run: python -m bench.layers
The table asks the application from the outermost layer inwards: what a layer costs is the
difference to the one within it.
"""

import argparse
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from statistics import median
from typing import Any, Final

import orjson
import uvloop

from bench.application import Application, running
from bench.scenarios import ONE, READS, Scenario
from gateway.commands import FindNumber
from gateway.graphql.requests import Asked
from gateway.paging import Window
from schema.names import read_id

_ROUNDS: Final = 7
_REQUESTS: Final = 300


async def milliseconds(ask: Callable[[], Awaitable[object]]) -> float:
    """Return the CPU time of one request, out of many."""
    found = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for _ in range(_REQUESTS):
            await ask()
        found.append((time.process_time() - began) * 1000 / _REQUESTS)
    return median(found)


async def inner(application: Application, scenario: Scenario) -> tuple[float, float]:
    """Return the CPU time of executing the operation alone, and of the service's query alone."""
    endpoint: Any = dict(application.layers())["Endpoint"]
    body = scenario.body(0, application.ids)
    asked = Asked.of(orjson.loads(body))
    operation = endpoint._documents.choose(asked).operation
    grant = await endpoint._guard.admit(application.scope(scenario, body))
    context = endpoint._context(grant, "x", operation)
    numbers, caller, columns = context.numbers, context.caller, context.columns
    wanted = FindNumber.by(read_id(application.ids[0], "PhoneNumber"), None)

    def query() -> Any:
        if scenario is ONE:
            return numbers.find(caller, wanted, columns)
        return numbers.page(caller, Window(first=50), columns=columns)

    def execution() -> Any:
        return operation.compiled.execute(context, asked.variables, **endpoint._options)

    return await milliseconds(execution), await milliseconds(query)


async def main() -> None:
    """Print what each layer costs."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    async with running() as application:
        for scenario in READS:
            found = [
                (layer, await milliseconds(application.asking(scenario, app)))
                for layer, app in application.layers()
            ]
            executed, queried = await inner(application, scenario)
            found += [("execution", executed), ("the query in it", queried), ("", 0.0)]
            print(f"\n{scenario.name}: {found[0][1] * 1000:.0f} µs")
            print("\n| layer | its own µs |\n|---|---|")
            for (layer, cost), (_, within) in pairwise(found):
                print(f"| {layer} | {(cost - within) * 1000:.0f} |")


if __name__ == "__main__":
    uvloop.run(main())
