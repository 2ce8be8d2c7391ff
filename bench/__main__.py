"""Benchmark: throughput, latency and CPU of numbergate beside other servers.

    make bench
    make bench BENCH="--markdown bench.md --json bench.json"

Each server is a process with its own database. All of them hold the same data, and their responses
are compared before anything is measured. wrk sends requests over 16 connections, and over 64 in a
second run of the reads; in a third run, servers that can have two workers have them. After a
warm-up round the servers take turns, and ratios are taken within a round: median and range. A
server at 2 times the floor takes twice as long for a request: it answers half as many a second.
CPU is the kernel's count for the server and its workers, per request, without PostgreSQL's
processes. A comparison is undecided unless all rounds agree.
numbergate runs with its defaults: a token, limits and the rate limit. Writes are verified in the
databases, which are in TMPDIR: on a file system in memory, commits do not wait for a disk.
Mercurius is skipped without Node, and gets four seconds of warm-up for its JIT compiler.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from bench import load
from bench.contenders import EVERYONE, FLOOR, GATE, MERCURIUS, Ring
from bench.data import Data, filled, multiplied
from bench.load import Load
from bench.report import Report
from bench.rounds import Course
from bench.scenarios import FILTERED, READS, RECORDS, SCENARIOS, WRITES, Scenario

_USUAL: Final = Load(16, 1)
_CROWD: Final = Load(64, 1)
_PAIR: Final = Load(16, 2)


class Part(NamedTuple):
    """A table of the report: scenarios under one load, and the servers compared."""

    name: str
    scenarios: Sequence[Scenario]
    load: Load
    names: Sequence[str]


class Bench:
    """A run of the benchmark."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self._asked, self._folder = asked, folder
        self.report = Report()
        self._data = asyncio.run(filled(folder / "numbers.db"))

    def run(self) -> None:
        """Measure the selected scenarios."""
        three = (FLOOR, GATE, MERCURIUS)
        one = (
            Part("Reading", (*READS, RECORDS), _USUAL, EVERYONE),
            Part("Reading", READS, _CROWD, three),
            Part("Writing", WRITES, _USUAL, EVERYONE),
        )
        self._stage(self._data, one)
        self._stage(self._data, [Part("Reading", READS, _PAIR, (FLOOR, GATE))])
        if self._wanted(FILTERED):
            many = multiplied(self._data, self._folder / "million.db")
            self._stage(many, [Part("Reading a long list", (FILTERED,), _USUAL, three)])
        self.report.summary()

    def _wanted(self, scenario: Scenario) -> bool:
        asked = self._asked
        if asked.only:
            return scenario.name in asked.only
        return asked.million or scenario is not FILTERED

    def _stage(self, data: Data, parts: Sequence[Part]) -> None:
        """Measure these tables on the same server processes."""
        chosen = [p._replace(scenarios=list(filter(self._wanted, p.scenarios))) for p in parts]
        chosen = [part for part in chosen if part.scenarios]
        names = [name for name in EVERYONE if any(name in part.names for part in chosen)]
        asked, folder = self._asked, self._folder
        course = Course(asked.rounds, asked.seconds, data.ids, folder)
        with ExitStack() as running:
            workers = chosen[0].load.workers if chosen else 1
            contenders = list(Ring(data, folder, workers, running).start(names))
            for part in chosen:
                found = [c for c in contenders if c.name in part.names]
                self.report.begin(f"{part.name}: {part.load}")
                for scenario in part.scenarios:
                    measured = course.compare(found, scenario, part.load)
                    self.report.add(scenario.name, measured)
                self.report.duels()


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
        "--no-million", dest="million", action="store_false", help="leave the long list out"
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
        bench = Bench(asked, Path(folder))
        bench.run()
    if asked.json:
        bench.report.write_json(asked.json)
    if asked.markdown:
        bench.report.write_markdown(asked.markdown)


if __name__ == "__main__":
    main()
