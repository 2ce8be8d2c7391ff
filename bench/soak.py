"""Soak test: good traffic and all attacks at once, for as long as is asked for.

Run: python -m bench.soak [--seconds 3600] [--memory 700] [--workers 2] [--postgresql]
A server with several workers is attacked by one project's token, while clients of another project
read and write. Printed is a table in Markdown of six moments: how many good requests were answered
and how many failed, their latency, how many attacks were answered, and the memory of all processes;
shared memory counts once. How attacks were answered goes to stderr every ten seconds. The kernel
keeps the server within the memory that is allowed, where cgroups can be made. It ends with an error
if a good request failed or none was answered for a sixth of the time, if the server logged an
unexpected error, if its memory still grew, and at once if that is more than is allowed.

`tests/test_soak.py` runs it for two minutes.
"""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx2

from bench import databases
from bench.attack_requests import fill
from bench.memory_limit import Group, limited
from bench.soak_clients import Bad, Counts, Good
from gateway.database.database import connect
from gateway.services.projects import ALL_SCOPES, Projects
from tests import servers

_GOOD: Final = 4  # clients
_BAD: Final = 4
_REPORT_SECONDS: Final = 10
_ROWS: Final = 6
_LOOKS: Final = 30  # at the memory, at least
_HEAD: Final = (
    "| minutes | good requests | failed | median ms | 99 % within ms | longest ms | attacks | MiB |"
    "\n|---|---|---|---|---|---|---|---|"
)


class Tokens(NamedTuple):
    """The token of the project that attacks, and that of the other."""

    bad: str
    good: str


def processes(root: int) -> list[int]:
    """Return the process *root* and all that it started."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *(found for child in children for found in processes(int(child)))]


def proportional(process: int) -> float:
    """Return the memory of a process in MiB; what several share counts in equal parts."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


async def _watch(root: int, counts: Counts, seconds: float, memory: float) -> None:
    """Note the memory every ten seconds or oftener, and print a row at each sixth of the time.

    End with an error if there are more MiB than *memory*.
    """
    began, shown = time.monotonic(), 0
    while shown < _ROWS:
        await asyncio.sleep(min(_REPORT_SECONDS, seconds / _LOOKS))
        counts.memory.append(sum(map(proportional, processes(root))))
        print(counts.line(), file=sys.stderr, flush=True)
        if counts.memory[-1] > memory:
            raise SystemExit(f"The server uses {counts.memory[-1]:.0f} MiB of {memory:.0f}")
        if time.monotonic() - began >= (shown + 1) * seconds / _ROWS:
            shown += 1
            counts.answered.append(len(counts.waits))
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a soak went: what happened, and how many unexpected errors the server has logged."""

    counts: Counts
    errors: int
    kernel: str  # what the kernel says of the memory

    def wrong(self) -> list[str]:
        """Return what must not be."""
        counts = self.counts
        found = {
            f"good requests failed: {dict(counts.failed)}": counts.failed,
            "no good request was answered for a sixth of the time": counts.has_paused(),
            f"unexpected errors in the log: {self.errors}": self.errors,
            f"memory still grew: {[round(m) for m in counts.memory]} MiB": counts.has_grown(),
        }
        return [text for text, is_so in found.items() if is_so]


def run(url: str, *, seconds: float, memory: float, workers: int, **settings: str) -> Outcome:
    """Fill the empty database, and soak a server on it."""
    tokens = asyncio.run(prepare(url))
    options = {"database_url": url, "rate_limit": "0", "open_access": "false", **settings}
    with (
        tempfile.TemporaryDirectory() as folder,
        limited(memory) as group,
        started(group, Path(folder) / "log", "--workers", str(workers), **options) as server,
    ):
        print(_HEAD, flush=True)
        counts = asyncio.run(soak(server, tokens, seconds, memory))
        kernel = group.report() if group else "No cgroup can be made"
        return Outcome(counts, server.log.count("unexpected_error"), kernel)


def main() -> None:
    """Soak, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3_600)
    parser.add_argument("--memory", type=float, default=700, help="MiB of all processes")
    parser.add_argument("--workers", type=int, default=2)
    databases.add_option(parser)
    asked = vars(parser.parse_args())
    with databases.empty(postgresql=asked.pop("postgresql")) as url:
        outcome = run(url, **asked)
    counts = outcome.counts
    print(f"\nFailed: {dict(counts.failed)}.", end=" ")
    print(f"Unexpected errors in the log: {outcome.errors}.", end=" ")
    print(f"Most memory: {max(counts.memory):.0f} MiB. {outcome.kernel}.")
    sys.exit("; ".join(outcome.wrong()) or 0)


if __name__ == "__main__":
    main()
