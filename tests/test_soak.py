"""A soak of two minutes: good traffic and all attacks at once, on two workers within 700 MiB.

`python -m bench.soak` goes on for an hour.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench import soak
from bench.soak import Outcome
from bench.soak_clients import Counts

SECONDS = 120
# A cache of documents that is full within seconds, also on a slow machine: from then on, nothing
# may grow.
SMALL_CACHE = {"document_memory": "2000000"}
MEMORY = [300.0] * 30  # MiB


def test_good_requests_are_answered_under_all_attacks_and_memory_stays_as_it_is(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"

    outcome = soak.run(url, seconds=SECONDS, memory=700, workers=2, **SMALL_CACHE)

    assert outcome.wrong() == []
    assert outcome.counts.attacks.total() > 100, outcome


def counts(**changed: Any) -> Counts:
    """Return what a soak counts in which nothing goes wrong."""
    usual: dict[str, Any] = {
        "waits": [0.5] * 60,
        "memory": MEMORY,
        "answered": [10, 20, 30, 40, 50, 60],
    }
    return Counts(**(usual | changed))


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        (Outcome(counts(), 0, ""), []),
        (Outcome(counts(failed=Counter(OVERLOADED=1)), 0, ""), ["good requests failed"]),
        (Outcome(counts(), 1, ""), ["unexpected errors"]),
        (Outcome(counts(answered=[10, 20, 20, 30, 40, 50]), 0, ""), ["no good request"]),
        (Outcome(counts(answered=[0, 10, 20, 30, 40, 50]), 0, ""), ["no good request"]),
        (Outcome(counts(memory=[200.0 + 10 * n for n in range(30)]), 0, ""), ["memory still grew"]),
        (Outcome(counts(memory=[200.0] * 20 + [230.0] * 10), 0, ""), ["memory still grew"]),
        (Outcome(counts(memory=[100.0] * 10 + MEMORY[:20]), 0, ""), []),  # it grew at first
    ],
)
def test_the_check_finds_each_kind_of_wrong(outcome: Outcome, wrong: list[str]) -> None:
    found = outcome.wrong()

    assert len(found) == len(wrong)
    assert all(text.startswith(start) for text, start in zip(found, wrong, strict=True))
