"""The free list of idle PostgreSQL connections: reuse, replacement, and return to the pool."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from gateway.database import phone_number_filters
from gateway.database.database import connect
from gateway.database.phone_numbers import PUBLIC_COLUMNS
from gateway.database.postgresql import PostgreSQL
from tests.servers import LIMIT

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]

NUMBER = phone_number_filters.lookup_query("number", PUBLIC_COLUMNS)
NOBODYS = {"project": uuid4(), "key": "+14155550123"}


@pytest.fixture
async def narrow(database: str) -> AsyncIterator[PostgreSQL]:
    """A store with a single connection."""
    opened = connect(database, pool_size=1)
    assert isinstance(opened, PostgreSQL)
    yield opened
    await opened.close()


def process(db: Connection) -> Any:
    return db.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()


def driver(db: Connection) -> Any:
    return db.connection.driver_connection


def end(other: int) -> Any:
    return lambda db: db.exec_driver_sql(f"SELECT pg_terminate_backend({other})").scalar_one()


async def test_idle_connections_are_not_in_use_and_return_to_the_pool_on_demand(
    narrow: PostgreSQL,
) -> None:
    first = await narrow.write(process)
    for ask in (narrow.read, narrow.write):
        assert await narrow.fetch(NUMBER, NOBODYS) == []
        assert narrow.in_flight() == 0
        assert await ask(process) == first
    assert narrow.in_flight() == 0


async def test_many_that_come_together_share_it_with_one_that_writes(narrow: PostgreSQL) -> None:
    asked = (narrow.fetch(NUMBER, NOBODYS) for _ in range(20))

    *read, written = await asyncio.gather(*asked, narrow.write(process))

    assert read == [[]] * 20
    assert written == await narrow.read(process)
    assert narrow.in_flight() == 0


async def test_a_closed_idle_connection_is_replaced(narrow: PostgreSQL, database: str) -> None:
    first, ended = await narrow.write(process), asyncio.Event()
    await narrow.write(lambda db: driver(db).add_termination_listener(lambda _: ended.set()))
    await narrow.fetch(NUMBER, NOBODYS)
    other = connect(database)
    await other.read(end(first))
    await other.close()
    await asyncio.wait_for(ended.wait(), LIMIT)

    assert await narrow.fetch(NUMBER, NOBODYS) == []
    assert await narrow.read(process) != first


async def test_one_that_is_read_over_when_the_store_closes_is_not_kept(narrow: PostgreSQL) -> None:
    await narrow.fetch(NUMBER, NOBODYS)
    late = asyncio.ensure_future(narrow.fetch(NUMBER, NOBODYS))
    while not narrow.in_flight():
        await asyncio.sleep(0)
    closing = asyncio.ensure_future(narrow.close())

    assert await late == []
    await closing
    assert narrow.in_flight() == 0


async def test_a_cancelled_read_leaves_its_connection_usable(narrow: PostgreSQL) -> None:
    await narrow.fetch(NUMBER, NOBODYS)  # connected
    given_up = asyncio.ensure_future(narrow.fetch(NUMBER, NOBODYS))
    while not narrow.in_flight():
        await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait([given_up])

    assert await narrow.fetch(NUMBER, NOBODYS) == []
    assert narrow.in_flight() == 0
