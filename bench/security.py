"""Write the figures of docs/security.md: what each attack costs a running server.

Run: python -m bench.security [--rows 200000]
Runs `bench.attacks`, `bench.attack_requests` and `bench.attacks_on_data`, and puts their tables
between the marks of the page. It ends with an error if one exceeds a limit.
"""

import argparse
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

PAGE: Final = Path(__file__).parents[1] / "docs/security.md"
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->\n"
_EXCEEDS: Final = "**exceeds**"


class Section(NamedTuple):
    """A part of the figures: its heading, what it shows, and the command that prints it."""

    heading: str
    text: str
    command: tuple[str, ...]


def sections(rows: int) -> list[Section]:
    """Return the sections, for a database of so many numbers."""
    return [
        Section(
            "Documents and bodies",
            "Small to send and expensive to process. CPU is the server's for one request; “again” "
            "is the same text once more, which is cached.",
            ("bench.attacks",),
        ),
        Section(
            "Requests within the limits",
            "A server with 1,000 numbers whose URLs are as long as they may be. CPU is that of the "
            "most expensive request, MiB the peak over the memory before, and the wait the longest "
            "of a second client.",
            ("bench.attack_requests",),
        ),
        Section(
            "Requests that make the database work",
            f"SQLite with {rows:,} numbers and five events of each, while a client of another "
            "project asks for little.",
            ("bench.attacks_on_data", "--rows", str(rows)),
        ),
    ]


def figures(rows: int) -> str:
    """Run all of it, and return the text between the marks."""
    today = f"{datetime.now(UTC):%d %B %Y}".lstrip("0")
    parts = [f"Measured on {today}.\n"]
    for section in sections(rows):
        print(section.heading, file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", *section.command], capture_output=True, text=True, check=True
        )
        parts.append(f"### {section.heading}\n\n{section.text}\n\n{done.stdout.strip()}\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    found = figures(parser.parse_args().rows)
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{found}\n{END}{after}")
    sys.exit(_EXCEEDS in found)


if __name__ == "__main__":
    main()
