"""What requests that make the database work cost a running server, as a table in Markdown.

Run: python -m bench.attacks_on_data [NAME ...] [--rows 200000] [--postgresql]
A project with many numbers and five events of each attacks; another project's client asks for an
empty count and for /healthz all the time, and the longest of its waits is shown, beside its longest
for as long without an attack. CPU is the server process's own, by the kernel's account, for one
request, without what the other client's take. A row that exceeds a limit is measured again, and the
calmest of three counts.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx2

from bench import databases
from bench.attack_requests import COST_COLUMNS, Cost, calmest, cpu
from bench.attacks import memory
from bench.pages import CALLER, fill, run_unlimited
from bench.second_client import LOOK, Ask, SecondClient, second_client
from gateway.database.database import connect
from gateway.domain.enums import Scope
from gateway.services.projects import Projects
from tests import servers
from tests.attacks_on_data import ATTACKS, Attack

_EVENTS_OF_EACH: Final = 5
_EVENTS: Final = f"""
    INSERT INTO phone_number_event (
        project_id, position, number_id, number, type, occurred_at, actor, changes
    )
    SELECT project_id, row_number() OVER (ORDER BY number), id, number, 'imported', created_at,
        'bench', '[{{"field": "name", "before": null, "after": "Desk"}}]'
    FROM phone_number CROSS JOIN ({" UNION ALL ".join(["SELECT 1 AS n"] * _EVENTS_OF_EACH)}) AS n
"""  # noqa: S608  # a constant
_CONTROL, _LONGEST_CONTROL = 1.0, 5.0  # seconds without an attack
_QUIET: Final = {"query": '{ phoneNumbers(filter: {nameContains: "x"}) { totalCount } }'}


async def seed(url: str, rows: int) -> tuple[str, str]:
    """Fill the database; return a token of the project with everything, and of an empty one."""
    opened = connect(url)
    await fill(opened, rows)
    for sql in (_EVENTS, "ANALYZE"):
        await opened.write(partial(run_unlimited, sql=sql))
    projects = Projects(opened)
    await projects.create("attacker", CALLER.project_id)
    other = await projects.create("other")
    read = [Scope.NUMBERS_READ]
    minted = [await projects.mint(p, "bench", read) for p in (CALLER.project_id, other.id)]
    await opened.close()
    return minted[0].text, minted[1].text


class Client:
    """Sends requests of one project."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx2.Client(
            base_url=url, timeout=120, headers={"Authorization": f"Bearer {token}"}
        )

    def ask(self, body: Any) -> str:
        """Return the status, and the code of the first error."""
        answer = self._client.post("/graphql", json=body)
        errors = json.loads(answer.content).get("errors")
        return f"{answer.status_code} {errors[0]['extensions']['code'] if errors else 'answered'}"


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is attacked, its second client, and the CPU of one of that one's requests."""

    process: int
    clients: Sequence[Client]
    second: SecondClient
    usual: float = 0.0

    def measure(self, what: Attack) -> tuple[str, Cost]:
        """Send the requests; return the codes of their answers, and what one of them cost."""
        bodies = [{"query": what.text(), "variables": what.variables()} for _ in range(what.times)]
        before, began, started = memory(self.process), cpu(self.process), time.monotonic()
        with (
            self.second.measuring() as waits,
            ThreadPoolExecutor(what.together) as threads,
        ):
            pairs = [(self.clients[n % what.together], body) for n, body in enumerate(bodies)]
            codes = set(threads.map(lambda pair: pair[0].ask(pair[1]), pairs))
        took = time.monotonic() - started
        spent = (cpu(self.process) - began - self.usual * len(waits)) / what.times
        grown = memory(self.process) - before
        control = self.second.control(min(max(took, _CONTROL), _LONGEST_CONTROL))
        return ", ".join(sorted(codes)), Cost(max(spent, 0.0), grown, max(waits), control)


def usual_cpu(process: int, second: SecondClient) -> float:
    """Return the CPU seconds of one of the second client's requests."""
    with second.measuring() as waits:
        began = cpu(process)
        time.sleep(_LONGEST_CONTROL)
        spent = cpu(process) - began
    return spent / len(waits)


@contextmanager
def attacked(url: str, attacker: str, other: str) -> Iterator[Target]:
    """Start a server; the two tokens are those of the project that attacks and of the other."""
    settings = {"database_url": url, "rate_limit": "0", "open_access": "false"}
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.serving(Path(folder) / "log", **settings) as server,
        second_client(server.url, LOOK, Ask("/graphql", _QUIET, other)) as second,
    ):
        most = max(attack.together for attack in ATTACKS.values())
        clients = [Client(server.url, attacker) for _ in range(most)]
        for client in clients:
            client.ask(_QUIET)
        process = server.process.pid
        yield Target(process, clients, second, usual_cpu(process, second))
        print(f"\nUnexpected errors in the log: {server.log.count('unexpected_error')}.")


def main() -> None:
    """Print the table, and what exceeds a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[*ATTACKS], metavar="NAME")
    parser.add_argument("--rows", type=int, default=200_000)
    databases.add_option(parser)
    given = parser.parse_args()
    with databases.empty(postgresql=given.postgresql) as url:
        tokens = asyncio.run(seed(url, given.rows))
        with attacked(url, *tokens) as target:
            print(f"| finding | attack | answers | {COST_COLUMNS} |\n|---|---|---|---|---|---|---|")
            for name in given.names:
                what = ATTACKS[name]
                codes, cost = calmest(partial(target.measure, what))
                print(f"| {what.finding} | {name} | {codes} | {cost}", flush=True)


if __name__ == "__main__":
    main()
