"""Operation timeouts: the operation is cancelled, and its locks and connections are released."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection, text

from gateway.database.database import Database
from gateway.settings import Settings
from tests import postgres
from tests.conftest import ON_SQLITE, ask, client_of
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio

IMPORT = """
mutation {
  importPhoneNumber(input: {number: "+14155550123", numberType: LONGCODE, name: "Desk"}) {
    __typename
  }
}
"""
TIMEOUT = {"code": "TIMEOUT"}
COUNT = "{ phoneNumbers { totalCount } }"
ENDLESS = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
)

SEARCH = '{ phoneNumbers(filter: {nameContains: "Desk"}) { totalCount } }'
LIST = "{ phoneNumbers(filter: {hasCallHandler: false}) { nodes { name } } }"
# A list that has its end, and then goes on looking for more.
MAKE_ENDLESS = """
ALTER TABLE phone_number RENAME TO kept;
CREATE VIEW phone_number AS SELECT * FROM kept UNION ALL SELECT kept.* FROM kept, (
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n
) WHERE i < 0;
"""
MAKE_USUAL = "DROP VIEW phone_number; ALTER TABLE kept RENAME TO phone_number;"


def forever(db: Connection) -> Any:
    return db.execute(ENDLESS).scalar_one()


@ON_SQLITE
async def test_a_cancelled_scan_is_interrupted(opened: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await opened.read(forever)

    async with asyncio.timeout(LIMIT):
        assert await opened.read(lambda db: db.scalar(text("SELECT 1"))) == 1


@pytest.fixture
async def hasty(database: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of an application with a short timeout."""
    settings = Settings(
        database_url=database, open_access=True, operation_seconds=0.3, scan_seconds=60
    )
    async with client_of(settings) as client:
        yield client


async def ask_until_in_time(client: httpx2.AsyncClient, document: str) -> dict[str, Any]:
    """Ask again while the answer is a timeout: on a busy machine, others than ours come."""
    async with asyncio.timeout(LIMIT):
        while "errors" in (answer := await ask(client, document)):
            assert answer["errors"][0]["extensions"] == TIMEOUT
        return answer


@ON_SQLITE
async def test_a_search_that_takes_too_long_is_stopped_and_the_next_is_as_ever(
    client: httpx2.AsyncClient, hasty: httpx2.AsyncClient, opened: Database, tmp_path: Path
) -> None:
    await ask(client, IMPORT)

    with closing(sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)) as other:
        other.executescript(MAKE_ENDLESS)
        stopped = [await hasty.post("/graphql", json={"query": SEARCH}) for _ in range(3)]
        other.executescript(MAKE_USUAL)
    found = await ask_until_in_time(hasty, SEARCH)
    whole = await opened.read(lambda db: db.scalar(text("PRAGMA integrity_check")))

    assert {answer.status_code for answer in stopped} == {503}
    assert stopped[0].json()["errors"][0]["extensions"] == TIMEOUT
    assert "idempotency" not in stopped[0].json()["errors"][0]["message"]
    assert found["data"] == {"phoneNumbers": {"totalCount": 1}}
    assert whole == "ok"


@ON_SQLITE
async def test_a_slow_list_does_not_delay_other_requests(
    client: httpx2.AsyncClient, hasty: httpx2.AsyncClient, tmp_path: Path
) -> None:
    """It is looked for inline first, for a moment."""
    await ask(client, IMPORT)

    found = await ask_until_in_time(hasty, LIST)
    with closing(sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)) as other:
        other.executescript(MAKE_ENDLESS)
        searching = asyncio.create_task(hasty.post("/graphql", json={"query": LIST}))
        served = list[int]()
        while not searching.done():
            served.append((await hasty.get("/healthz")).status_code)
            await asyncio.sleep(0)
        stopped = await searching
        other.executescript(MAKE_USUAL)

    assert found["data"] == {"phoneNumbers": {"nodes": [{"name": "Desk"}]}}
    assert set(served) == {200}
    assert len(served) > 3  # one or two, where the search keeps the event loop
    assert stopped.status_code == 503
    assert (await ask_until_in_time(hasty, LIST))["data"] == found["data"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_change_that_waits_too_long_is_stopped_and_leaves_nothing(
    hasty: httpx2.AsyncClient, database: str
) -> None:
    async with postgres.locked(database):
        stopped = await hasty.post("/graphql", json={"query": IMPORT})
    afterwards = await ask_until_in_time(hasty, COUNT)

    assert stopped.status_code == 503
    assert stopped.headers["retry-after"] == "1"
    assert stopped.json()["errors"][0]["extensions"] == TIMEOUT
    assert "idempotency" in stopped.json()["errors"][0]["message"]
    assert afterwards["data"] == {"phoneNumbers": {"totalCount": 0}}
