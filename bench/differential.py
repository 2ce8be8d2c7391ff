"""Differential test: compiled execution against graphql-core, on random operations.

Run: python -m bench.differential 10000
Prints how many operations were tried, how many were executed by compiled functions, how many were
handed back to graphql-core, and how many responses differed; a difference ends it with an error.
Operations handed back without an error met an awaitable in place of a plain value, which the
strange schema returns at times.
"""

import argparse
import gc
import tempfile
from collections import Counter
from typing import Any, Final

from graphql import ExecutionResult, GraphQLSchema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import strange
from tests.graphql_jit.comparison import ARGUMENTS, REAL, STRANGE, Noted, answers, run
from tests.operations import documents
from tests.sample_numbers import SampleNumbers

_ALL: Final = list(HealthCheck)
_BATCH: Final = 100
_counted: Counter[str] = Counter()


class Counting(Noted):
    """Counts operations by what executed them in the end."""

    async def execute(self, *given: Any, **options: Any) -> ExecutionResult:
        """Execute, and record whether the compiled functions were enough."""
        result = await super().execute(*given, **options)
        _counted["handed back" if self.is_handed_over else "compiled"] += 1
        _counted["handed back without an error"] += self.is_needless
        return result


def compare(schema: GraphQLSchema, text: str, contexts: Any, **variables: Any) -> None:
    """Execute both ways, compare, and count."""
    expected, found = answers(schema, text, contexts, Counting, **variables)
    _counted["tried"] += 1
    if expected != found:
        _counted["different"] += 1
        print(text, expected, found, sep="\n")


def batch(sample: SampleNumbers, size: int) -> None:
    """Try this many operations on each of the two schemas."""
    many = settings(max_examples=size, deadline=None, database=None, suppress_health_check=_ALL)

    @many
    @given(documents(REAL, ARGUMENTS))
    def on_the_real(text: str) -> None:
        compare(REAL, text, sample.contexts(text))

    @many
    @given(documents(STRANGE, {"times": st.sampled_from(["0", "2", "-1"])}), st.integers())
    def on_the_strange(text: str, seed: int) -> None:
        compare(STRANGE, text, (strange.World(seed), strange.World(seed)))

    on_the_real()
    on_the_strange()


def main() -> None:
    """Try half of the operations on the real schema, and half on the strange one.

    In batches, because Hypothesis keeps data of each example, which slows down garbage collection.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("operations", type=int, nargs="?", default=10_000)
    wanted = parser.parse_args().operations
    with tempfile.TemporaryDirectory() as folder:
        sample = run(SampleNumbers.filled(f"sqlite:///{folder}/numbers.db"))
        while _counted["tried"] < wanted:
            batch(sample, min(_BATCH, -(-(wanted - _counted["tried"]) // 2)))
            gc.unfreeze()  # what a comparison hides from the collector is garbage after its batch
            gc.collect()
            print(", ".join(f"{what}: {count:,}" for what, count in sorted(_counted.items())))
        run(sample.close())
    if _counted["different"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
