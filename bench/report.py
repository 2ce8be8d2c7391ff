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
from typing import Any, Final

from bench.contenders import (
    FLOOR,
    GATE,
    MERCURIUS,
    REMOTE,
    REMOTE_FLOOR,
    REMOTE_MERCURIUS,
)
from bench.rounds import Round, Rounds

_COLUMNS: Final = ("per_second", "cpu", "p50", "p99", "memory")
_HEAD: Final = (
    "| asked | server | times the floor | times its CPU | requests/s | CPU ms | p50 ms | p99 ms "
    "| MB |\n|---|---|---|---|---|---|---|---|---|"
)
# Who is compared: numbergate, the floor and Mercurius on the same database.
_PEERS: Final = {GATE: (FLOOR, MERCURIUS), REMOTE: (REMOTE_FLOOR, REMOTE_MERCURIUS)}
_REMOTE: Final = ", PostgreSQL"
_SHORT: Final = "| asked | over | floor | Mercurius | on PostgreSQL: floor | Mercurius |"
_DUEL: Final = "| asked | server | times Mercurius | | times its CPU | |\n|---|---|---|---|---|---|"


class Report:
    """Prints tables as they are measured, and keeps them for the files."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._measured: dict[str, dict[str, Rounds]] = {}
        self._machine = dict(machine())
        facts = (f"{name}: {fact}" for name, fact in self._machine.items())
        self._say("; ".join(facts) + ".")

    def begin(self, title: str) -> None:
        """Start a table."""
        self._title, self._measured[title] = title, {}
        self._say(f"\n## {title}\n\n{_HEAD}")

    def add(self, scenario: str, measured: Rounds) -> None:
        """Add the measurements of one scenario."""
        self._measured[self._title][scenario] = measured
        for name in measured:
            self._say(f"| {scenario} | {name} | {' | '.join(_figures(measured, name))} |")

    def duels(self) -> None:
        """Add the comparison of numbergate with Mercurius for the current table."""
        scenarios = self._measured[self._title]
        if lines := [line for named in scenarios.items() for line in _duels(*named)]:
            self._say(f"\n{_DUEL}", *lines)

    def summary(self) -> None:
        """Print all scenarios relative to the floor and to Mercurius."""
        self._say("\n## Summary: times the floor, times Mercurius\n", _SHORT, "|---" * 6 + "|")
        for title, scenarios in self._measured.items():
            for scenario, measured in scenarios.items():
                cells = " | ".join(_short(measured))
                self._say(f"| {scenario} | {title.partition(': ')[2]} | {cells} |")

    def write_markdown(self, file: Path) -> None:
        """Write the printed report."""
        file.write_text("\n".join(self._lines) + "\n")

    def write_json(self, file: Path) -> None:
        """Write the measurements of every round."""
        everything: dict[str, Any] = {"machine": self._machine, "measured": self._measured}
        file.write_text(json.dumps(everything, indent=1, default=asdict) + "\n")

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


def spread(values: Sequence[float], digits: int) -> str:
    """Format the median and the range."""
    low, middle, high = (f"{f(values):.{digits}f}" for f in (min, median, max))
    return f"{middle} ({low} to {high})"


def verdict(ratios: Sequence[float]) -> str:
    """Name the faster server if all rounds agree, else say undecided."""
    if max(ratios) < 1:
        return "ahead"
    return "behind" if min(ratios) > 1 else "undecided"


def _times(ours: Sequence[Round], theirs: Sequence[Round]) -> list[float]:
    """Return the ratio of the time of a request, round by round."""
    return [b.per_second / a.per_second for a, b in zip(ours, theirs, strict=True)]


def _work(ours: Sequence[Round], theirs: Sequence[Round]) -> list[float]:
    """Return the ratio of the CPU of a request, round by round."""
    return [a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True)]


_RATIOS: Final[tuple[Callable[..., list[float]], ...]] = (_times, _work)


def _figures(measured: Rounds, name: str) -> Iterator[str]:
    """Yield the cells of a server's line."""
    floor = REMOTE_FLOOR if name.endswith(_REMOTE) else FLOOR
    rounds, base = measured[name], measured.get(floor)
    for ratios in _RATIOS:
        yield "" if base is None else "1" if name == floor else spread(ratios(rounds, base), 2)
    for column in _COLUMNS:
        figure = median(getattr(one, column) for one in rounds)
        yield f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def _short(measured: Rounds) -> Iterator[str]:
    """Yield the cells of a line of the summary."""
    for name, others in _PEERS.items():
        for other in others:
            yield _compared(measured, name, other)


def _compared(measured: Rounds, name: str, other: str) -> str:
    if name not in measured or other not in measured:
        return ""
    times = _times(measured[name], measured[other])
    is_floor = other in {FLOOR, REMOTE_FLOOR}
    return f"{spread(times, 2)} {'' if is_floor else verdict(times)}".rstrip()


def _duels(scenario: str, measured: Rounds) -> Iterator[str]:
    """Yield a line for each numbergate compared with Mercurius."""
    for name, (_, other) in _PEERS.items():
        ours, theirs = measured.get(name), measured.get(other)
        if ours and theirs:
            found = [ratios(ours, theirs) for ratios in _RATIOS]
            cells = (cell for ratios in found for cell in (spread(ratios, 2), verdict(ratios)))
            yield f"| {scenario} | {name} | {' | '.join(cells)} |"
