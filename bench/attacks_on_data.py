"""What requests that make the database work cost a running server, as a table in Markdown.

Run: python -m bench.attacks_on_data [--rows 200000] [--url postgresql://…/an_empty_database]
A project with many numbers and five events of each attacks; another project's client asks for an
empty count and for /healthz all the time, and the longest of its waits is shown. CPU is the server
process's own, by the kernel's account, for one request, without what the other client's take. The
first row attacks with nothing: a machine that is busy with something else shows there.
"""

import argparse
import asyncio
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
from sqlalchemy import text

from bench.attacks import cpu_seconds, memory
from bench.pages import CALLER, fill
from gateway.database.database import connect
from gateway.domain.enums import Scope
from gateway.services.projects import Projects
from tests import servers
from tests.attacks_on_data import ATTACKS, CPU_SECONDS, MEMORY_MIB, WAIT_SECONDS, Attack

_EVENTS_OF_EACH: Final = 5
_EVENTS: Final = f"""
    INSERT INTO phone_number_event (
        project_id, position, number_id, number, type, occurred_at, actor, changes
    )
    SELECT project_id, row_number() OVER (ORDER BY number), id, number, 'imported', created_at,
        'bench', '[{{"field": "name", "before": null, "after": "Desk"}}]'
    FROM phone_number CROSS JOIN ({" UNION ALL ".join(["SELECT 1 AS n"] * _EVENTS_OF_EACH)}) AS n
"""  # noqa: S608  # a constant
_ROUNDS: Final = 200
_QUIET: Final = {"query": '{ phoneNumbers(filter: {nameContains: "x"}) { totalCount } }'}


async def seed(url: str, rows: int) -> tuple[str, str]:
    """Fill the database; return a token of the project with everything, and of an empty one."""
    opened = connect(url)
    await fill(opened, rows)
    settings = () if opened.is_embedded else ("SET LOCAL statement_timeout = 0",)
    await opened.write(lambda db: [db.execute(text(sql)) for sql in (*settings, _EVENTS)])
    await opened.write(lambda db: db.execute(text("ANALYZE")))
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

    def look(self) -> None:
        """Ask whether the server lives."""
        self._client.get("/healthz")


@contextmanager
def waits(client: Client) -> Iterator[list[float]]:
    """Measure how long another client waits for each answer meanwhile, in seconds."""
    found, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.is_set():
            for ask in (client.look, lambda: client.ask(_QUIET)):
                began = time.perf_counter()
                ask()
                found.append(time.perf_counter() - began)
            time.sleep(0.005)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def cpu_of_quiet(quiet: Client, process: int) -> float:
    """Return the CPU seconds that the other client's requests take, one of each two."""
    began = cpu_seconds(process)
    for _ in range(_ROUNDS):
        quiet.look()
        quiet.ask(_QUIET)
    return (cpu_seconds(process) - began) / (2 * _ROUNDS)


def attack(
    clients: list[Client], quiet: Client, process: int, what: Attack, usual: float
) -> list[Any]:
    """Return the codes, CPU seconds a request, how many MiB it grew, and the longest wait.

    The other client's requests, which take *usual* seconds each, do not count.
    """
    bodies = [{"query": what.text(), "variables": what.variables()} for _ in range(what.times)]
    memory_before, began = memory(process), cpu_seconds(process)
    with waits(quiet) as waited, ThreadPoolExecutor(what.together) as threads:
        pairs = [(clients[n % what.together], body) for n, body in enumerate(bodies)]
        codes = set(threads.map(lambda pair: pair[0].ask(pair[1]), pairs))
    cpu = (cpu_seconds(process) - began - usual * (len(waited) - 1)) / what.times
    return [codes, cpu, memory(process) - memory_before, max(waited)]


def main() -> None:
    """Print the table, and what exceeds a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--url")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{folder}/numbers.db"
        tokens = asyncio.run(seed(url, given.rows))
        log = Path(folder) / "log"
        with servers.serving(log, database_url=url, rate_limit="0", open_access="false") as server:
            most = max(attack.together for attack in ATTACKS.values())
            clients = [Client(server.url, tokens[0]) for _ in range(most)]
            quiet, process = Client(server.url, tokens[1]), server.process.pid
            for client in (*clients, quiet):
                client.ask(_QUIET)
            usual = cpu_of_quiet(quiet, process)
            print("| finding | attack | answers | CPU, s | MiB | others wait, s |")
            print("|---|---|---|---|---|---|")
            for name, what in ATTACKS.items():
                codes, cpu, grown, waited = attack(clients, quiet, process, what, usual)
                excess = cpu > CPU_SECONDS or grown > MEMORY_MIB or waited > WAIT_SECONDS
                row = f"| {what.finding} | {name} | {', '.join(sorted(codes))} | {cpu:.3f} |"
                print(
                    f"{row} {grown:.0f} | {waited:.2f} |{' **exceeds**' if excess else ''}",
                    flush=True,
                )
            print(f"\nTracebacks in the log: {server.log.count('unexpected_error')}")


if __name__ == "__main__":
    main()
