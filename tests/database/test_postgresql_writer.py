"""Group commit on PostgreSQL: the writes of a project that wait share the next transaction."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text

from gateway.database import write_batch
from gateway.database.database import Database
from gateway.database.write_batch import Queue

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]

Work = Callable[[Connection], Any]


def adding(name: str) -> Work:
    return lambda db: db.execute(text("INSERT INTO noted VALUES (:name)"), {"name": name})


def transaction(db: Connection) -> Any:
    return db.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one()


def failing(name: str, *, first: Work = lambda _: None) -> Work:
    def work(db: Connection) -> None:
        first(db)
        raise LookupError(name)

    return work


async def noted(opened: Database) -> list[str]:
    return await opened.read(lambda db: list(db.scalars(text("SELECT name FROM noted"))))


async def outcomes(opened: Database, *works: Work) -> list[Any]:
    """Begin them while another transaction runs: they wait for it together."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT UNIQUE)")))
    begun, end = asyncio.Event(), asyncio.Event()
    running = asyncio.ensure_future(opened.write(holding(begun, end), "a project"))
    await begun.wait()
    waiting = asyncio.gather(
        *(opened.write(work, "a project") for work in works), return_exceptions=True
    )
    await asyncio.sleep(0)
    end.set()
    await running
    return await waiting


def holding(begun: asyncio.Event, end: asyncio.Event) -> Work:
    return lambda db: db.connection.run_async(lambda _: until(begun, end))


async def test_those_that_wait_are_one_transaction(opened: Database) -> None:
    found = await outcomes(opened, *[transaction] * 5)

    assert len(set(found)) == 1


async def test_those_that_begin_together_are_one_transaction_with_the_first(
    opened: Database,
) -> None:
    """Those of one turn of the event loop: another transaction need not run."""
    found = await asyncio.gather(*(opened.write(transaction, "a project") for _ in range(5)))

    assert len(set(found)) == 1


async def test_projects_do_not_wait_for_each_other(opened: Database) -> None:
    """A transaction that stays open holds up its own project only."""
    held, end = asyncio.Event(), asyncio.Event()
    slow = asyncio.ensure_future(opened.write(holding(held, end), "a project"))
    await held.wait()

    assert await opened.write(transaction, "another project")
    end.set()
    await slow


async def test_the_next_one_runs_while_one_commits_unless_it_locks_the_same(
    opened: Database,
) -> None:
    """One that names nothing may lock anything, and waits."""
    runs, go_on, commits, end = (asyncio.Event() for _ in range(4))
    late = Queue(9, lambda db, _: holding(commits, end)(db))

    def work(db: Connection) -> None:
        holding(runs, go_on)(db)
        write_batch.current(db).add(late, 0)

    first = asyncio.ensure_future(opened.write(work, "a project", ["a", "b"]))
    await runs.wait()
    begun = [asyncio.Event() for _ in range(3)]
    later = [
        asyncio.ensure_future(opened.write(_saying(event), "a project", resources))
        for event, resources in zip(begun, (["b", "c"], ["d"], []), strict=True)
    ]
    await asyncio.sleep(0)
    assert not any(event.is_set() for event in begun)

    go_on.set()
    await commits.wait()
    await later[1]
    assert [event.is_set() for event in begun] == [False, True, False]
    assert not first.done()

    end.set()
    await asyncio.gather(first, *later)
    assert [event.is_set() for event in begun] == [True, True, True]


async def test_none_is_overtaken_by_those_that_lock_the_same(opened: Database) -> None:
    """Else it would wait as long as others come: a write that names nothing, for all of them."""
    commits, end = asyncio.Event(), asyncio.Event()
    late, order = Queue(9, lambda db, _: holding(commits, end)(db)), list[str]()
    first = asyncio.ensure_future(
        opened.write(lambda db: write_batch.current(db).add(late, 0), "a project", ["a"])
    )
    await asyncio.sleep(0)
    waiting = {"a b": ["a", "b"], "b": ["b"], "c": ["c"], "all": [], "d": ["d"]}
    later = [
        asyncio.ensure_future(opened.write(partial(_noting, order, name), "a project", resources))
        for name, resources in waiting.items()
    ]
    await commits.wait()
    await later[2]
    end.set()
    await asyncio.gather(first, *later)

    assert order[0] == "c"
    assert sorted(order) == sorted(waiting)


def _noting(order: list[str], name: str, _: Connection) -> None:
    order.append(name)


def _saying(begun: asyncio.Event) -> Work:
    return lambda _: begun.set()


async def until(begun: asyncio.Event, end: asyncio.Event) -> None:
    begun.set()
    await end.wait()


async def test_one_that_fails_before_it_wrote_leaves_the_others_together(opened: Database) -> None:
    taken = "INSERT INTO noted VALUES ('a') ON CONFLICT DO NOTHING"
    looks = failing("c", first=lambda db: db.exec_driver_sql(taken))

    found = await outcomes(opened, adding("a"), transaction, looks, transaction, adding("d"))

    assert isinstance(found[2], LookupError)
    assert found[1] == found[3]
    assert sorted(await noted(opened)) == ["a", "d"]


@pytest.mark.parametrize(
    "fails",
    [
        pytest.param(failing("c", first=adding("c")), id="after it wrote"),
        pytest.param(adding("a"), id="in the database"),
        pytest.param(lambda db: db.exec_driver_sql("SELECT 1/0"), id="in a query"),
    ],
)
async def test_one_that_fails_later_is_undone_and_the_others_are_not(
    opened: Database, fails: Work
) -> None:
    found = await outcomes(opened, adding("a"), fails, adding("d"))

    assert [isinstance(one, Exception) for one in found] == [False, True, False]
    assert sorted(await noted(opened)) == ["a", "d"]


async def test_no_result_comes_before_the_commit(opened: Database) -> None:
    """A constraint that is checked at the commit fails all that share it."""
    deferred = "UNIQUE (name) DEFERRABLE INITIALLY DEFERRED"
    await opened.write(lambda db: db.exec_driver_sql(f"CREATE TABLE late (name TEXT, {deferred})"))

    def add_twice(db: Connection) -> None:
        db.exec_driver_sql("INSERT INTO late VALUES ('a'), ('a')")

    found = await outcomes(opened, adding("b"), add_twice, adding("c"))

    assert all(isinstance(one, Exception) for one in found)
    assert await noted(opened) == []


async def test_more_than_a_group_takes_run_in_their_order(opened: Database) -> None:
    names = [f"{place:03}" for place in range(150)]

    await outcomes(opened, *map(adding, names))

    assert await noted(opened) == names


async def test_closing_waits_for_writes_that_are_queued(opened: Database) -> None:
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    tasks = [asyncio.ensure_future(opened.write(adding(name), "a project")) for name in "abc"]
    await asyncio.sleep(0)

    await opened.close()

    await asyncio.gather(*tasks)
    assert sorted(await noted(opened)) == ["a", "b", "c"]
