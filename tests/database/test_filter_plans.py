"""Plans of filtered lists: few rows among many are found by an index, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert, text

from gateway.database.database import Database
from gateway.database.phone_number_filters import page_query, parameters
from gateway.database.phone_numbers import NUMBERS, PUBLIC_COLUMNS
from gateway.domain.commands.listing import NEWEST_FIRST, NumberFilter
from gateway.domain.validation_policy import STRICT
from gateway.models.number_origin import NumberOrigin
from gateway.models.pagination import Window
from tests.conftest import CALLER, NOON

pytestmark = pytest.mark.anyio

MANY, FEW = 2000, 2
CONNECTION, OTHER = UUID(int=2), UUID(int=3)


def number(n: int) -> dict[str, Any]:
    at = NOON + timedelta(seconds=n)
    return {
        "id": uuid4(), "project_id": CALLER.project_id, "number": f"+1415{2000000 + n}",
        "number_type": "longcode", "country_code": "US", "capabilities": ["voice"], "tags": [],
        "call_receive_mode": "voice", "release_protected": False, "version": 1,
        "created_at": at, "updated_at": at,
    }  # fmt: skip


def origin(n: int, row: dict[str, Any]) -> dict[str, Any]:
    connection = CONNECTION if n % (MANY // FEW) == 0 else OTHER
    return {
        "number_id": row["id"], "project_id": CALLER.project_id, "connection_id": connection,
        "external_id": row["number"], "fingerprint": "", "reported": {}, "losses": [],
    }  # fmt: skip


def fill(db: Connection) -> None:
    rows = [number(n) for n in range(MANY)]
    db.execute(insert(NUMBERS), rows)
    db.execute(insert(NumberOrigin), [origin(n, row) for n, row in enumerate(rows)])
    db.execute(text("ANALYZE"))


def plan(db: Connection) -> str:
    """Return how the database reads the first page of a connection's numbers."""
    asked, window = NumberFilter.of({"connection_id": CONNECTION}, STRICT), Window(first=50)
    query, order = page_query(asked, NEWEST_FIRST, window.shape, PUBLIC_COLUMNS)
    values = order.parameters(window) | parameters(asked) | {"project": CALLER.project_id}
    compiled = query.compiled(db.dialect)
    explain = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
    found = db.exec_driver_sql(f"{explain} {compiled.text}", compiled.arguments(values))
    return "\n".join(str(row[-1]) for row in found)


async def test_numbers_of_a_connection_are_found_by_the_index_of_their_origins(
    opened: Database,
) -> None:
    await opened.write(fill)

    explained = await opened.read(plan)

    assert "ix_number_origin_connection" in explained
    assert "SCAN phone_number" not in explained
    assert "Seq Scan on phone_number" not in explained


async def test_without_that_index_all_origins_would_be_read(opened: Database) -> None:
    await opened.write(fill)
    await opened.write(lambda db: db.execute(text("DROP INDEX ix_number_origin_connection")))

    explained = await opened.read(plan)

    assert "SCAN number_origin" in explained or "Seq Scan on number_origin" in explained
