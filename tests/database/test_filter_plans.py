"""Plans of filtered lists: few rows among many are found by an index, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert, text

from gateway.database import phone_numbers, planner_statistics
from gateway.database.database import Database
from gateway.database.phone_number_filters import count_query, page_query, parameters
from gateway.database.phone_numbers import LABELS, NUMBERS, PUBLIC_COLUMNS
from gateway.database.statements import PreparedQuery
from gateway.domain.commands.listing import NEWEST_FIRST, NumberFilter
from gateway.domain.validation_policy import STRICT
from gateway.models.number_origin import NumberOrigin
from gateway.models.pagination import Window
from gateway.models.phone_number import LabelKind
from tests.conftest import CALLER, NOON

pytestmark = pytest.mark.anyio

MANY, FEW = 2000, 2
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
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
    how = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
    return explain(db, query, values, how)


def explain(db: Connection, query: PreparedQuery, values: dict[str, Any], how: str) -> str:
    compiled = query.compiled(db.dialect)
    found = db.exec_driver_sql(f"{how} {compiled.text}", compiled.arguments(values))
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


def labelled(db: Connection) -> None:
    """Fill a list whose numbers all have one tag, of which PostgreSQL has no statistics."""
    rows = [number(n) for n in range(MANY)]
    db.execute(insert(NUMBERS), rows)
    shared = {"project_id": CALLER.project_id, "kind": LabelKind.TAG, "value": "sales"}
    db.execute(
        insert(LABELS),
        [shared | {"created_at": row["created_at"], "number_id": row["id"]} for row in rows],
    )


async def known(opened: Database) -> int:
    """Return how many numbers PostgreSQL has statistics of."""
    query = text("SELECT reltuples FROM pg_class WHERE relname = 'phone_number'")
    return int(await opened.read(lambda db: db.scalar(query)) or 0)


@ON_POSTGRESQL
@pytest.mark.parametrize("tags", ["tags_all", "tags_any"])
async def test_numbers_of_a_tag_are_not_sought_in_the_list_without_statistics(
    opened: Database, tags: str
) -> None:
    await opened.write(labelled)
    asked, window = NumberFilter.of({tags: ["sales"]}, STRICT), Window(first=50)
    query, order = page_query(asked, NEWEST_FIRST, window.shape, PUBLIC_COLUMNS)
    values = parameters(asked) | {"project": CALLER.project_id}

    page = await opened.read(
        lambda db: explain(db, query, order.parameters(window) | values, "EXPLAIN")
    )
    count = await opened.read(lambda db: explain(db, count_query(asked), values, "EXPLAIN"))

    assert "pk_phone_number on phone_number" in page
    assert "on phone_number_label" in count and "on phone_number " not in count


@ON_POSTGRESQL
async def test_rows_are_locked_and_changed_by_their_ids_without_statistics(
    opened: Database,
) -> None:
    """Two of a project's 2,000 live numbers: its other numbers are not read."""
    await opened.write(labelled)
    columns = frozenset({"name"})
    statements = [phone_numbers._SELECT_FOR_UPDATE, phone_numbers._update_statement(columns)]  # noqa: SLF001
    rows = [{"key": uuid4(), "project": CALLER.project_id, "name": "Desk"}] * 2
    for statement in statements:
        arrays: Any = statement._arrays  # noqa: SLF001

        def planned(db: Connection, arrays: Any = arrays) -> str:
            found = db.exec_driver_sql(f"EXPLAIN {arrays.text}", arrays.arguments(rows))
            return "\n".join(str(row[-1]) for row in found)

        plan = await opened.read(planned)
        assert "pk_phone_number on phone_number" in plan
        assert "Bitmap" not in plan and "Seq Scan" not in plan


@ON_POSTGRESQL
async def test_statistics_are_renewed_once_a_job_has_doubled_a_table(opened: Database) -> None:
    """With them a filter by a tag and a type reads the list once, and not once for each number."""
    await opened.write(labelled)
    await planner_statistics.renew(opened, 0, 100)
    before = await known(opened)

    await planner_statistics.renew(opened, 1000, MANY)

    assert (before, await known(opened)) == (-1, MANY)
    asked = NumberFilter.of({"tags_all": ["sales"], "number_type": "longcode"}, STRICT)
    values = parameters(asked) | {"project": CALLER.project_id}
    plan = await opened.read(lambda db: explain(db, count_query(asked), values, "EXPLAIN"))
    assert "Nested Loop" not in plan
    await opened.write(lambda db: db.execute(insert(NUMBERS), [number(MANY)]))
    await planner_statistics.renew(opened, 1000, MANY)
    assert await known(opened) == MANY
