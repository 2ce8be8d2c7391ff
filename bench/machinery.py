"""Ablation: what each piece of own machinery saves, in the scenario where it should save most.

    python -m bench.machinery
    python -m bench.machinery --only request_cycle --rounds 15

Two servers run side by side, with the piece and without it (bench/switches.py), and take turns
within each round. CPU is what the kernel accounts to the server for a request, so that other work
on the machine disturbs it little; what is printed is the share that the piece saves: median, and
range of all rounds. The least CPU of each is that of its calmest round: on a busy machine it says
more than the median. A piece that saves less than 5 % goes.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench import load
from bench.contenders import Contender, Ring
from bench.data import Data, filled
from bench.load import Load
from bench.pairs import Case, measured
from bench.report import machine
from bench.rounds import Course
from bench.scenarios import IMPORT, ONE, SCENARIOS
from bench.summary import spread

_CROWD: Final = Load(64, 1)
_PAGE: Final = SCENARIOS["50 with both unions"]
_HEAD: Final = (
    "| piece | scenario | CPU ms with | without | saves of CPU | of time | of the least CPU |\n"
    + "|---" * 7
    + "|"
)


CASES: Final[Mapping[str, Sequence[Case]]] = {
    "request_cycle": [Case(ONE)],
    "resolver_fast_path": [Case(ONE), Case(IMPORT)],
    "direct_route": [Case(ONE)],
    "cohort_scheduling": [Case(ONE), Case(ONE, _CROWD)],
    "log_batches": [Case(ONE, _CROWD)],
    "direct_log_lines": [Case(ONE)],
    "unqueued_log_lines": [Case(ONE), Case(IMPORT)],
    "timeouts": [Case(ONE)],
    "idle_connections": [Case(ONE, remote=True)],
    "prepared_statements": [Case(ONE), Case(IMPORT)],
    "group_commit": [Case(IMPORT)],
    "gc_thresholds": [Case(_PAGE)],
    "completed_values": [Case(_PAGE)],
}


class Ablation:
    """Pieces that are switched off, one after the other."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self._asked, self._folder = asked, folder
        self._data: Data = asyncio.run(filled(folder / "numbers.db"))
        self._course = Course(asked.rounds, asked.seconds, self._data.ids, folder)

    def run(self) -> None:
        """Print a line for each piece and scenario."""
        print("; ".join(f"{name}: {fact}" for name, fact in machine()) + f".\n\n{_HEAD}")
        for piece in self._asked.only or CASES:
            for case in CASES[piece]:
                print(f"| {piece} | {case} | {' | '.join(self._cells(piece, case))} |", flush=True)

    def _cells(self, piece: str, case: Case) -> Iterator[str]:
        with ExitStack() as running:
            ring = Ring(self._data, self._folder, case.load.workers, running)
            served = _served(ring, case, "with"), _served(ring, case, "without", piece)
            pair = measured(self._course, served, case)
        yield from pair.cpu()
        for ratios in pair.ratios():
            yield f"{spread([100 * (1 - ratio) for ratio in ratios], 1)} %"
        yield f"{100 * (1 - pair.least()):.1f} %"


def _served(ring: Ring, case: Case, name: str, piece: str = "nothing") -> Contender:
    url = ring.postgresql() if case.remote else ring.sqlite(name)
    return ring.numbergate(name, url, ("bench.switches", piece))


def main() -> None:
    """Read the options, and measure."""
    options = argparse.ArgumentParser(
        prog="python -m bench.machinery",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("--rounds", type=int, default=11)
    options.add_argument("--seconds", type=float, default=0.5, help="of each round, per server")
    options.add_argument("--only", action="append", choices=CASES, help="a piece, of those")
    asked = options.parse_args()
    load.require()
    with tempfile.TemporaryDirectory(prefix="numbergate-bench-") as folder:
        Ablation(asked, Path(folder)).run()


if __name__ == "__main__":
    main()
