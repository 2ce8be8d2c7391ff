"""Soak test: good traffic and all attacks at once, for as long as is asked for.

Run: python -m bench.soak [--seconds 3600] [--memory 700] [--workers 2] [--postgresql]
A server with several workers is attacked by one project's token, while clients of another project
read and write. Printed is a table in Markdown of six moments: how many good requests were answered
and how many failed, their latency, how many attacks were answered, and the memory of all processes;
shared memory counts once. How attacks were answered goes to stderr every ten seconds. The kernel
keeps the server within the memory that is allowed, where cgroups can be made. It ends with an error
if a good request failed, at once if the memory is more than is allowed, or if it still grew.
"""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any, Final, NamedTuple

import httpx2

from bench import databases
from bench.attack_requests import fill
from bench.attacks import BODIES
from bench.memory_limit import Group, limited
from gateway.database.database import connect
from gateway.services.projects import ALL_SCOPES, Projects
from tests import servers
from tests.attacks import CHURN, INVALID, REQUESTS, TOO_COMPLEX
from tests.attacks_on_data import ATTACKS

_GOOD: Final = 4  # clients
_BAD: Final = 4
_REPORT_SECONDS: Final = 10
_ROWS: Final = 6
_HEAD: Final = (
    "| minutes | good requests | failed | median ms | 99 % within ms | longest ms | attacks | MiB |"
    "\n|---|---|---|---|---|---|---|---|"
)
_LIST: Final = "{ phoneNumbers(first: 20) { nodes { id number name version tags } } }"
_IMPORT: Final = """mutation ($input: ImportPhoneNumberInput!) { importPhoneNumber(input: $input) {
  __typename ... on ImportPhoneNumberSuccess { phoneNumber { id version } } } }"""
_UPDATE: Final = """mutation ($input: UpdatePhoneNumberInput!) { updatePhoneNumber(input: $input) {
  __typename } }"""
_RELEASE: Final = """mutation ($input: ReleasePhoneNumberInput!) {
  releasePhoneNumber(input: $input) { __typename } }"""


class Tokens(NamedTuple):
    """The token of the project that attacks, and that of the other."""

    bad: str
    good: str


@dataclass
class Counts:
    """What happened so far."""

    waits: list[float] = field(default_factory=list[float])  # of good requests, in seconds
    failed: Counter[str] = field(default_factory=Counter[str])
    attacks: Counter[str] = field(default_factory=Counter[str])
    memory: list[float] = field(default_factory=list[float])  # MiB of all processes, over time

    def shares(self) -> dict[str, float]:
        """Return the median wait, that of 99 %, and the longest, in milliseconds."""
        waits = sorted(self.waits) or [0.0]
        return {name: waits[int(share * (len(waits) - 1))] * 1000 for name, share in _SHARES}

    def line(self) -> str:
        """Return the figures so far, and how attacks were answered."""
        return (
            f"good {len(self.waits):,} {self.shares()}, failed {dict(self.failed)}, attacks "
            f"{dict(self.attacks.most_common(12))}, {self.memory[-1]:.0f} MiB"
        )

    def row(self, minutes: float) -> str:
        """Return a line of the table."""
        waits = " | ".join(f"{wait:.0f}" for wait in self.shares().values())
        good, bad, failed = len(self.waits), sum(self.attacks.values()), sum(self.failed.values())
        return (
            f"| {minutes:.0f} | {good:,} | {failed} | {waits} | {bad:,} | {self.memory[-1]:.0f} |"
        )

    def has_grown(self, share: float = 0.1) -> bool:
        """Return whether the last third of the time used so much more than the second."""
        third = len(self.memory) // 3
        return mean(self.memory[-third:]) > (1 + share) * mean(self.memory[third : 2 * third])


_SHARES: Final = (("median", 0.5), ("p99", 0.99), ("most", 1.0))


@dataclass
class Good:
    """A client that lists, imports, changes and releases."""

    client: httpx2.AsyncClient
    counts: Counts
    numbers: Iterator[str]

    async def live(self, end: float) -> None:
        """Go on until the *end*."""
        while time.monotonic() < end:
            await self._ask(_LIST)
            number = {"number": next(self.numbers), "numberType": "LONGCODE", "tags": ["soak"]}
            made = await self._ask(_IMPORT, input=number)
            id_ = made and made["importPhoneNumber"].get("phoneNumber", {}).get("id")
            if id_:
                await self._ask(_UPDATE, input={"id": id_, "name": "Soak"})
                await self._ask(_RELEASE, input={"id": id_})

    async def _ask(self, document: str, **variables: Any) -> Any:
        began = time.monotonic()
        try:
            body = {"query": document, "variables": variables}
            answer = (await self.client.post("/graphql", json=body)).json()
        except (httpx2.HTTPError, ValueError) as exc:
            self.counts.failed[type(exc).__name__] += 1
            return None
        self.counts.waits.append(time.monotonic() - began)
        if "errors" in answer:
            self.counts.failed[answer["errors"][0]["extensions"]["code"]] += 1
            return None
        [outcome] = answer["data"].values()
        if not outcome.get("__typename", "Success").endswith("Success"):
            self.counts.failed[outcome["__typename"]] += 1
        return answer["data"]


