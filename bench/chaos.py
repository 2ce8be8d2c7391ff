"""Chaos test: servers are killed at random before a platform that spoils half of its answers.

Run: python -m bench.chaos 300 [--postgresql] [--without-look] [--seconds 3600]
Prints the responses to clients and every violation: a number that is doubled, lost or different, a
response that was wrong, a secret in a log. Ends with an error if there is one. The
control, ``--without-look``, sends again without asking what became of the first request.
"""

import argparse
import asyncio
import json
import math
import sys
import tempfile
import time
from pathlib import Path

from bench import databases
from tests import forks, servers
from tests.upstream.chaos import chaos

_SHOWN: int = 20  # violations


def main() -> None:
    """Run it, and print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=300)
    databases.add_option(parser)
    parser.add_argument("--without-look", action="store_true")
    parser.add_argument(
        "--seconds", type=float, default=math.inf, help="after these, no more are killed"
    )
    asked = parser.parse_args()
    program = "tests.upstream.without_look" if asked.without_look else servers.PROGRAM
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with databases.migrated(postgresql=asked.postgresql, durable=True) as url:
            report = asyncio.run(chaos(url, folder, asked.kills, program, asked.seconds))
    forks.stop()
    seconds = {"seconds": round(time.monotonic() - began)}
    print(json.dumps(report.__dict__ | seconds | {"violations": report.violations[:_SHOWN]}))
    is_idle = report.numbers < report.kills  # clients were hardly answered: it shows nothing
    sys.exit(bool(report.violations) or not report.drained or is_idle)


if __name__ == "__main__":
    main()
