"""All interleavings of two changes, of somebody else's change and of two syncs, on the service.

    python -m bench.interleavings [--postgresql] [--controls]

Prints for each case how many states there are, how many turns lead from one to another, and in how
many runs all of them were taken. Then a sync without one of its rules has to go wrong, for each
rule; ``--controls`` runs these alone. Ends with an error at the first case that goes wrong, and at
the first control that does not.
"""

import argparse
import asyncio
import sys

from bench import databases
from tests.upstream.controls import CONTROLS, Control
from tests.upstream.exploration import explore
from tests.upstream.interleavings import LONG, SHORT, Case, Violation


def main() -> None:
    """Explore all cases, then the controls."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    databases.add_option(parser)
    parser.add_argument("--controls", action="store_true", help="only these")
    asked = parser.parse_args()
    with databases.migrated(postgresql=asked.postgresql, durable=True) as url:
        for case in () if asked.controls else (*SHORT, *LONG):
            _show(url, case)
        for control in CONTROLS:
            _find(url, control)


def _show(url: str, case: Case) -> None:
    explored = asyncio.run(explore(url, case))
    states, turns = len(explored.edges), sum(map(len, explored.edges.values()))
    print(f"{case}: {states} states, {turns} turns, {explored.runs} runs", flush=True)


def _find(url: str, control: Control) -> None:
    """Run a control; exit with an error unless it goes wrong as it should."""
    try:
        with control.applied():
            asyncio.run(explore(url, control.case))
    except Violation as found:
        if control.wrong in found.what:
            print(f"a sync that {control}: {found.what} after {len(found.path)} turns", flush=True)
            return
        raise
    sys.exit(f"a sync that {control}: nothing goes wrong")


if __name__ == "__main__":
    main()
