"""Timeouts of searches and counts: a typed failure, and no delay for other projects."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection, text

from gateway.concurrency import scan_budget
from gateway.database.database import Database
from gateway.database.phone_number_filters import count_query
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import NO_FILTER
from gateway.domain.validation_policy import STRICT
from gateway.errors import SearchTimeout
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from tests.conftest import CALLER, ON_SQLITE, STRANGER, ask, client_of
from tests.graphql.test_operation_timeouts import ENDLESS, IMPORT, MAKE_ENDLESS, MAKE_USUAL

pytestmark = pytest.mark.anyio

COUNTS = "{ " + " ".join(f"a{n}: phoneNumbers {{ totalCount }}" for n in range(20)) + " }"
MANY = 3_000_000  # steps, which take longer than a request has for them
LONG = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
    "SELECT count(*) FROM n"
).bindparams(many=MANY)
EVENTS = "{ phoneNumberEvents { nodes { number } } }"


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of an application whose requests may scan for a twentieth of a second."""
    short = Settings(
        database_url=database, open_access=True, scan_seconds=0.05, operation_seconds=300
    )
    async with client_of(short) as client:
        yield client


@pytest.fixture
async def endless(numbers: PhoneNumbers, tmp_path: Path) -> AsyncIterator[None]:
    """Numbers that never end in two projects, while the test runs."""
    for caller in (CALLER, STRANGER):
        wanted = {"number": "+14155550123", "number_type": "longcode"}
        await numbers.import_number(caller, ImportNumber.of(wanted, STRICT))
    with closing(sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)) as other:
        other.executescript(MAKE_ENDLESS)
        yield
        other.executescript(MAKE_USUAL)


@ON_SQLITE
@pytest.mark.usefixtures("endless")
async def test_all_scans_of_a_request_share_one_limit(client: httpx2.AsyncClient) -> None:
    """The first uses it up, and the others end at once: a limit for each would take a second."""
    used = time.process_time()

    answer = await ask(client, COUNTS)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"SEARCH_TIMEOUT"}
    assert time.process_time() - used < 20 * 0.05


@ON_SQLITE
@pytest.mark.usefixtures("endless")
async def test_a_search_by_rest_that_takes_too_long_is_a_422(client: httpx2.AsyncClient) -> None:
    found = await client.get("/api/relay/rest/phone_numbers?filter_number=415")

    assert found.status_code == 422
    assert [error["code"] for error in found.json()["errors"]] == ["search_timeout"]


@ON_SQLITE
async def test_the_next_request_has_a_limit_of_its_own(
    client: httpx2.AsyncClient, tmp_path: Path
) -> None:
    await ask(client, IMPORT)
    with closing(sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)) as other:
        other.executescript(MAKE_ENDLESS)
        stopped = await ask(client, COUNTS)
        other.executescript(MAKE_USUAL)

    assert "errors" in stopped
    assert "errors" not in await ask(client, COUNTS)
    assert "errors" not in await ask(client, EVENTS)


def forever(db: Connection) -> Any:
    return db.execute(ENDLESS).scalar_one()


@ON_SQLITE
async def test_any_read_that_takes_long_leaves_the_loop_to_others(opened: Database) -> None:
    """Not searches alone: whatever function reads is stopped, and begins anew on a thread."""
    scan_budget.begin()
    reading = asyncio.create_task(opened.read(forever))
    for _ in range(20):
        await asyncio.sleep(0)

    assert not reading.done()
    with pytest.raises(SearchTimeout):
        await reading


@ON_SQLITE
async def test_background_work_is_not_limited(opened: Database) -> None:
    counted = await opened.read(lambda db: db.execute(LONG).scalar_one())

    assert counted == MANY


@ON_SQLITE
@pytest.mark.usefixtures("endless")
async def test_another_project_does_not_wait_for_the_scans_of_one(opened: Database) -> None:
    """Twenty of one project wait in turn; one of another comes after the first of them at most."""
    many = [
        asyncio.create_task(opened.fetch(count_query(NO_FILTER), {"project": CALLER.project_id}))
        for _ in range(20)
    ]
    await asyncio.sleep(0)

    one = asyncio.create_task(
        opened.fetch(count_query(NO_FILTER), {"project": STRANGER.project_id})
    )
    await asyncio.wait([one])

    assert sum(task.done() for task in many) <= 2
    for task in many:
        task.cancel()
    await asyncio.wait(many)
    assert isinstance(one.exception(), SearchTimeout)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_the_scans_of_one_project_leave_connections_to_others(opened: Database) -> None:
    """They all wait for a lock, as long as a statement may."""
    held, free = asyncio.Event(), asyncio.Event()

    def lock(db: Connection) -> None:
        db.execute(text("LOCK TABLE phone_number IN ACCESS EXCLUSIVE MODE"))
        held.set()
        while not free.is_set():
            db.execute(text("SELECT pg_sleep(0.05)"))

    locking = asyncio.create_task(opened.write(lock))
    await held.wait()
    many = [
        asyncio.create_task(opened.fetch(count_query(NO_FILTER), {"project": CALLER.project_id}))
        for _ in range(40)
    ]
    await asyncio.sleep(0.2)
    in_flight = opened.in_flight()
    free.set()

    await asyncio.wait([locking, *many])
    assert in_flight <= 1 + 5  # a third of 15 connections, and the one that holds the lock
