"""Two workers are killed again and again, and the receiver spoils half of its answers."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ON_SQLITE
from tests.webhooks.chaos import Report, chaos, wrong

pytestmark = pytest.mark.anyio


async def test_every_event_is_received_with_one_id_and_a_good_signature(
    database: str, tmp_path: Path
) -> None:
    report = await chaos(database, tmp_path, events=300, kills=8)

    assert wrong(report) == [], report
    assert report.attempts > report.events


@ON_SQLITE
async def test_a_cursor_that_moves_before_its_deliveries_are_written_loses_events(
    database: str, tmp_path: Path
) -> None:
    """The negative control."""
    report = await chaos(database, tmp_path, 100, 5, "tests.webhooks.moves_cursor_first")

    assert report.missing > 0, report


GOOD = Report(events=2, kills=1, received=3, distinct=2, drained=True)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"missing": 1}, [("missing", 1)]),
        ({"distinct": 3}, [("other ids", True)]),
        ({"unverified": 1}, [("unverified", 1)]),
        ({"drained": False}, [("not drained", True)]),
        ({"leaks": ["+14155550123"]}, [("leaks", ["+14155550123"])]),
        ({"statuses": {"dead": 1}}, [("dead", 1)]),
    ],
)
def test_the_checker_finds_each_kind_of_wrong(changed: dict[str, Any], found: list[Any]) -> None:
    assert wrong(replace(GOOD, **changed)) == found
