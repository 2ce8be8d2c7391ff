"""Regression check: numbergate beside numbergate of another working copy.

    git worktree add ../before v0.1.0
    python -m bench.against ../before --only "one number" --only import

Both run side by side on SQLite, with copies of the numbers that the other working copy has made,
and take turns within each round. Below 1 this one takes less: the median, and the range of all
rounds. With `--instructions` they are not timed: valgrind counts what a request takes each of them,
as `bench.instructions` does, for a machine that others keep busy.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import load
from bench.contenders import Ring
from bench.data import Data
from bench.instructions import LONG_LIMITS, Served, instructions
from bench.pairs import Case, measured
from bench.report import machine
from bench.rounds import Course
from bench.scenarios import COLD, FILTERED, RECORDS, SCENARIOS
from bench.summary import spread, verdict

_FILL: Final = """
import asyncio, json, sys
from pathlib import Path
from bench.data import filled
data = asyncio.run(filled(Path(sys.argv[1])))
print(json.dumps([data.token, list(data.ids)]))
"""
_HEAD: Final = "| asked | CPU ms | of the other | times its CPU | | times its time | |"


def filled(checkout: Path, file: Path) -> Data:
    """Let the other working copy make the numbers: this one can bring its tables up to date."""
    command = [sys.executable, "-c", _FILL, str(file)]
    made = subprocess.run(command, check=True, capture_output=True, cwd=checkout, text=True)
    token, ids = json.loads(made.stdout)
    return Data(file, token, ids)


def run(asked: argparse.Namespace, folder: Path) -> None:
    """Print a line for each scenario."""
    checkout: Path = asked.checkout.resolve()
    data = filled(checkout, folder / "numbers.db")
    course = Course(asked.rounds, asked.seconds, data.ids, folder)
    print(
        "; ".join(f"{name}: {fact}" for name, fact in machine())
        + f".\n\n{_HEAD}\n"
        + "|---" * 7
        + "|"
    )
    with ExitStack() as running:
        ring = Ring(data, folder, 1, running)
        this, other = (
            ring.postgresql() if asked.postgresql else ring.sqlite(name)
            for name in ("this", "other")
        )
        pair = ring.numbergate("this", this), ring.numbergate("other", other, folder=checkout)
        for name in asked.only:
            found = measured(course, pair, Case(SCENARIOS[name]))
            cells = [*found.cpu()]
            for ratios in found.ratios():
                cells += [spread(ratios, 2), verdict(ratios)]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


def count(asked: argparse.Namespace, folder: Path) -> None:
    """Print the instructions of a request of each scenario, here and there, and their ratio."""
    checkout: Path = asked.checkout.resolve()
    data = filled(checkout, folder / "numbers.db")
    for name in asked.only:
        one, other = (
            instructions(data, folder, Case(SCENARIOS[name]), served, asked.requests)
            for served in (Served(("gateway",)), Served(("gateway",), checkout))
        )
        print(f"| {name} | {one:,.0f} | {other:,.0f} | {one / other:.2f} |", flush=True)


def main() -> None:
    """Read the options, and measure."""
    options = argparse.ArgumentParser(
        prog="python -m bench.against",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("checkout", type=Path, help="the folder of the other working copy")
    names = SCENARIOS.keys() - {FILTERED.name, RECORDS.name, COLD.name}
    options.add_argument("--only", action="append", choices=names, required=True)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--seconds", type=float, default=0.5, help="of each round, per server")
    options.add_argument("--postgresql", action="store_true", help="on PostgreSQL")
    options.add_argument("--instructions", action="store_true", help="count them, under valgrind")
    options.add_argument("--requests", type=int, default=30, help="of each connection, to count")
    asked = options.parse_args()
    os.environ |= LONG_LIMITS if asked.instructions else {}
    load.require()
    with tempfile.TemporaryDirectory(prefix="numbergate-bench-") as folder:
        (count if asked.instructions else run)(asked, Path(folder))


if __name__ == "__main__":
    main()
