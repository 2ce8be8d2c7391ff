"""What one import and one update cost the server: numbergate against bare routes that write alike.

Both are real uvicorn processes on loopback, each with a database of its own. They take turns,
round by round, so that whatever else the machine does meets both; the ratio is taken within a
round. Before anything is measured, both have to give the same answers.
"""

import argparse
import platform
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

import orjson

from bench.processes import Server, serving

IMPORT = """
mutation ($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) {
    ... on ImportPhoneNumberSuccess {
      phoneNumber {
        id number callHandler { __typename ... on LamlWebhooksCallHandler { requestUrl } } createdAt
      }
      warnings { code }
    }
  }
}
"""
UPDATE = """
mutation ($input: UpdatePhoneNumberInput!) {
  updatePhoneNumber(input: $input) {
    ... on UpdatePhoneNumberSuccess { phoneNumber { id number name version } }
  }
}
"""
SCENARIOS = ("import", "update")
WARM_UP = 300
# 990,000 numbers of one area code, from +1 415 312 0000 to 410 9999: all assigned, none twice.
FIRST, MOST = 14153120000, 990_000


@dataclass(frozen=True, slots=True)
class Round:
    """What a number of requests cost one server, in milliseconds per request."""

    cpu: float
    latency: float


class Contender:
    """A server that imports numbers, each request another one, and renames them."""

    def __init__(self, server: Server, database: Path) -> None:
        self._server, self._database = server, database
        self._places, self._names = count(), count()
        self._ids: list[str] = []

    def ask(self, scenario: str) -> dict:
        """Import the next number, or rename one that was imported like this."""
        answer = orjson.loads(self._server.post(self._body(scenario)))
        number = answer["data"][f"{scenario}PhoneNumber"]["phoneNumber"]
        self._ids.append(number["id"])
        return answer

    def _body(self, scenario: str) -> bytes:
        if scenario == "import":
            return request(next(self._places))
        place = next(self._names)
        asked = {"id": self._ids[place % len(self._ids)], "name": f"Renamed {place}"}
        return orjson.dumps({"query": UPDATE, "variables": {"input": asked}})

    def run(self, scenario: str, requests: int) -> Round:
        """Write so often, once after the other, and say what it cost."""
        bodies = [self._body(scenario) for _ in range(requests)]
        before = self._server.cpu()
        self._server.reconnect()
        took = [self._timed(body) for body in bodies]
        return Round((self._server.cpu() - before) / requests, median(took))

    def _timed(self, body: bytes) -> float:
        began = time.perf_counter()
        answer = self._server.post(body)
        took = (time.perf_counter() - began) * 1000
        if b'"phoneNumber"' not in answer:
            raise SystemExit(f"This was not written: {answer.decode()}")
        return took

    def check(self) -> None:
        """Compare the rows with the requests: a server that did not write is void."""
        with sqlite3.connect(self._database) as db:
            asked = "SELECT count(*), sum(version) - count(*) FROM phone_number"
            found = db.execute(asked).fetchone()
        sent = next(self._places), next(self._names)
        if found != sent:
            raise SystemExit(f"{sent} imports and updates were sent and {found} kept.")


def request(place: int) -> bytes:
    """Return the body that imports the number at *place*."""
    handler = {"lamlWebhooks": {"requestUrl": "https://example.com/voice"}}
    asked = {"number": f"+{FIRST + place}", "numberType": "LONGCODE", "name": f"Line {place}"}
    variables = {"input": asked | {"callHandler": handler}}
    return orjson.dumps({"query": IMPORT, "variables": variables})


def migrated(file: Path) -> Path:
    """Make an empty database with numbergate's tables, by starting it once."""
    with numbergate(file):
        return file


def numbergate(file: Path) -> AbstractContextManager[Server]:
    """Run numbergate, open to this machine: what a token costs is measured by bench.reads."""
    return serving(
        "gateway",
        "serve",
        NUMBERGATE_DATABASE_URL=f"sqlite:///{file}",
        NUMBERGATE_OPEN_ACCESS="true",
        NUMBERGATE_RATE_LIMIT="0",
    )


def comparable(answer: dict) -> dict:
    """Return the answer without what differs each time."""
    [outcome] = answer["data"].values()
    outcome["phoneNumber"] |= {"id": None, "createdAt": None}
    return answer["data"]


def measure(rounds: int, requests: int) -> dict[str, list[tuple[Round, Round]]]:
    """Run both servers in turns; return numbergate's and the floor's costs, round by round."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        files = [migrated(Path(folder, name)) for name in ("numbergate.db", "floor.db")]
        gate = running.enter_context(numbergate(files[0]))
        floor = running.enter_context(
            serving("uvicorn", "--factory", "bench.floor:create_app", "--no-access-log",
                    FLOOR_DATABASE=str(files[1]))
        )  # fmt: skip
        ours, bare = Contender(gate, files[0]), Contender(floor, files[1])
        for scenario in SCENARIOS:
            for _ in range(WARM_UP):
                if comparable(ours.ask(scenario)) != comparable(bare.ask(scenario)):
                    raise SystemExit("The servers give different answers.")
        found = {name: list(_turns(name, ours, bare, rounds, requests)) for name in SCENARIOS}
        ours.check()
        bare.check()
        return found


def _turns(
    scenario: str, ours: Contender, bare: Contender, rounds: int, requests: int
) -> Iterator[tuple[Round, Round]]:
    """Let each begin every other round."""
    for turn in range(rounds):
        if turn % 2:
            second, first = bare.run(scenario, requests), ours.run(scenario, requests)
        else:
            first, second = ours.run(scenario, requests), bare.run(scenario, requests)
        yield first, second


def spread(values: list[float], digits: int) -> str:
    """Write the median, and the range around it."""
    low, middle, high = (f"{f(values):.{digits}f}" for f in (min, median, max))
    return f"{middle} ({low} to {high})"


def report(found: dict[str, list[tuple[Round, Round]]]) -> None:
    """Print the table."""
    print("| write | server | CPU ms | ratio | p50 latency in ms |")
    print("|---|---|---|---|---|")
    for scenario, pairs in found.items():
        ours, bare = zip(*pairs, strict=True)
        ratio = spread([a.cpu / b.cpu for a, b in pairs], 2)
        for name, rounds, times in (("floor", bare, "1"), ("numbergate", ours, ratio)):
            cpu, latency = spread([r.cpu for r in rounds], 3), [r.latency for r in rounds]
            print(f"| {scenario} | {name} | {cpu} | {times} | {spread(latency, 2)} |")


def main() -> None:
    """Read the options, measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--requests", type=int, default=1000, help="in each round, per server")
    options.add_argument("--profile", action="store_true", help="print where the time goes instead")
    asked = options.parse_args()
    if asked.rounds * asked.requests + WARM_UP >= MOST:
        raise SystemExit(f"There are {MOST} numbers to import.")
    if asked.profile:
        from bench.write_profile import profile

        profile(asked.requests)
        return
    print(f"Python {platform.python_version()}, {asked.rounds} rounds of {asked.requests}")
    report(measure(asked.rounds, asked.requests))


if __name__ == "__main__":
    main()
