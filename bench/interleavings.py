"""All interleavings of two changes, of somebody else's change and of two syncs, on the service.

    python -m bench.interleavings [--postgresql]

Prints for each case how many states there are, how many turns lead from one to another, and in how
many runs all of them were taken. Ends with an error at the first that goes wrong.
"""

import argparse
import asyncio

from bench import databases
from tests.upstream.exploration import explore
from tests.upstream.interleavings import LONG, SHORT


def main() -> None:
    """Explore all cases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with (
        databases.migrated(postgresql=asked.postgresql, durable=True) as url,
    ):
        for case in (*SHORT, *LONG):
            explored = asyncio.run(explore(url, case))
            states, turns = len(explored.edges), sum(map(len, explored.edges.values()))
            print(f"{case}: {states} states, {turns} turns, {explored.runs} runs", flush=True)


if __name__ == "__main__":
    main()
