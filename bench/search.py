"""Search for the most expensive documents: hypothesis maximises CPU, memory and bytes of answers.

Run: python -m bench.search [--seconds 1800] [--url postgresql://…/an_empty_database]
Documents are sent to the application in this process, whose database has 1,000 numbers with long
URLs. CPU is the process's, memory its peak over what it had before. Printed is the most expensive
document of each kind and its figures; it ends with an error if one exceeds a limit, or if an
answer is a 500 or an unexpected error.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple

import httpx2
import orjson
from hypothesis import HealthCheck, Phase, given, settings, target

from bench.attack_requests import fill, forget_peak, peak
from bench.attacks import memory
from gateway.graphql.schema import core, schema
from gateway.settings import Settings
from tests.attacks_on_data import CPU_SECONDS, MEMORY_MIB
from tests.conftest import client_of
from tests.expensive_documents import expensive_documents

_EXAMPLES: Final = 200  # of one run of hypothesis, which keeps data of each
_PER_REQUEST_IDS: Final = 100
_TIMES: Final = 3
_UNEXPECTED: Final = "INTERNAL"


class Cost(NamedTuple):
    """What one document cost."""

    cpu: float  # seconds
    memory: float  # MiB
    bytes: int


@dataclass
class Search:
    """The most expensive documents that were found, by what they cost: time, memory or bytes."""

    client: httpx2.AsyncClient
    loop: asyncio.AbstractEventLoop
    variables: dict[str, Any]
    most_expensive: dict[str, tuple[Cost, str, str]] = field(
        default_factory=dict[str, tuple[Cost, str, str]]
    )
    tried: int = 0
    refused: int = 0
    last: str = ""  # the code of the last answer
    unlike: Iterator[int] = field(default_factory=count)

    def cost(self, text: str) -> Cost:
        """Return what the document costs: what seems to be the most expensive is sent three times.

        Of several times the least counts: a full collection of garbage is not the document's.
        """
        costs = [self._sent(text)]
        while len(costs) < _TIMES and self._is_most_expensive(min(costs)):
            costs.append(self._sent(text))
        return min(costs)

    def _is_most_expensive(self, cost: Cost) -> bool:
        return "cpu" not in self.most_expensive or cost.cpu > self.most_expensive["cpu"][0].cpu

    def _sent(self, text: str) -> Cost:
        """Send the document as one that the server has not seen, and return what it cost."""
        process = os.getpid()
        asked = {"query": f"{text}#{next(self.unlike)}", "variables": self.variables}
        forget_peak(process)
        before, began = memory(process), time.process_time()
        answer = self.loop.run_until_complete(self.client.post("/graphql", json=asked))
        cost = Cost(time.process_time() - began, peak(process) - before, len(answer.content))
        self.last = _code(answer)
        return cost

    def note(self, text: str, cost: Cost) -> None:
        """Keep the document where it is the most expensive of its kind."""
        self.tried += 1
        self.refused += self.last != "answered"
        for kind, value in cost._asdict().items():
            if kind not in self.most_expensive or value > getattr(
                self.most_expensive[kind][0], kind
            ):
                self.most_expensive[kind] = (cost, self.last, text)

    def progress(self) -> str:
        """Return one line: how many were tried, and the most of each kind."""
        most = [
            f"{getattr(found[0], kind):.3f} {kind}" for kind, found in self.most_expensive.items()
        ]
        return f"{self.tried:,} tried, {self.refused:,} refused: {', '.join(most)}"

    def documents(self) -> list[str]:
        """Return the most expensive documents, each with its figures."""
        return [
            f"most expensive in {kind}: {cost.cpu:.3f} s, {cost.memory:.0f} MiB, "
            f"{cost.bytes:,} bytes\n"
            f"  {code}: {text}"
            for kind, (cost, code, text) in self.most_expensive.items()
        ]


def _code(answer: httpx2.Response) -> str:
    """Return the code of the first error. Fails for an error that is not expected."""
    errors = orjson.loads(answer.content).get("errors")
    code = str(errors[0]["extensions"]["code"]) if errors else "answered"
    if answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR or code == _UNEXPECTED:
        raise AssertionError(f"{answer.status_code} {code}")
    return code


def run(search: Search, examples: int, *, repeatable: bool = False) -> None:
    """Try so many documents: others each time, unless the run is to be *repeatable*."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=repeatable,
        phases=[Phase.generate, Phase.target],
        suppress_health_check=[*HealthCheck],
    )
    @given(expensive_documents(core(schema)))
    def find(text: str) -> None:
        cost = search.cost(text)
        search.note(text, cost)
        for kind, value in cost._asdict().items():
            target(float(value), label=kind)

    find()


async def _variables(client: httpx2.AsyncClient) -> dict[str, Any]:
    asked = f"{{ phoneNumbers(first: {_PER_REQUEST_IDS}) {{ nodes {{ id }} }} }}"
    answer = (await client.post("/graphql", json={"query": asked})).json()
    ids = [node["id"] for node in answer["data"]["phoneNumbers"]["nodes"]]
    url = "https://example.com/".ljust(2_000, "x")
    handler = {"lamlWebhooks": {"requestUrl": url, "fallbackUrl": url}}
    number = {"number": "+14155550123", "numberType": "LONGCODE", "callHandler": handler}
    return {"id": ids[0], "ids": ids, "input": number, "number": "+442079460958"}


async def opened(url: str) -> tuple[Any, Search]:
    """Return the application's context, entered, and a search on it."""
    allowed = Settings(database_url=url, open_access=True, rate_limit=0, log_level="ERROR")
    context = client_of(allowed)
    client = await context.__aenter__()
    loop = asyncio.get_running_loop()
    return context, Search(client, loop, await _variables(client))


def report(search: Search) -> bool:
    """Print the most expensive documents; return whether one exceeds a limit."""
    print(search.progress(), *search.documents(), sep="\n")
    most = {kind: getattr(found[0], kind) for kind, found in search.most_expensive.items()}
    return most["cpu"] > CPU_SECONDS or most["memory"] > MEMORY_MIB


def main() -> None:
    """Search as long as is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1_800)
    parser.add_argument("--url")
    asked = parser.parse_args()
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.url or f"sqlite:///{folder}/numbers.db"
        loop.run_until_complete(fill(url))
        context, search = loop.run_until_complete(opened(url))
        gc.freeze()
        end = time.monotonic() + asked.seconds
        while time.monotonic() < end:
            run(search, _EXAMPLES)
            print(search.progress(), *search.documents(), sep="\n", file=sys.stderr, flush=True)
        loop.run_until_complete(context.__aexit__(None, None, None))
    exceeds = report(search)
    sys.exit(exceeds)


if __name__ == "__main__":
    main()
