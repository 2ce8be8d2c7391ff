"""Report: the measurements as tables, with ratios and verdicts."""

import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

from bench import summary
from bench.failures import Failures
from bench.peers import FLOOR, PROMISES, base_of
from bench.rounds import Rounds
from bench.summary import spread, times, work

_COLUMNS: Final = ("per_second", "cpu", "p50", "p99", "memory")
_HEAD: Final = (
    "| asked | server | times {0} | times its CPU | requests/s | CPU ms | p50 ms | p99 ms "
    "| MB |\n|---|---|---|---|---|---|---|---|---|"
)


class Base(NamedTuple):
    """The server that the others of a table are compared with, which depends on their database."""

    name: str = f"the {FLOOR}"
    of: Callable[[str], str] = base_of


class Report:
    """Prints tables as they are measured, and writes what there is to the files after each."""

    def __init__(self, failures: Failures, json: Path | None, markdown: Path | None) -> None:
        self._failures, self._json, self._markdown = failures, json, markdown
        self._lines: list[str] = []
        self._measured: dict[str, dict[str, Rounds]] = {}
        self._machine = dict(machine())
        facts = (f"{name}: {fact}" for name, fact in self._machine.items())
        self._say("; ".join(facts) + ".", "", "## What each does for a request", "", PROMISES)

    def begin(self, title: str, base: Base) -> None:
        """Start a table."""
        self._title, self._base, self._measured[title] = title, base, {}
        self._say(f"\n## {title}\n\n{_HEAD.format(base.name)}")

    def add(self, scenario: str, measured: Rounds) -> None:
        """Add the measurements of one scenario."""
        self._measured[self._title][scenario] = measured
        for name in measured:
            cells = " | ".join(_figures(measured, name, self._base.of(name)))
            self._say(f"| {scenario} | {name} | {cells} |")
        self.write()

    def table(self, title: str, lines: Sequence[str]) -> None:
        """Add a table that was measured in another way."""
        self._say(f"\n## {title}\n", *lines)
        self.write()

    def summary(self) -> None:
        """Print all scenarios relative to the peers on the same database, and what is missing."""
        for ratios, name in ((times, "time"), (work, "CPU")):
            self._say(f"\n## Summary: the {name} of a request, in times of the peer's\n")
            self._say(*summary.table(self._measured, ratios))
        missing = [f"- {failure}" for failure in self._failures] or ["Nothing."]
        self._say("\n## Missing\n", *missing)
        self.write()

    def write(self) -> None:
        """Write the printed report, and the measurements of every round."""
        if self._markdown:
            self._markdown.write_text("\n".join(self._lines) + "\n")
        if self._json:
            everything: dict[str, Any] = {"machine": self._machine, "measured": self._measured}
            everything["missing"] = self._failures
            self._json.write_text(json.dumps(everything, indent=1, default=asdict) + "\n")

    def _say(self, *lines: str) -> None:
        print(*lines, sep="\n", flush=True)
        self._lines += lines


def machine() -> Iterator[tuple[str, str]]:
    """Yield properties of the machine and of the run."""
    yield "date", f"{datetime.now(UTC):%Y-%m-%d}"
    yield "Python", platform.python_version()
    if shutil.which("node"):
        told = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True)
        yield "Node", told.stdout.strip().removeprefix("v")
    yield "CPU", _processor()
    yield "cores", str(len(os.sched_getaffinity(0)))
    module = Path(sys.argv[0]).stem.replace("__main__", "bench")
    named = module if module == "bench" else f"bench.{module}"
    yield "command", f"`python -m {named} {shlex.join(sys.argv[1:])}`".replace(" `", "`")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _figures(measured: Rounds, name: str, base: str) -> Iterator[str]:
    """Yield the cells of a server's line."""
    rounds, others = measured[name], measured.get(base)
    for ratios in (times, work):
        yield "" if others is None else "1" if name == base else spread(ratios(rounds, others), 2)
    for column in _COLUMNS:
        figure = median(getattr(one, column) for one in rounds)
        yield f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
