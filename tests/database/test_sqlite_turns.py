"""Reads of SQLite in one turn of the event loop share a transaction, which hides no commit."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, text
from sqlalchemy import select as select_

from gateway.concurrency.cohort import COHORT
from gateway.database.database import Database
from gateway.database.statements import PreparedQuery, RowShape
from tests.conftest import ON_SQLITE

pytestmark = [pytest.mark.anyio, ON_SQLITE]

TOTAL = RowShape([Column("total", Integer)])
COUNT = PreparedQuery(TOTAL, select_(text("count(*) AS total FROM noted")))
_ROUNDS = 100


@pytest.fixture
async def statements(opened: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the reader runs from now on, while requests are in flight."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    monkeypatch.setattr(COHORT, "in_flight", 2)
    seen = list[str]()
    await opened.read(lambda db: driver(db).set_trace_callback(seen.append))
    return seen


def driver(db: Any) -> Any:
    return db.connection.driver_connection


def add(db: Any) -> None:
    db.execute(text("INSERT INTO noted VALUES ('x')"))


async def total(opened: Database) -> int:
    [row] = await opened.fetch(COUNT, {})
    found: int = row.total
    return found


async def test_reads_of_requests_in_flight_share_a_transaction(
    opened: Database, statements: list[str]
) -> None:
    statements.clear()

    await asyncio.gather(*(total(opened) for _ in range(5)))
    await asyncio.sleep(0)

    assert [line.split()[0] for line in statements] == ["BEGIN", *["SELECT"] * 5, "COMMIT"]


async def test_a_read_of_the_only_request_begins_none(
    opened: Database, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(COHORT, "in_flight", 1)
    statements.clear()

    await total(opened)

    assert [line.split()[0] for line in statements] == ["SELECT"]


@pytest.mark.usefixtures("statements")
async def test_who_has_written_reads_what_was_written(opened: Database) -> None:
    async def read_on() -> None:
        while True:
            await total(opened)

    others = [asyncio.create_task(read_on()) for _ in range(5)]
    for written in range(1, _ROUNDS + 1):
        await opened.write(add)
        assert await total(opened) == written
    for other in others:
        other.cancel()


@pytest.mark.usefixtures("statements")
async def test_a_commit_of_another_process_is_seen_in_the_next_turn(
    opened: Database, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "numbers.db")) as other:
        for written in range(_ROUNDS):
            assert await total(opened) == written  # the transaction of this turn is open now
            other.execute("INSERT INTO noted VALUES ('x')")
            other.commit()
