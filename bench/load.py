"""Load generation: writes scripts for wrk, runs it, and parses its output."""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.scenarios import BEGAN, FIRST, NUMBERS, PAGE, Scenario

_CONNECTING: Final = 0.1  # seconds

# wrk asks once for a request that it does not send, so the count begins one lower.
_SCRIPT: Final = """\
local ids, threads = {{ {ids} }}, {{}}
local connections, start
sent = -1

function setup(thread) threads[1] = thread end

function init(arguments)
  connections, start = tonumber(arguments[1]), tonumber(arguments[2])
  pause = tonumber(arguments[3])
end

function delay()
  connections = connections - 1
  return connections >= 0 and pause or 0
end

function request()
  local place = start + sent
  sent = sent + 1
  return wrk.format("{method}", "{path}", nil, {body})
end

function done(summary, latency)
  local failed = 0
  for _, count in pairs(summary.errors) do failed = failed + count end
  print(string.format(
    '{{"sent": %d, "answered": %d, "failed": %d, "seconds": %f, "p50": %f, "p99": %f}}',
    threads[1]:get("sent"), summary.requests, failed,
    summary.duration / 1e6 - threads[1]:get("pause") / 1000,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000
  ))
end
"""
_VALUES: Final = {
    "id": "ids[place % #ids + 1]",
    "number": f"{FIRST} + place",
    "place": "place",
    "end": (
        f"os.date('!%Y-%m-%dT%H:%M:%SZ', "
        f"{BEGAN.timestamp():.0f} + (place % {NUMBERS // PAGE} + 1) * {PAGE})"
    ),
}


class Load(NamedTuple):
    """The number of connections and of worker processes."""

    connections: int
    workers: int

    def __str__(self) -> str:
        """Return a description."""
        workers = "one worker" if self.workers == 1 else f"{self.workers} workers"
        return f"{self.connections} connections, {workers}"

    @property
    def pause(self) -> float:
        """Seconds between connecting and the first requests.

        One worker accepts connections between requests, so all are opened first. With several
        workers an idle one would accept all of them, so they connect under load.
        """
        return _CONNECTING if self.workers == 1 else 0.0


class Told(NamedTuple):
    """The output of one run of wrk; *p50* and *p99* are in milliseconds."""

    sent: int  # of which as many as there are connections may have gone without an answer
    answered: int
    failed: int
    seconds: float
    p50: float
    p99: float


def require() -> None:
    """Exit if wrk is not installed."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is needed: apt-get install wrk, or brew install wrk")


def script(file: Path, scenario: Scenario, token: str, ids: Sequence[str]) -> Path:
    """Write the Lua script for wrk, and return the file."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers |= {"Authorization": f"Bearer {token}"}
    lines = [f'wrk.headers["{name}"] = "{value}"' for name, value in headers.items()]
    text = _SCRIPT.format(
        ids=", ".join(f'"{id_}"' for id_ in ids),
        method="POST" if scenario.document else "GET",
        path=scenario.path,
        body=_body(scenario),
    )
    file.write_text("\n".join([*lines, text]))
    return file


def _body(scenario: Scenario) -> str:
    """Return the Lua expression for the body of the request at a place."""
    if not scenario.document:
        return "nil"
    text, names = scenario.pieces()
    return f"string.format({', '.join([f'[==[{text}]==]', *(_VALUES[name] for name in names)])})"


def run(file: Path, port: int, load: Load, *, seconds: float, place: int) -> Told:
    """Run wrk with the script for this many seconds, from *place* on."""
    command = ["wrk", "-t1", f"-c{load.connections}", "-d1h", "--timeout", "30", "-s", str(file)]
    numbers = load.connections, place, int(load.pause * 1000)
    command += [f"http://127.0.0.1:{port}", "--", *map(str, numbers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as wrk:
        try:
            time.sleep(load.pause + seconds)
        finally:
            wrk.send_signal(signal.SIGINT)  # it counts whole seconds, and stops when interrupted
        said, _ = wrk.communicate()
    return _told(said)


def _told(said: str) -> Told:
    last = said.strip().rpartition("\n")[2]
    if not last.startswith("{"):
        raise SystemExit(f"wrk did not run:\n{said}")
    found: dict[str, Any] = json.loads(last)
    return Told(**found)
