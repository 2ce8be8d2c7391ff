"""Attacks: CPU and memory that malicious requests cost a server, as a Markdown table.

Run: python -m bench.attacks
Small documents that are expensive to parse or validate, and malformed bodies and heads, are sent to
a real server on SQLite and to one on PostgreSQL, over their sockets. CPU is the kernel's count for
the server process, for one request out of a batch. The first request with a text and the second are
shown separately, because the second one is cached. Memory is the growth of the process over all
attacks.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx2
import orjson

from bench import databases
from tests import servers
from tests.attacks import INVALID, TOO_COMPLEX
from tests.attacks_on_data import CPU_SECONDS, MEMORY_MIB
from tests.servers import Server

_TICK: Final = os.sysconf("SC_CLK_TCK")
_ROUNDS: Final = 40
_JSON: Final = {"Content-Type": "application/json"}
_unlike: Final = count()
EXCEEDS: Final = " **exceeds**"  # after a row that exceeds a limit

# Bodies that are no request, whatever they say.
BODIES: Final[dict[str, bytes]] = {
    "a body of 256 KiB of brackets": b"[" * 262_144,
    "JSON that is deep": b'{"variables":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
    "JSON of many items": b'{"query":"{a}","variables":{"a":[' + b"1," * 120_000 + b"1]}}",
    "a body that is not UTF-8": b'{"query":"' + b"\xff" * 200_000 + b'"}',
    "a body that is too large": b"x" * 1_000_000,
    "a JSON string": b'"' + b"a" * 200_000 + b'"',
    "duplicate keys": b"{" + b'"query":"{a}",' * 15_000 + b'"query":"{a}"}',
}


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one attack."""

    size: int
    status: str
    first: float
    again: float

    def __str__(self) -> str:
        """Return the cells of a table."""
        return f"{self.first:.1f} | {self.again:.1f}"


def cpu_seconds(process: int) -> float:
    """Return the CPU time that the process has used, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory(process: int) -> float:
    """Return the process's resident memory in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Attack:
    """Sends requests to one server and measures its CPU time."""

    def __init__(self, server: Server, client: httpx2.Client) -> None:
        self.process, self._client = server.process.pid, client
        self.highest = 0.0
        self.document("{ __typename }")
        self._before = memory(self.process)

    def grown(self) -> float:
        """Return the MiB that the process has grown."""
        return memory(self.process) - self._before

    def document(self, text: str) -> Cost:
        """Send the document, each time with a new comment, then the same text repeatedly."""
        first, status = self._mean(lambda: self._asked(f"{text}#{next(_unlike)}"))
        again, _ = self._mean(lambda: self._asked(text))
        self.highest = max(self.highest, first)
        return Cost(len(text), status, first, again)

    def body(self, body: bytes) -> Cost:
        """Send the body repeatedly."""
        first, status = self._mean(lambda: body)
        return Cost(len(body), status, first, first)

    def _asked(self, text: str) -> bytes:
        return orjson.dumps({"query": text})

    def _mean(self, made: Callable[[], bytes]) -> tuple[float, str]:
        """Return CPU milliseconds per request, and the response's status and code."""
        began = cpu_seconds(self.process)
        for _ in range(_ROUNDS):
            answer = self._client.post("/graphql", content=made(), headers=_JSON)
        return (cpu_seconds(self.process) - began) * 1000 / _ROUNDS, _status(answer)


def _status(answer: httpx2.Response) -> str:
    body: Any = answer.json()
    code = body["errors"][0]["extensions"]["code"] if "errors" in body else "answered"
    return f"{answer.status_code} {code}"


def attacks(attack: Attack) -> Iterator[tuple[str, Cost]]:
    """Yield the cost of each attack."""
    documents = {name: text for name, (_, text) in TOO_COMPLEX.items()} | INVALID
    for name, text in documents.items():
        yield name, attack.document(text)
    for name, body in BODIES.items():
        yield name, attack.body(body)


@contextmanager
def attacking(*, postgresql: bool) -> Iterator[Attack]:
    """Start a server with open access on an empty database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.migrated(postgresql=postgresql) as url,
        servers.serving(Path(folder) / "log", database_url=url, rate_limit="0") as server,
        httpx2.Client(base_url=server.url, timeout=60) as client,
    ):
        yield Attack(server, client)


def main() -> None:
    """Print the table, the most expensive attack, and the growth of memory."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with attacking(postgresql=False) as one, attacking(postgresql=True) as other:
        print("| attack | bytes | answer | SQLite: CPU ms | again | PostgreSQL: CPU ms | again |")
        print("|---|---|---|---|---|---|---|")
        for (name, cost), (_, its) in zip(attacks(one), attacks(other), strict=True):
            if cost.status != its.status:
                raise SystemExit(f"{name}: {cost.status} and {its.status}")
            mark = EXCEEDS if max(cost.first, its.first) > CPU_SECONDS * 1000 else ""
            print(f"| {name} | {cost.size:,} | {cost.status} | {cost} | {its} |{mark}", flush=True)
        highest, grown = max(one.highest, other.highest), max(one.grown(), other.grown())
    mark = EXCEEDS if grown > MEMORY_MIB else ""
    print(f"\nThe most expensive: {highest:.1f} ms. Memory: {grown:.0f} MiB more.{mark}")


if __name__ == "__main__":
    main()
