"""Two servers are killed again and again before a platform that spoils half of all changes."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import ON_SQLITE
from tests.upstream.chaos import chaos
from tests.upstream.chaos_checks import Told, violations

pytestmark = pytest.mark.anyio

KILLS = 15  # on each database


async def test_no_number_is_doubled_lost_or_different_and_no_response_is_wrong(
    database: str, tmp_path: Path
) -> None:
    report = await chaos(database, tmp_path, KILLS)

    assert report.violations == []
    assert report.drained
    assert report.numbers > 2 * KILLS


@ON_SQLITE
async def test_without_the_look_numbers_double(database: str, tmp_path: Path) -> None:
    report = await chaos(database, tmp_path, 3, "tests.upstream.without_look")

    assert any(found.startswith("doubled") for found in report.violations), report


def row(**values: Any) -> Any:
    usual = {"number": "+14155550100", "upstream_id": "a", "name": None, "call_handler": None}
    return SimpleNamespace(**(usual | {"provisioning": "active"} | values))


RECORD = {"id": "a", "number": "+14155550100", "name": None, "call_relay_topic": None}


@pytest.mark.parametrize(
    ("told", "rows", "records", "expected"),
    [
        (Told(), [row()], [RECORD], []),
        (Told(), [row()], [RECORD, RECORD | {"id": "b"}], ["doubled +14155550100"]),
        (Told(), [row()], [], ["lost +14155550100"]),
        (Told(), [], [RECORD], ["no row +14155550100"]),
        (Told(), [row(name="x")], [RECORD], ["differs +14155550100"]),
        (Told(), [row(upstream_id="c")], [RECORD], ["differs +14155550100"]),
        (Told(done={"+14155550100"}), [], [], ["told done +14155550100"]),
        (Told(refused={"+14155550100"}), [row()], [RECORD], ["told refused +14155550100"]),
    ],
)
def test_the_checker_finds_each_kind_of_wrong(
    told: Told, rows: list[Any], records: list[dict[str, Any]], expected: list[str]
) -> None:
    assert violations(told, rows, records) == expected
