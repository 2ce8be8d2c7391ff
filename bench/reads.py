"""What reading costs: numbergate, a bare route and Mercurius with its compiler, side by side.

Run: python -m bench.reads
Each server is a process of its own with a database of its own, 10,000 numbers made alike, and
gives the same data, which is compared before anything is measured. numbergate comes twice, on
SQLite and on a PostgreSQL that is started for it, whose own processes are not in its CPU. wrk
sends 16 requests at a time; the servers take turns, round by round, and ratios to the bare route
are taken within a round. CPU is what the kernel accounts to the server. numbergate runs as it is
shipped: with a token, its limits and its rate limit on. Mercurius is left out where Node is
missing.
"""

import argparse
import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

import orjson

from bench.data import PROJECT, backed_up, copied, filled
from bench.processes import Server, serving
from tests import postgres

_FIELDS: Final = """
  id number name capabilities numberType countryCode tags version createdAt
  callHandler {
    __typename
    ... on LamlWebhooksCallHandler { requestUrl requestMethod }
    ... on RelayTopicCallHandler { topic }
  }
  messageHandler {
    __typename
    ... on LamlWebhooksMessageHandler { requestUrl requestMethod }
    ... on RelayApplicationMessageHandler { application }
  }
"""
SCENARIOS: Final[dict[str, dict[str, Any]]] = {
    "one number": {
        "query": f"query One($number: String!) {{ phoneNumber(number: $number) {{ {_FIELDS} }} }}",
        "variables": {"number": "+14153120007"},
    },
    "50 with both unions": {
        "query": f"query Page {{ phoneNumbers(first: 50) {{ nodes {{ {_FIELDS} }} }} }}"
    },
    "50 with three fields": {
        "query": "query Plain { phoneNumbers(first: 50) { nodes { id number name } } }"
    },
}
RECORDS: Final = {"50 flat records by REST": "/api/relay/rest/phone_numbers?page_size=50"}
_REMOTE: Final = "numbergate, PostgreSQL"
_REQUESTS = re.compile(r"(\d+) requests in ([\d.]+)(m?s)")
_LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)", re.MULTILINE)
_MILLISECONDS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one server."""

    per_second: float
    cpu: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Load:
    """How a server is asked."""

    rounds: int
    seconds: int
    connections: int


@dataclass(frozen=True, slots=True)
class Contender:
    """A server that answers the scenarios."""

    name: str
    server: Server
    token: str = ""

    def data(self, scenario: str) -> Any:
        """Return what it answers."""
        self.server.reconnect()
        if path := RECORDS.get(scenario):
            return orjson.loads(self.server.get(path, self.token))["data"]
        body = orjson.dumps(SCENARIOS[scenario])
        return orjson.loads(self.server.post(body, self.token))["data"]

    def run(self, script: Path, path: str, load: Load) -> Round:
        """Be asked for so long."""
        before = self.server.cpu()
        command = ["wrk", "-t1", f"-c{load.connections}", f"-d{load.seconds}s", "--latency"]
        command += ["-s", str(script)]
        url = f"http://127.0.0.1:{self.server.port}{path}"
        told = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in told:
            raise SystemExit(f"{self.name} refused:\n{told}")
        requests, took, unit = _found(_REQUESTS, told)
        times = {at: float(t) * _MILLISECONDS[u] for at, t, u in _LATENCY.findall(told)}
        per_second = int(requests) / (float(took) * _MILLISECONDS[unit] / 1000)
        cpu = (self.server.cpu() - before) / int(requests)
        return Round(per_second, cpu, times["50"], times["99"])


def _found(pattern: re.Pattern[str], text: str) -> tuple[Any, ...]:
    found = pattern.search(text)
    if found is None:
        raise SystemExit(f"wrk said nothing of {pattern.pattern}:\n{text}")
    return found.groups()


def contenders(folder: Path, running: ExitStack, workers: int) -> Iterator[Contender]:
    """Start the servers."""
    files = {name: folder / f"{name}.db" for name in ("bare", "numbergate", "mercurius")}
    token = asyncio.run(filled(files["bare"]))
    for name in ("numbergate", "mercurius"):
        backed_up(files["bare"], files[name])
    bare = serving(
        "uvicorn", "--factory", "bench.bare:create_app", "--no-access-log",
        "--workers", str(workers),
        BARE_DATABASE=str(files["bare"]), BARE_PROJECT=PROJECT.hex,
    )  # fmt: skip
    yield Contender("bare route", running.enter_context(bare))
    socket = running.enter_context(postgres.running())
    elsewhere = f"postgresql://postgres@/postgres?host={socket}"
    asyncio.run(copied(files["bare"], elsewhere))
    for name, url in (("numbergate", f"sqlite:///{files['numbergate']}"), (_REMOTE, elsewhere)):
        gate = serving(
            "gateway", "serve", "--workers", str(workers),
            NUMBERGATE_DATABASE_URL=url, NUMBERGATE_RATE_LIMIT="1000000000",
        )  # fmt: skip
        yield Contender(name, running.enter_context(gate), token)
    if workers > 1:
        return  # Mercurius is one process
    if shutil.which("npm") is None:
        print("Mercurius is left out: there is no Node here.", file=sys.stderr)
        return
    app = folder / "app"
    shutil.copytree(Path(__file__).parent / "mercurius", app)
    subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], check=True, capture_output=True, cwd=app
    )
    node = serving(
        str(app / "server.mjs"), program=["node"], after=[str(files["mercurius"]), PROJECT.hex]
    )
    yield Contender("Mercurius, jit", running.enter_context(node))


def script(folder: Path, scenario: str, token: str) -> Path:
    """Write what wrk sends."""
    file = folder / f"{scenario.replace(' ', '-')}-{len(token)}.lua"
    body = orjson.dumps(SCENARIOS.get(scenario)).decode()
    posted = f'wrk.method = "POST"\nwrk.body = [==[{body}]==]\n'
    file.write_text(
        ("" if scenario in RECORDS else posted)
        + 'wrk.headers["Content-Type"] = "application/json"\n'
        + (f'wrk.headers["Authorization"] = "Bearer {token}"\n' if token else "")
    )
    return file


def measure(
    found: list[Contender], folder: Path, scenario: str, load: Load
) -> dict[str, list[Round]]:
    """Run all servers in turns."""
    if scenario in RECORDS:
        found = [contender for contender in found if "Mercurius" not in contender.name]
    answers = [json.dumps(contender.data(scenario), sort_keys=True) for contender in found]
    if len(set(answers)) != 1:
        raise SystemExit(
            "The servers give different answers:\n" + "\n".join(a[:600] for a in answers)
        )
    path = RECORDS.get(scenario, "/graphql")
    runs = [partial(c.run, script(folder, scenario, c.token), path, load) for c in found]
    for run in runs:
        run()
    turns = [[run() for run in runs] for _ in range(load.rounds)]
    columns = zip(*turns, strict=True)
    return {c.name: list(column) for c, column in zip(found, columns, strict=True)}


def report(scenario: str, measured: dict[str, list[Round]]) -> None:
    """Print a row for each server; a range that holds 1 leaves it undecided."""
    base = measured["bare route"]
    for name, rounds in measured.items():
        ratios = sorted(b.per_second / r.per_second for b, r in zip(base, rounds, strict=True))
        spread = f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        figures = [
            median(getattr(r, f) for r in rounds) for f in ("per_second", "cpu", "p50", "p99")
        ]
        shown = " | ".join(f"{f:,.0f}" if f > 100 else f"{f:.3f}" for f in figures)
        print(f"| {scenario} | {name} | {spread} | {shown} |")


def main() -> None:
    """Read the options, measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--seconds", type=int, default=2, help="of each round, per server")
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--workers", type=int, default=1, help="of the bare route and numbergate")
    options.add_argument("--json", type=Path, help="file to write every round to")
    asked = options.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is needed: apt-get install wrk, or brew install wrk")
    everything: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        found = list(contenders(folder, running, asked.workers))
        load = Load(asked.rounds, asked.seconds, asked.connections)
        print("| reading | server | times the bare route | requests/s | CPU ms | p50 ms | p99 ms |")
        print("|---|---|---|---|---|---|---|")
        for scenario in (*SCENARIOS, *RECORDS):
            measured = measure(found, folder, scenario, load)
            report(scenario, measured)
            everything[scenario] = {n: [asdict(r) for r in rs] for n, rs in measured.items()}
    if asked.json:
        asked.json.write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
