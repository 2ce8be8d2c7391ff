"""Search for the most expensive documents: hypothesis maximises what they cost.

Run: python -m bench.search [--seconds 1800] [--postgresql]
Documents are sent to the application in this process, whose database has 1,000 numbers with long
URLs. CPU is the process's; held is the longest that one callback kept the event loop from all
other clients, in CPU time of its thread; memory is the peak over what the process had before.
Printed is a table in Markdown of the most expensive document of each kind; the documents go to
stderr. It ends with an error if one exceeds a limit, or if an answer is a 500 or an unexpected
error.
"""

import argparse
import asyncio
import gc
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple

import httpx2
import orjson
from hypothesis import HealthCheck, Phase, given, settings, target

from bench import databases
from bench.attack_requests import fill, forget_peak, peak
from bench.attacks import EXCEEDS, memory
from bench.event_loop import Held, watched
from gateway.graphql.schema import core, schema
from gateway.settings import Settings
from tests.attacks_on_data import CPU_SECONDS, MEMORY_MIB
from tests.conftest import client_of
from tests.expensive_documents import expensive_documents

_EXAMPLES: Final = 200  # of one run of hypothesis, which keeps data of each
_PER_REQUEST_IDS: Final = 100
_TIMES: Final = 3
_UNEXPECTED: Final = "INTERNAL"
_KINDS: Final = {
    "cpu": "CPU", "held": "held event loop", "memory": "memory", "bytes": "response size",
}  # fmt: skip
_HEAD: Final = (
    "| most | characters | answer | CPU ms | held ms | MiB | bytes |\n|---|---|---|---|---|---|---|"
)


class Cost(NamedTuple):
    """What one document cost."""

    cpu: float  # seconds
    held: float  # seconds
    memory: float  # MiB
    bytes: int

    def __str__(self) -> str:
        """Return the cells of a table."""
        times = f"{self.cpu * 1000:.0f} | {self.held * 1000:.0f}"
        return f"{times} | {self.memory:.0f} | {self.bytes:,}"


@dataclass
class Search:
    """The most expensive documents that were found, by what they are expensive in."""

    client: httpx2.AsyncClient
    loop: asyncio.AbstractEventLoop
    variables: dict[str, Any]
    held: Held
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
        least, times = self._sent(text), 1
        while times < _TIMES and self._is_most_expensive(least):
            least, times = Cost(*map(min, least, self._sent(text))), times + 1
        return least

    def _is_most_expensive(self, cost: Cost) -> bool:
        kinds = ("cpu", "held")
        return any(k not in self.most_expensive or _of(cost, k) > self._most(k) for k in kinds)

    def _most(self, kind: str) -> float:
        return _of(self.most_expensive[kind][0], kind)

    def _sent(self, text: str) -> Cost:
        """Send the document as one that the server has not seen, and return what it cost."""
        process = os.getpid()
        asked = {"query": f"{text}#{next(self.unlike)}", "variables": self.variables}
        forget_peak(process)
        self.held.reset()
        before, began = memory(process), time.process_time()
        answer = self.loop.run_until_complete(self.client.post("/graphql", json=asked))
        spent, grown = time.process_time() - began, peak(process) - before
        cost = Cost(spent, self.held.longest, grown, len(answer.content))
        self.last = _code(answer)
        return cost

    def note(self, text: str, cost: Cost) -> None:
        """Keep the document where it is the most expensive of its kind."""
        self.tried += 1
        self.refused += self.last != "answered"
        for kind, value in cost._asdict().items():
            if kind not in self.most_expensive or value > self._most(kind):
                self.most_expensive[kind] = (cost, self.last, text)

    def progress(self) -> str:
        """Return one line: how many were tried, and the most of each kind."""
        most = [f"{self._most(kind):.3f} {kind}" for kind in self.most_expensive]
        return f"{self.tried:,} tried, {self.refused:,} refused: {', '.join(most)}"

    def rows(self) -> list[str]:
        """Return the lines of the table."""
        return [
            f"| {_KINDS[kind]} | {len(text):,} | {code} | {cost} |{_excess(cost)}"
            for kind, (cost, code, text) in self.most_expensive.items()
        ]

    def exceeds(self) -> bool:
        """Return whether a document exceeds a limit."""
        return any(_excess(cost) for cost, _, _ in self.most_expensive.values())


def _of(cost: Cost, kind: str) -> float:
    value: float = getattr(cost, kind)
    return value


def _excess(cost: Cost) -> str:
    """Return the mark of a cost that exceeds a limit."""
    return EXCEEDS if cost.cpu > CPU_SECONDS or cost.memory > MEMORY_MIB else ""


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


async def opened(url: str, held: Held) -> tuple[Any, Search]:
    """Return the application's context, entered, and a search on it."""
    allowed = Settings(database_url=url, open_access=True, rate_limit=0, log_level="ERROR")
    context = client_of(allowed)
    client = await context.__aenter__()
    loop = asyncio.get_running_loop()
    return context, Search(client, loop, await _variables(client), held)


def report(search: Search) -> None:
    """Print the table."""
    print(f"{search.tried:,} documents were tried, of which {search.refused:,} were refused.\n")
    print(_HEAD, *search.rows(), sep="\n")


def main() -> None:
    """Search as long as is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1_800)
    databases.add_option(parser)
    asked = parser.parse_args()
    loop = asyncio.new_event_loop()
    with databases.empty(postgresql=asked.postgresql) as url, watched() as held:
        loop.run_until_complete(fill(url))
        context, search = loop.run_until_complete(opened(url, held))
        gc.freeze()
        end = time.monotonic() + asked.seconds
        while time.monotonic() < end:
            run(search, _EXAMPLES)
            print(search.progress(), file=sys.stderr, flush=True)
        loop.run_until_complete(context.__aexit__(None, None, None))
    report(search)
    for kind, (_, _, text) in search.most_expensive.items():
        print(f"{_KINDS[kind]}: {text}", file=sys.stderr)
    sys.exit(search.exceeds())


if __name__ == "__main__":
    main()
