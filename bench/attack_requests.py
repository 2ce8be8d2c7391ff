"""What each attack of `tests.attacks.REQUESTS` costs a running server, as a table in Markdown.

Run: python -m bench.attack_requests [NAME ...] [--churn]
A server on SQLite has 1,000 numbers with long URLs, and the events of their changes. Each request
is sent several times. CPU is the server process's own by its kernel's account, of the most
expensive request; memory is the peak over the memory before; the wait is the longest of a second
client, which asks for /healthz all the time. With --churn documents and hashes fill the document
cache, and the memory that they leave is printed.
"""

import argparse
import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx2

from bench.attacks import memory
from gateway.database.database import connect
from gateway.database.migrate import migrate
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects
from tests import servers
from tests.attacks import CHURN, REQUESTS, Request

_PROJECT: Final = UUID(int=1)
_CALLER: Final = Caller(_PROJECT, "bench", ALL_SCOPES)
_NUMBERS: Final = 1_000
_CHANGED: Final = 100
_BATCH: Final = 500
_CHURNED: Final = {
    "documents of eight combinations each": 2_400 * 8,
    "documents that are asked for by hash": 45_000,
    "documents that are no GraphQL": 20_000,
}


async def fill(url: str, numbers: int = _NUMBERS) -> None:
    """Make so many numbers whose URLs are as long as they may be, and change some of them."""
    database = connect(url)
    await migrate(database)
    await Projects(database).create("bench", _PROJECT)
    service = PhoneNumbers(database)
    done: list[Any] = []
    for begin in range(0, numbers, _BATCH):
        places = range(begin, min(begin + _BATCH, numbers))
        done += await service.import_all(_CALLER, [_number(place) for place in places])
    for outcome in done[:_CHANGED]:
        asked = {"id": outcome.row.id, "call_handler": _webhooks("changed")}
        await service.update(_CALLER, UpdateNumber.of(asked, STRICT))
    await database.close()


def _number(place: int) -> ImportNumber:
    asked = {
        "number": f"+1415555{place:04}",
        "number_type": "longcode",
        "name": "n" * 250,
        "call_handler": _webhooks(f"calls/{place}"),
        "message_handler": {"relay_topic": {"topic": f"topic{place}"}},
    }
    return ImportNumber.of(asked, STRICT)


def _webhooks(name: str) -> dict[str, Any]:
    url = f"https://example.com/{name}/".ljust(2_000, "x")
    urls = dict.fromkeys(("request_url", "fallback_url", "status_callback_url"), url)
    return {"laml_webhooks": urls}


def cpu(process: int) -> float:
    """Return the seconds that all threads of the process have run."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def peak(process: int) -> float:
    """Return the highest resident memory since `forget_peak`, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def forget_peak(process: int) -> None:
    """Begin to look for the highest memory anew."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


@contextmanager
def waiting(url: str) -> Iterator[list[float]]:
    """Ask for /healthz all the time from another connection; note how long each answer takes."""
    waits, done = list[float](), threading.Event()

    def ask() -> None:
        with httpx2.Client(base_url=url, timeout=60) as client:
            while not done.wait(0.005):
                began = time.perf_counter()
                client.get("/healthz")
                waits.append(time.perf_counter() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield waits
    finally:
        done.set()
        thread.join()


def sent(client: httpx2.Client, request: Request, place: int = 0) -> httpx2.Response:
    """Send the request once."""
    body = request.json(place) if callable(request.json) else request.json
    return client.request(request.method, request.path, json=body, headers=request.headers)


def answer_of(response: httpx2.Response) -> str:
    """Return the status, and the code of the first error."""
    body = response.json()
    errors = body.get("errors")
    code = (errors[0].get("extensions") or errors[0]).get("code") if errors else "answered"
    return f"{response.status_code} {code}"


def measure(name: str, request: Request, server: servers.Server) -> str:
    """Return a line of the table."""
    process = server.process.pid
    before, costs = memory(process), list[float]()
    forget_peak(process)
    with waiting(server.url) as waits, httpx2.Client(base_url=server.url, timeout=60) as client:
        for _ in range(request.times):
            began = cpu(process)
            response = sent(client, request)
            costs.append(cpu(process) - began)
    grown, size = peak(process) - before, len(response.content)
    return (
        f"| {name} | {answer_of(response)} | {size:,} | {max(costs) * 1000:.0f} | {grown:.0f} "
        f"| {max(waits, default=0) * 1000:.0f} |"
    )


def churn(name: str, server: servers.Server) -> str:
    """Send the documents of one kind; return the memory that they leave."""
    before, make = memory(server.process.pid), CHURN[name]
    with httpx2.Client(base_url=server.url, timeout=60) as client:
        for place in range(_CHURNED[name]):
            client.post("/graphql", json=make(place))
    return f"| {name} | {_CHURNED[name]:,} | {memory(server.process.pid) - before:.0f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[*REQUESTS], metavar="NAME")
    parser.add_argument("--churn", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/numbers.db"
        asyncio.run(fill(url))
        settings = {"database_url": url, "rate_limit": "0"}
        with servers.serving(Path(folder) / "log", **settings) as server:
            print("| attack | answer | bytes | CPU ms | MiB | wait ms |\n|---|---|---|---|---|---|")
            for name in asked.names:
                print(measure(name, REQUESTS[name], server), flush=True)
        for name in CHURN if asked.churn else ():
            with servers.serving(Path(folder) / "log", **settings) as server:
                print(churn(name, server), flush=True)


if __name__ == "__main__":
    main()
