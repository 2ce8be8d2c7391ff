"""What each attack of `tests.attacks.REQUESTS` costs a running server, as a table in Markdown.

Run: python -m bench.attack_requests [NAME ...] [--postgresql] [--churn]
A server has 1,000 numbers with short URLs, 1,000 with long ones, and events of changes. Each
request is sent several times. CPU is the server process's own by its kernel's account, of the most
expensive request; memory is the peak over the memory before; the wait is the longest of a second
client, which asks for /healthz all the time, and beside it is its longest for as long without an
attack. A row that exceeds a limit is measured again, and the calmest of three counts. With --churn
documents and hashes of one token fill the document cache instead, and memory is what they leave.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

import httpx2

from bench import databases
from bench.attacks import EXCEEDS, memory
from bench.second_client import LOOK, SecondClient, second_client
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
from tests.attacks_on_data import CPU_SECONDS, MEMORY_MIB, WAIT_SECONDS

_PROJECT: Final = UUID(int=1)
_CALLER: Final = Caller(_PROJECT, "bench", ALL_SCOPES)
_NUMBERS: Final = 1_000
_CHANGED: Final = 100
_BATCH: Final = 500
_TIMES: Final = 3
_CONTROL: Final = 1.0  # seconds without an attack, at least
_CHURNED: Final = {
    "documents of eight combinations each": 2_400 * 8,
    "documents that are asked for by hash": 45_000,
    "documents that are no GraphQL": 20_000,
}


async def fill(url: str, numbers: int = _NUMBERS) -> None:
    """Make so many numbers whose URLs are as long as they may be, and as many with short URLs.

    Some of the long ones are changed.
    """
    database = connect(url)
    await migrate(database)
    await Projects(database).create("bench", _PROJECT)
    service = PhoneNumbers(database)
    done: list[Any] = []
    await service.import_all(_CALLER, [_short_number(place) for place in range(numbers)])
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


def _short_number(place: int) -> ImportNumber:
    asked = {
        "number": f"+1212555{place:04}",
        "number_type": "longcode",
        "name": f"short {place}",
        "call_handler": {"laml_webhooks": {"request_url": f"https://example.com/short/{place}"}},
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


class Cost(NamedTuple):
    """What an attack cost: CPU seconds of a request, MiB, and the longest waits in seconds."""

    cpu: float
    grown: float
    wait: float
    control: float

    @property
    def exceeds(self) -> bool:
        """Whether it exceeds a limit."""
        return self.cpu > CPU_SECONDS or self.grown > MEMORY_MIB or self.wait > WAIT_SECONDS

    def __str__(self) -> str:
        """Return the cells of a table."""
        waits = f"{self.wait * 1000:.0f} | {self.control * 1000:.0f}"
        mark = EXCEEDS if self.exceeds else ""
        return f"{self.cpu * 1000:.1f} | {self.grown:.0f} | {waits} |{mark}"


COST_COLUMNS: Final = "CPU ms | MiB | wait ms | without"


def calmest(measure: Callable[[], tuple[str, Cost]]) -> tuple[str, Cost]:
    """Measure; if a limit is exceeded, again up to three times, until it is not."""
    answer, cost = measure()
    for _ in range(_TIMES - 1):
        if cost.exceeds:
            answer, again = measure()
            cost = min(cost, again, key=lambda c: (c.exceeds, c.wait))
    return answer, cost


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is attacked, and its second client."""

    process: int
    client: httpx2.Client
    second: SecondClient

    def measure(self, request: Request) -> tuple[str, Cost]:
        """Send the request several times."""
        before, costs = memory(self.process), list[float]()
        forget_peak(self.process)
        started = time.monotonic()
        with self.second.measuring() as waits:
            for _ in range(request.times):
                began = cpu(self.process)
                response = sent(self.client, request)
                costs.append(cpu(self.process) - began)
        took, grown = time.monotonic() - started, peak(self.process) - before
        cost = Cost(max(costs), grown, max(waits), self.second.control(max(took, _CONTROL)))
        return f"{answer_of(response)} | {len(response.content):,}", cost

    def churn(self, name: str) -> tuple[str, Cost]:
        """Send all the requests of one kind, each another one."""
        before, began, make = memory(self.process), cpu(self.process), CHURN[name]
        with self.second.measuring() as waits:
            for place in range(_CHURNED[name]):
                response = self.client.post("/graphql", json=make(place))
        each = (cpu(self.process) - began) / _CHURNED[name]
        grown, control = memory(self.process) - before, self.second.control(_CONTROL)
        shown = f"{answer_of(response)} | {_CHURNED[name]:,}"
        return shown, Cost(each, grown, max(waits), control)


@contextmanager
def attacked(url: str, token: str = "") -> Iterator[Target]:
    """Start a server on a filled database: one with open access, or one that needs the *token*."""
    open_access = str(not token).lower()
    settings = {"database_url": url, "rate_limit": "0", "open_access": open_access}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.serving(Path(folder) / "log", **settings) as server,
        httpx2.Client(base_url=server.url, timeout=60, headers=headers) as client,
        second_client(server.url, LOOK) as second,
    ):
        client.post("/graphql", json={"query": "{ __typename }"})
        yield Target(server.process.pid, client, second)
        if "unexpected_error" in server.log:
            raise AssertionError(server.log)


async def _token(url: str) -> str:
    database = connect(url)
    minted = await Projects(database).mint(_PROJECT, "bench", ALL_SCOPES)
    await database.close()
    return minted.text


def _print_requests(url: str, names: Sequence[str]) -> None:
    print(f"| attack | answer | bytes | {COST_COLUMNS} |\n|---|---|---|---|---|---|---|")
    with attacked(url) as target:
        for name in names:
            answer, cost = calmest(partial(target.measure, REQUESTS[name]))
            if REQUESTS[name].code not in answer:
                raise SystemExit(f"{name}: {answer}, and not {REQUESTS[name].code}")
            print(f"| {name} | {answer} | {cost}", flush=True)


def _print_churn(url: str, names: Sequence[str]) -> None:
    token = asyncio.run(_token(url))
    print(f"| attack | answer | requests | {COST_COLUMNS} |\n|---|---|---|---|---|---|---|")
    for name in names:
        with attacked(url, token) as target:
            answer, cost = target.churn(name)
            print(f"| {name} | {answer} | {cost}", flush=True)


def main() -> None:
    """Print one of the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--churn", action="store_true")
    databases.add_option(parser)
    asked = parser.parse_args()
    with databases.empty(postgresql=asked.postgresql) as url:
        asyncio.run(fill(url))
        if asked.churn:
            _print_churn(url, asked.names or [*CHURN])
        else:
            _print_requests(url, asked.names or [*REQUESTS])


if __name__ == "__main__":
    main()
