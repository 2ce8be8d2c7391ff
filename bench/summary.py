"""Summary: numbergate compared with its peers on the same database, from what a run wrote.

    python -m bench.summary bench.json
    python -m bench.summary bench.json --into docs/performance.md README.md

prints the tables of docs/performance.md and the sentences of the README, or writes each between the
marks of its name, such as <!-- speed --> and <!-- end of speed -->.
"""

import argparse
import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.peers import DRESSED, GATE, HIVE, MERCURIUS, OTHERS, ROLES
from bench.rounds import Round, Rounds

Measured = Mapping[str, Mapping[str, Rounds]]  # by title and scenario
Ratios = Callable[[Sequence[Round], Sequence[Round]], list[float]]
_HEAD: Final = (
    f"| asked | over | database | {' | '.join(ROLES)} |\n" + "|---" * (3 + len(ROLES)) + "|"
)
_READING: Final = "Reading: 16 connections, one worker"
_NO_CODE: Final = "Beside a no-code gateway: 16 connections, one worker"
_LIST, _ONE = "50 with both unions", "one number"


def times(ours: Sequence[Round], theirs: Sequence[Round]) -> list[float]:
    """Return the ratio of the time of a request, round by round."""
    return [b.per_second / a.per_second for a, b in zip(ours, theirs, strict=True)]


def work(ours: Sequence[Round], theirs: Sequence[Round]) -> list[float]:
    """Return the ratio of the CPU of a request, round by round."""
    return [a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True)]


def spread(values: Sequence[float], digits: int) -> str:
    """Format the median and the range."""
    low, middle, high = (f"{f(values):.{digits}f}" for f in (min, median, max))
    return f"{middle} ({low} to {high})"


def verdict(ratios: Sequence[float]) -> str:
    """Name the faster server if all rounds agree, else say undecided."""
    if max(ratios) < 1:
        return "ahead"
    return "behind" if min(ratios) > 1 else "undecided"


def table(measured: Measured, ratios: Ratios = times) -> Iterator[str]:
    """Yield the lines of a table: each scenario on each database, beside each peer."""
    yield _HEAD
    for title, scenarios in measured.items():
        for scenario, rounds in scenarios.items():
            for ours, (database, others) in OTHERS.items():
                cells = [_compared(rounds, ours, other, ratios) for other in others]
                if any(cells):
                    over = title.partition(": ")[2]
                    yield f"| {scenario} | {over} | {database} | {' | '.join(cells)} |"


_TABLES: Final = ((times, "Time of a request"), (work, "CPU of a request"))


def _compared(rounds: Rounds, ours: str, other: str, ratios: Ratios) -> str:
    if not (rounds.get(ours) and rounds.get(other)):
        return ""
    found = ratios(rounds[ours], rounds[other])
    return f"{spread(found, 2)} {verdict(found)}"


def read(file: Path) -> Measured:
    """Read the rounds that a run wrote."""
    found: Any = json.loads(file.read_text())["measured"]
    return {
        title: {
            scenario: {name: [Round(**one) for one in rounds] for name, rounds in servers.items()}
            for scenario, servers in scenarios.items()
        }
        for title, scenarios in found.items()
    }


def _comparison(measured: Measured) -> str:
    """Return both tables, of time and of CPU."""
    lines = ((f"{name}:\n", *table(measured, ratios), "") for ratios, name in _TABLES)
    return "\n".join(line for part in lines for line in part).rstrip()


def _speed(measured: Measured) -> str:
    """Return what the README says of speed."""
    reads = measured[_READING]
    told = {
        (scenario, other): spread(times(reads[scenario][GATE], reads[scenario][other]), 2)
        for scenario in (_LIST, _ONE)
        for other in (DRESSED, MERCURIUS)
    }
    return (
        f"A page of 50 numbers with both handlers takes {told[_LIST, DRESSED]} of the time of\n"
        f"Mercurius with its just-in-time compiler, and one number {told[_ONE, DRESSED]}, where\n"
        "it checks a token, limits and logs as numbergate does; of that of a bare one, which does\n"
        f"not, {told[_LIST, MERCURIUS]} and {told[_ONE, MERCURIUS]}. On SQLite."
    )


def _no_code(measured: Measured) -> str:
    """Return what is said of the no-code gateway."""
    both = [(servers[HIVE], servers[GATE]) for servers in measured[_NO_CODE].values()]
    requests, cpu = (
        [median(ratios(theirs, ours)) for theirs, ours in both] for ratios in (times, work)
    )
    theirs, ours = (max(one.memory for pair in both for one in pair[n]) for n in (0, 1))
    return (
        f"For the same information numbergate answered {requests[0]:.1f} times the requests for "
        f"one\nnumber and {requests[1]:.1f} times for a list of 50, with 1/{cpu[0]:.0f} and "
        f"1/{cpu[1]:.0f} of the CPU, and used {ours:.0f} MB\nwhere the gateway and what is behind "
        f"it used {theirs:.0f}."
    )


_TEXTS: Final = {"comparison": _comparison, "speed": _speed, "no-code": _no_code}


def pieces(measured: Measured) -> dict[str, str]:
    """Return the texts by the names of their marks, without those that nothing was measured for."""
    texts = dict[str, str]()
    for name, text in _TEXTS.items():
        with contextlib.suppress(KeyError):
            texts[name] = text(measured)
    return texts


def write(file: Path, texts: Mapping[str, str]) -> None:
    """Replace what is between the marks in a file."""
    page = file.read_text()
    for name, text in texts.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        page = mark.sub(lambda found, text=text: f"{found[1]}{text}\n{found[2]}", page)
    file.write_text(page)


def main() -> None:
    """Print the texts, or write them into the files."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("json", type=Path, help="the file that python -m bench --json wrote")
    options.add_argument("--into", type=Path, nargs="+", default=[], help="files with marks")
    asked = options.parse_args()
    texts = pieces(read(asked.json))
    facts: dict[str, str] = json.loads(asked.json.read_text())["machine"]
    texts["comparison"] = f"{'; '.join(map(': '.join, facts.items()))}.\n\n{texts['comparison']}"
    for file in asked.into:
        write(file, texts)
    if not asked.into:
        print(*texts.values(), sep="\n\n")


if __name__ == "__main__":
    main()
