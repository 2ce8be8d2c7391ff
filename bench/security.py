"""Write the figures of docs/security.md: what each attack costs a running server.

Run: python -m bench.security [--rows 200000] [--seconds 900] [--only NAME] [--printed FILE]
Runs the programs of `SECTIONS` on both databases, and puts what they print between the marks of the
page. It ends with an error if one exceeds a limit. A search or a soak that was run by itself gives
its section by the file that has its output: --only search --printed FILE.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from bench.attacks import EXCEEDS

PAGE: Final = Path(__file__).parents[1] / "docs/security.md"


class Section(NamedTuple):
    """A part of the figures: its heading, what it shows, and the command that prints it."""

    heading: str
    text: str
    command: Sequence[str]


_DATABASES: Final = {"SQLite": (), "PostgreSQL": ("--postgresql",)}
_WAIT: Final = (
    "The wait is the longest of a second client's requests meanwhile; beside it is the longest of "
    "as much time without an attack, which other programs of the machine cause."
)


_DOCUMENTS: Final = Section(
    "Documents and bodies",
    "Small to send and expensive to process. CPU is the server's for one request; “again” is the "
    "same text once more, which is cached.",
    ("bench.attacks",),
)
_SOAK: Final = Section(
    "All attacks at once",
    "`python -m bench.soak`: four clients of one project send all of these attacks in random order "
    "to two workers on SQLite; four of another project list, import, change and release numbers, "
    "and wait for the times below. Memory is that of all three processes, which a cgroup limits to "
    "700 MiB.",
    ("bench.soak",),
)


def sections(rows: int, seconds: int) -> dict[str, Section]:
    """Return the sections: for a database of so many numbers, and so many seconds of search."""
    found = {"documents": _DOCUMENTS}
    for name, option in _DATABASES.items():
        found |= {
            f"requests, {name}": _requests(name, option),
            f"churn, {name}": _churn(name, option),
            f"data, {name}": _data(name, option, rows),
            f"search, {name}": _search(name, option, seconds),
        }
    return found | {"soak": _SOAK}


def _requests(name: str, option: Sequence[str]) -> Section:
    return Section(
        f"Requests within the limits, on {name}",
        "A server with 1,000 numbers whose URLs are as long as they may be, and 1,000 with short "
        "ones. CPU is that of the most expensive request, MiB the peak over the memory before. "
        f"{_WAIT}",
        ("bench.attack_requests", *option),
    )


def _churn(name: str, option: Sequence[str]) -> Section:
    return Section(
        f"Many documents from one token, on {name}",
        f"CPU is for one request, MiB what they leave behind. {_WAIT}",
        ("bench.attack_requests", "--churn", *option),
    )


def _data(name: str, option: Sequence[str], rows: int) -> Section:
    return Section(
        f"Requests that make the database work, on {name}",
        f"{rows:,} numbers and five events of each, while a client of another project asks for "
        f"little. {_WAIT}",
        ("bench.attacks_on_data", "--rows", str(rows), *option),
    )


def _search(name: str, option: Sequence[str], seconds: int) -> Section:
    return Section(
        f"The most expensive documents of a search, on {name}",
        f"{seconds // 60} minutes of `python -m bench.search`. Held is the longest that one "
        "callback kept the event loop from others.",
        ("bench.search", "--seconds", str(seconds), *option),
    )


def figures(section: Section, printed: str) -> str:
    """Return the text of a section with what its command has printed."""
    today = f"{datetime.now(UTC):%d %B %Y}".lstrip("0")
    return f"### {section.heading}\n\n{section.text} {today}.\n\n{printed.strip()}\n"


def run(section: Section) -> str:
    """Run the command of a section, and return what it prints."""
    print(section.heading, file=sys.stderr, flush=True)
    command = [sys.executable, "-m", *section.command]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def write(name: str, text: str) -> None:
    """Put the text between the marks of a section."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, found, rest = PAGE.read_text().partition(begin)
    if not found:
        raise SystemExit(f"{PAGE} has no mark {begin}")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}")


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seconds", type=int, default=900)
    parser.add_argument("--only", action="append")
    parser.add_argument("--printed", type=Path)
    given = parser.parse_args()
    exceeds = False
    for name, section in sections(given.rows, given.seconds).items():
        if given.only is None or name in given.only:
            printed = given.printed.read_text() if given.printed else run(section)
            write(name, figures(section, printed))
            exceeds |= EXCEEDS in printed
    sys.exit(exceeds)


if __name__ == "__main__":
    main()
