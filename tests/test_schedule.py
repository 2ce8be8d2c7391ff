"""What the distribution of the tests and the list of untraced ones name is there."""

from pathlib import Path

import pytest

from tests import schedule, untraced

ROOT = Path(__file__).parents[1]
PLACES = {
    *schedule.LONGEST, *schedule.DIVIDED, *schedule.TOGETHER, *untraced.PLACES, untraced.DATABASE,
}  # fmt: skip


def is_there(place: str) -> bool:
    """Return whether a folder, a file, or a test that begins so exists."""
    file, _, test = place.partition("::")
    found = ROOT / file
    return found.exists() and (not test or f"def {test}" in found.read_text())


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_place_that_is_named_is_there(place: str) -> None:
    assert is_there(place)


def test_a_place_that_was_renamed_is_noticed() -> None:
    assert not is_there("tests/test_nothing.py")
    assert not is_there("tests/test_schedule.py::test_of_another_name")


def test_what_takes_minutes_begins_first_in_its_order() -> None:
    tests = [
        "tests/auth/test_jwt.py::test_one",
        "tests/upstream/test_chaos.py::test_two[sqlite]",
        "tests/http/console/test_live.py::test_three",
        "tests/test_soak.py::test_four",
    ]

    ordered = sorted(map(schedule.scope_of, tests), key=schedule.rank)

    assert ordered == [
        "tests/test_soak.py",
        "tests/http/console/",
        "tests/upstream/test_chaos.py::test_two[sqlite]",
        "tests/auth/test_jwt.py",
    ]
