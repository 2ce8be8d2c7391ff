"""Writes on PostgreSQL whose callers go away, or whose connection does."""

import asyncio
import gc
from collections.abc import Coroutine
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text

from gateway.database.database import Database, connect
from gateway.database.locks import lock
from gateway.errors import Unavailable
from tests.database.test_postgresql_writer import (
    Work,
    adding,
    holding,
    noted,
    transaction,
)

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]


async def test_one_whose_caller_goes_away_is_undone_and_the_others_happen_once(
    opened: Database,
) -> None:
    """It goes away while its group is under way, which is rolled back and runs without it."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    begun, never = asyncio.Event(), asyncio.Event()

    works = (transaction, adding("a"), _adding_and_holding("b", begun, never), adding("c"))
    tasks = [asyncio.ensure_future(opened.write(work, "a project")) for work in works]
    await begun.wait()
    tasks[2].cancel()

    await asyncio.gather(tasks[1], tasks[3])
    assert sorted(await noted(opened)) == ["a", "c"]


@pytest.mark.parametrize("project", ["a project", None])
async def test_one_that_is_cancelled_at_any_moment_loses_none_that_follow(
    opened: Database, database: str, project: str | None
) -> None:
    """They use its connection. The server may have got its BEGIN, and nothing else."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    one = connect(database, pool_size=1)
    await one.write(_adding_first("0"), project)

    for turns in range(1, 12):
        cancelled = asyncio.ensure_future(one.write(_adding_first("x"), project))
        for _ in range(turns):
            await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.wait([cancelled])
        await one.write(_adding_first(f"{turns}"), project)
        assert one.in_flight() == 0

    found = await noted(opened)
    assert [name for name in found if name != "x"] == [f"{turns}" for turns in range(12)]
    await one.close()


def _adding_and_holding(name: str, begun: asyncio.Event, end: asyncio.Event) -> Work:
    def work(db: Connection) -> None:
        adding(name)(db)
        holding(begun, end)(db)

    return work


def _adding_first(name: str) -> Work:
    """Return what begins with a statement on the driver's cursor."""

    def work(db: Connection) -> None:
        lock(db, name)
        adding(name)(db)

    return work


async def test_callers_that_go_away_one_after_another_leave_the_others_alone(
    opened: Database,
) -> None:
    """The second goes away as the first is rolled back, the third as the connection closes."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    begun, never = asyncio.Event(), asyncio.Event()

    works = (_adding_and_holding("a", begun, never), *[adding("x")] * 9, adding("b"))
    tasks = [asyncio.ensure_future(opened.write(work, "a project")) for work in works]
    await begun.wait()
    for task in tasks[:-1]:
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    await tasks[-1]
    await opened.write(adding("c"), "a project")  # after the others of the group have ended
    found = await noted(opened)
    assert [name for name in found if name != "x"] == ["b", "c"]  # one may commit before it goes
    assert opened.in_flight() == 0


@pytest.mark.parametrize("project", ["a project", None])
async def test_one_that_is_cancelled_again_and_again_returns_its_connection(
    opened: Database, project: str | None
) -> None:
    """A task group cancels what is in it in each turn of the event loop, until it ends."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    gc.disable()  # which would return some
    try:
        for turns in range(1, 30):
            await _cancel_each_turn(opened.write(_adding_first("x"), project), turns)
            await opened.write(adding("y"), project)  # after the rollback, where it has a project
            assert opened.in_flight() == 0
    finally:
        gc.enable()


async def _cancel_each_turn(write: Coroutine[Any, Any, Any], turns: int) -> None:
    """Cancel it in each turn of the event loop after some *turns*."""
    task = asyncio.ensure_future(write)
    for _ in range(turns):
        await asyncio.sleep(0)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)


async def test_one_whose_connection_the_server_ends_is_unavailable(opened: Database) -> None:
    """Whatever the driver says of a statement that it sends when it knows, or does not."""

    def work(db: Connection) -> None:
        pid = db.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        db.connection.run_async(lambda _: opened.read(partial(_end_session, pid)))
        lock(db, "a")

    found = await asyncio.gather(
        *(opened.write(work, "a project", [n]) for n in range(9)), return_exceptions=True
    )

    assert [type(one) for one in found] == [Unavailable] * 9
    assert opened.in_flight() == 0


def _end_session(pid: int, db: Connection) -> None:
    db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
