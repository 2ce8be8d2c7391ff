"""Benchmark: throughput, latency and CPU of numbergate beside other servers.

    make bench
    make bench BENCH="--rounds 3 --part cold"

Each server is a process with its own database. All of them hold the same data, and their responses
are compared before anything is measured. wrk sends requests over 16 connections, and over 64 in a
second run of the reads; in a third run, servers that can have two workers have them. After a
warm-up round the servers take turns, and ratios are taken within a round: median and range. A
server at 2 times the floor takes twice as long for a request: it answers half as many a second.
CPU is the kernel's count for the server and its workers, per request, without PostgreSQL's
processes. A comparison is undecided unless all rounds agree, and is made on one database.
numbergate runs with its defaults: a token, limits and the rate limit. Writes are verified in the
databases, which are in TMPDIR: on a file system in memory, commits do not wait for a disk.
Servers of Node get four seconds of warm-up for their JIT compiler. What fails is named at the end,
and stops nothing else; files are written after each table.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from bench import hive_gateway, load, peers, subscribers
from bench.contenders import Contender, Ring
from bench.data import Data, different, filled, multiplied
from bench.failures import Failures
from bench.load import Load
from bench.report import Base, Report
from bench.rounds import Course
from bench.scenarios import COLD, FILTERED, IMPORT, READS, RECORDS, SCENARIOS, WRITES, Scenario

_USUAL: Final = Load(16, 1)
_CROWD: Final = Load(64, 1)
_PAIR: Final = Load(16, 2)
_SINGLE: Final = Load(1, 1)
_ALONE: Final = Base("the same without a platform", peers.unattached)
_GATE: Final = Base("numbergate", peers.gate)
_BEHIND: Final = (peers.GATE, peers.ATTACHED, peers.REMOTE, peers.REMOTE_ATTACHED)
_JOB_ROWS: Final = 20_000


class Part(NamedTuple):
    """A table of the report: scenarios under one load, and the servers compared."""

    name: str
    scenarios: Sequence[Scenario]
    load: Load
    names: Sequence[str]
    base: Base = Base()
    least: float = 0  # seconds of a round


class Bench:
    """A run of the benchmark."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self._asked, self._folder, self._began = asked, folder, time.monotonic()
        self._failures = Failures()
        self.report = Report(self._failures, asked.json, asked.markdown)
        self._data = asyncio.run(filled(folder / "numbers.db"))

    def run(self) -> None:
        """Measure the selected parts."""
        try:
            for name in self._asked.part or PARTS:
                self._progress(name)
                with self._failures.noted(name):
                    self._require_time()
                    PARTS[name](self)
            self._progress("done")
        finally:
            self.report.summary()

    def _require_time(self) -> None:
        if time.monotonic() - self._began > self._asked.minutes * 60:
            raise SystemExit(f"left out, after {self._asked.minutes} minutes")

    def _progress(self, what: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        print(f"[{minutes}:{seconds:02}] {what}", file=sys.stderr, flush=True)

    def measure_reads_and_writes(self) -> None:
        """Measure the usual reads and writes."""
        parts = (
            Part("Reading", (*READS, RECORDS), _USUAL, peers.EVERYONE),
            Part("Reading", READS, _CROWD, peers.ON_SQLITE),
            Part("Writing", WRITES, _USUAL, peers.EVERYONE),
        )
        self._stage(self._data, parts)

    def measure_cold(self) -> None:
        """Read pages whose handlers are all different."""
        data = asyncio.run(filled(self._folder / "different.db", different))
        names = (*peers.ON_SQLITE, *peers.ON_POSTGRESQL)
        self._stage(data, [Part("Reading without caches", (COLD,), _USUAL, names)])

    def measure_attached(self) -> None:
        """Import where a platform answers late, and beside it without one."""
        title = "Importing where a platform answers in 20 ms"
        parts = [Part(title, (IMPORT,), load_, _BEHIND, _ALONE, 1) for load_ in (_USUAL, _SINGLE)]
        self._stage(self._data, parts)

    def measure_workers(self) -> None:
        """Measure the reads with two workers."""
        names = (peers.FLOOR, peers.GATE)
        self._stage(self._data, [Part("Reading", READS, _PAIR, names)])

    def measure_hive(self) -> None:
        """Measure the no-code gateway."""
        title, names = "Beside a no-code gateway", (peers.GATE, peers.HIVE)
        part = Part(title, hive_gateway.SCENARIOS, _USUAL, names, _GATE)
        self._stage(self._data, [part])

    def measure_subscribers(self) -> None:
        """Measure 200 subscribers."""
        self.report.table("Subscribers", subscribers.lines())

    def measure_bulk_job(self) -> None:
        """Measure a job on both databases."""
        # In a process of its own, as it looks for the largest of its children.
        command = [sys.executable, "-m", "bench.bulk_jobs", str(_JOB_ROWS), "0"]
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        lines = [f"- {line}" for line in told.stdout.splitlines()]
        self.report.table("A bulk job of two workers", lines)

    def measure_long_list(self) -> None:
        """Read a filtered page of a million numbers."""
        many = multiplied(self._data, self._folder / "million.db")
        self._stage(many, [Part("Reading a long list", (FILTERED,), _USUAL, peers.ON_SQLITE)])

    def _stage(self, data: Data, parts: Sequence[Part]) -> None:
        """Measure these tables on the same server processes."""
        only = self._asked.only or [s.name for part in parts for s in part.scenarios]
        chosen = [p._replace(scenarios=[s for s in p.scenarios if s.name in only]) for p in parts]
        chosen = [part for part in chosen if part.scenarios]
        names = dict.fromkeys(name for part in chosen for name in part.names)
        asked, folder = self._asked, self._folder
        seconds = max(asked.seconds, parts[0].least)
        course = Course(asked.rounds, seconds, data.ids, folder, self._failures)
        with ExitStack() as running:
            ring = Ring(data, folder, parts[0].load.workers, running)
            contenders = list(self._started(ring, names, running))
            for part in chosen:
                found = [c for c in contenders if c.name in part.names]
                self.report.begin(f"{part.name}: {part.load}", part.base)
                for scenario in part.scenarios:
                    self.report.add(scenario.name, course.compare(found, scenario, part.load))

    def _started(self, ring: Ring, names: Iterable[str], running: ExitStack) -> Iterable[Contender]:
        yield from ring.start([name for name in names if name != peers.HIVE], self._failures)
        if peers.HIVE in names:
            with self._failures.noted(peers.HIVE):
                yield hive_gateway.start(ring, self._folder, running)


PARTS: Final[Mapping[str, Callable[[Bench], None]]] = {
    "reads and writes": Bench.measure_reads_and_writes,
    "cold": Bench.measure_cold,
    "attached": Bench.measure_attached,
    "workers": Bench.measure_workers,
    "hive": Bench.measure_hive,
    "subscribers": Bench.measure_subscribers,
    "bulk job": Bench.measure_bulk_job,
    "long list": Bench.measure_long_list,
}


def options() -> argparse.Namespace:
    """Parse the command line."""
    given = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    given.add_argument("--rounds", type=int, default=7)
    given.add_argument("--seconds", type=float, default=0.5, help="of each round, per server")
    given.add_argument(
        "--part", action="append", choices=PARTS, help="a part, and none but those named"
    )
    given.add_argument(
        "--minutes", type=float, default=16, help="after which no further part begins"
    )
    given.add_argument(
        "--only", action="append", choices=SCENARIOS, help="a scenario, and none but those named"
    )
    given.add_argument("--json", type=Path, help="file to write every round to")
    given.add_argument("--markdown", type=Path, help="file to write the tables to")
    return given.parse_args()


def main() -> None:
    """Parse the options, measure, and write the report."""
    asked = options()
    load.require()
    with tempfile.TemporaryDirectory(prefix="numbergate-bench-") as folder:
        Bench(asked, Path(folder)).run()


if __name__ == "__main__":
    main()