@dataclass
class Bad:
    """A client that sends one attack after the other, in random order."""

    client: httpx2.AsyncClient
    counts: Counts
    chance: random.Random

    async def live(self, end: float) -> None:
        """Go on until the *end*."""
        churned = itertools.count(self.chance.randrange(10**9))
        while time.monotonic() < end:
            send = self.chance.choice(
                (self._document, self._body, self._request, self._churn, self._on_data)
            )
            try:
                answer = await send(next(churned))
                self.counts.attacks[_code(answer)] += 1
            except httpx2.HTTPError as exc:
                self.counts.attacks[type(exc).__name__] += 1

    async def _document(self, place: int) -> httpx2.Response:
        texts = [*INVALID.values(), *(text for _, text in TOO_COMPLEX.values())]
        query = f"{self.chance.choice(texts)}#{place}"
        return await self.client.post("/graphql", json={"query": query})

    async def _body(self, _: int) -> httpx2.Response:
        body, headers = self.chance.choice([*BODIES.values()]), {"Content-Type": "application/json"}
        return await self.client.post("/graphql", content=body, headers=headers)

    async def _request(self, place: int) -> httpx2.Response:
        request = self.chance.choice([*REQUESTS.values()])
        body = request.json(place) if callable(request.json) else request.json
        return await self.client.request(
            request.method, request.path, json=body, headers=request.headers
        )

    async def _churn(self, place: int) -> httpx2.Response:
        return await self.client.post("/graphql", json=self.chance.choice([*CHURN.values()])(place))

    async def _on_data(self, _: int) -> httpx2.Response:
        what = self.chance.choice([*ATTACKS.values()])
        asked = {"query": what.text(), "variables": what.variables()}
        return await self.client.post("/graphql", json=asked)


def _code(answer: httpx2.Response) -> str:
    try:
        errors = answer.json().get("errors")
    except ValueError:
        return str(answer.status_code)
    code = (errors[0].get("extensions") or errors[0]).get("code") if errors else "answered"
    return f"{answer.status_code} {code}"


def processes(root: int) -> list[int]:
    """Return the process *root* and all that it started."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *(found for child in children for found in processes(int(child)))]


def proportional(process: int) -> float:
    """Return the memory of a process in MiB; what several share counts in equal parts."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


async def _watch(root: int, counts: Counts, seconds: float, memory: float) -> None:
    """Note the memory every ten seconds, and print a row at each sixth of the time.

    End with an error if there are more MiB than *memory*.
    """
    began, shown = time.monotonic(), 0
    while shown < _ROWS:
        await asyncio.sleep(min(_REPORT_SECONDS, seconds / _ROWS))
        counts.memory.append(sum(map(proportional, processes(root))))
        print(counts.line(), file=sys.stderr, flush=True)
        if counts.memory[-1] > memory:
            raise SystemExit(f"The server uses {counts.memory[-1]:.0f} MiB of {memory:.0f}")
        if time.monotonic() - began >= (shown + 1) * seconds / _ROWS:
            shown += 1
            print(counts.row((time.monotonic() - began) / 60), flush=True)


async def soak(server: servers.Server, tokens: Tokens, seconds: float, memory: float) -> Counts:
    """Send good requests and attacks for so many seconds to a server with so much *memory*."""
    counts, end = Counts(), time.monotonic() + seconds
    numbers = (f"+1415{place:07d}" for place in itertools.count(6_000_000))
    async with (
        httpx2.AsyncClient(base_url=server.url, headers=_bearer(tokens.good), timeout=60) as good,
        httpx2.AsyncClient(base_url=server.url, headers=_bearer(tokens.bad), timeout=60) as bad,
    ):
        await asyncio.gather(
            _watch(server.process.pid, counts, seconds, memory),
            *(Good(good, counts, numbers).live(end) for _ in range(_GOOD)),
            *(Bad(bad, counts, random.Random(n)).live(end) for n in range(_BAD)),  # noqa: S311
        )
    return counts


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def prepare(url: str) -> Tokens:
    """Fill the database; return a token of each project."""
    await fill(url)
    opened = connect(url)
    projects = Projects(opened)
    attacker, other = await projects.find("bench"), await projects.create("other")
    minted = [await projects.mint(p.id, "soak", ALL_SCOPES) for p in (attacker, other)]
    await opened.close()
    return Tokens(*(token.text for token in minted))


@contextmanager
def started(group: Group | None, *arguments: Any, **settings: str) -> Iterator[servers.Server]:
    """Start a server within the limit of the group, if there is one."""
    with ExitStack() as stack:
        with group.entered() if group else nullcontext():
            server = stack.enter_context(servers.serving(*arguments, **settings))
        yield server


def main() -> None:
    """Soak, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--memory", type=float, default=700, help="MiB of all processes")
    parser.add_argument("--workers", type=int, default=2)
    databases.add_option(parser)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.empty(postgresql=asked.postgresql) as url,
        limited(asked.memory) as group,
    ):
        tokens = asyncio.run(prepare(url))
        workers = ("--workers", str(asked.workers))
        options = {"database_url": url, "rate_limit": "0", "open_access": "false"}
        with started(group, Path(folder) / "log", *workers, **options) as server:
            print(_HEAD, flush=True)
            counts = asyncio.run(soak(server, tokens, asked.seconds, asked.memory))
            tracebacks = server.log.count("unexpected_error")
            kernel = group.report() if group else "No cgroup can be made"
    print(f"\nFailed: {dict(counts.failed)}. Unexpected errors in the log: {tracebacks}.", end=" ")
    print(f"Most memory: {max(counts.memory):.0f} MiB. {kernel}.")
    sys.exit(bool(counts.failed or tracebacks or counts.has_grown()))


if __name__ == "__main__":
    main()
