"""Webhook chaos test: workers are killed while a receiver spoils half of its answers.

Run: python -m bench.webhooks [--events 1000] [--kills 30] [--postgresql]
Prints how many events were received, and how many are missing or were not verified. Ends with an
error if anything is wrong.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from bench import databases
from tests import forks
from tests.webhooks.chaos import chaos, wrong


def main() -> None:
    """Run it, and print the report as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=30)
    databases.add_option(parser)
    given = parser.parse_args()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as name,
        databases.migrated(postgresql=given.postgresql, durable=True) as url,
    ):
        report = asyncio.run(chaos(url, Path(name), given.events, given.kills))
    forks.stop()
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps(report.__dict__ | {"seconds": seconds}, indent=1))
    sys.exit(bool(wrong(report)))


if __name__ == "__main__":
    main()
