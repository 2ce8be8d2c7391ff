"""Group commit on SQLite: queued writes are one transaction, with a savepoint for each."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from gateway.database import write_batch
from gateway.database.database import Database, connect
from gateway.errors import Unavailable
from tests.conftest import ON_SQLITE

pytestmark = [pytest.mark.anyio, ON_SQLITE]

Work = Callable[[Connection], Any]


def adding(name: str) -> Work:
    return lambda db: db.execute(text("INSERT INTO noted VALUES (:name)"), {"name": name})


def adding_and_failing(name: str) -> Work:
    def work(db: Connection) -> None:
        adding(name)(db)
        raise LookupError(name)

    return work


async def noted(opened: Database) -> list[str]:
    return await opened.read(lambda db: list(db.scalars(text("SELECT name FROM noted"))))


async def outcomes(opened: Database, *works: Work, project: str | None = None) -> list[Any]:
    """Begin all at once; the first holds the thread, and the others wait together."""
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT UNIQUE)")))
    written = (opened.write(work, project) for work in works)
    return await asyncio.gather(*written, return_exceptions=True)


async def test_one_that_fails_is_undone_and_the_others_are_not(opened: Database) -> None:
    works = [adding("a"), adding("b"), adding_and_failing("c"), adding("d")]

    found = await outcomes(opened, *works)

    assert [type(outcome) for outcome in found].count(LookupError) == 1
    assert isinstance(found[2], LookupError)
    assert await noted(opened) == ["a", "b", "d"]


def failed(found: list[Any]) -> list[int]:
    return [place for place, outcome in enumerate(found) if isinstance(outcome, Exception)]


def failing(name: str, first: Work = lambda _: None) -> Work:
    def work(db: Connection) -> None:
        first(db)
        raise LookupError(name)

    return work


def queueing(name: str) -> Work:
    """Write late, with the others of the transaction."""
    return lambda db: write_batch.current(db).add(LATE, name)


def add_all(db: Connection, names: Sequence[Any]) -> None:
    for name in names:
        adding(f"late {name}")(db)


LATE = write_batch.Queue(0, add_all)


async def test_of_a_project_one_that_wrote_nothing_fails_alone(opened: Database) -> None:
    ran: list[str] = []
    works = [adding("a"), noting(ran, "b"), failing("c"), adding("a"), noting(ran, "d")]

    found = await outcomes(opened, *works, project="a project")

    assert [isinstance(outcome, Exception) for outcome in found] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert await noted(opened) == ["a", "b", "d"]
    assert ran == ["b", "d"]  # nothing ran again


def noting(ran: list[str], name: str) -> Work:
    def work(db: Connection) -> None:
        ran.append(name)
        adding(name)(db)

    return work


@pytest.mark.parametrize("fails", [adding_and_failing("c"), failing("c", queueing("c"))])
async def test_of_a_project_one_that_wrote_is_undone_and_the_others_are_not(
    opened: Database, fails: Work
) -> None:
    works = [adding("a"), queueing("b"), fails, queueing("d"), adding("e")]

    found = await outcomes(opened, *works, project="a project")

    assert [isinstance(outcome, Exception) for outcome in found] == [
        False,
        False,
        True,
        False,
        False,
    ]
    assert sorted(await noted(opened)) == ["a", "e", "late b", "late d"]


async def test_a_late_statement_that_fails_undoes_its_own_write_only(opened: Database) -> None:
    works = [adding("a"), adding("late c"), queueing("b"), queueing("c"), adding("d")]

    found = await outcomes(opened, *works, project="a project")

    assert [isinstance(outcome, Exception) for outcome in found] == [
        False,
        False,
        False,
        True,
        False,
    ]
    assert sorted(await noted(opened)) == ["a", "d", "late b", "late c"]


async def test_late_statements_of_a_project_are_sent_once(opened: Database) -> None:
    sent: list[Any] = []
    counted = write_batch.Queue(0, lambda _, names: sent.append(list(names)))
    works = [lambda db, n=n: write_batch.current(db).add(counted, n) for n in range(4)]

    await outcomes(opened, *works, project="a project")

    assert sent == [[0], [1, 2, 3]]  # the first went alone


async def test_they_happen_in_the_order_in_which_they_were_asked_for(opened: Database) -> None:
    names = [str(place) for place in range(250)]  # more than one transaction takes

    await outcomes(opened, *map(adding, names))

    assert await noted(opened) == names


async def test_they_are_one_transaction(opened: Database, tmp_path: Path) -> None:
    """Another connection sees nothing of the first until the last of them is there."""
    seen: list[int] = []

    def look(_: Connection) -> None:
        with closing(sqlite3.connect(tmp_path / "numbers.db")) as other:
            seen.append(other.execute("SELECT count(*) FROM noted").fetchone()[0])

    await outcomes(opened, adding("a"), adding("b"), adding("c"), look)

    assert seen == [1]  # the first went alone


async def test_a_caller_that_goes_away_stops_neither_its_write_nor_others(opened: Database) -> None:
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    gone, staying = (asyncio.create_task(opened.write(adding(name))) for name in "ab")
    await asyncio.sleep(0)

    gone.cancel()
    await staying

    assert sorted(await noted(opened)) == ["a", "b"]


async def test_where_the_disk_is_full_all_that_went_together_say_so(opened: Database) -> None:
    """SQLite undoes the whole transaction then, with what had gone well before."""
    large = "x" * 1_000_000

    def small(db: Connection) -> None:
        pages = db.scalar(text("PRAGMA page_count"))
        db.execute(text(f"PRAGMA max_page_count = {pages + 20}"))

    await outcomes(opened)
    await opened.write(small)
    found = await asyncio.gather(
        *(opened.write(adding(name)) for name in ("a", "b", large, "c")), return_exceptions=True
    )

    assert [type(outcome) is Unavailable for outcome in found[1:]] == [True, True, True]
    assert await noted(opened) == ["a"]


async def test_after_a_transaction_that_could_not_be_the_next_one_is(opened: Database) -> None:
    await outcomes(opened, adding("a"), adding_and_failing("b"), adding_and_failing("c"))

    await opened.write(adding("d"))

    assert await noted(opened) == ["a", "d"]


async def test_a_write_that_raises_stop_iteration_fails_alone(opened: Database) -> None:
    def ends(_: Connection) -> Any:
        return next(iter(()))

    found = await outcomes(opened, adding("a"), ends, adding("b"))

    assert isinstance(found[1], RuntimeError)
    assert await noted(opened) == ["a", "b"]


async def test_what_is_written_after_the_end_fails_each_time(database: str) -> None:
    opened = connect(database)
    await opened.write(lambda db: db.execute(text("CREATE TABLE noted (name TEXT)")))
    await opened.close()

    for _ in range(2):
        with pytest.raises(RuntimeError):
            await opened.write(adding("late"))


async def test_temporary_data_is_in_memory_for_writes_alone(opened: Database) -> None:
    """What a statement may undo is little; what a scan sorts can be a million rows."""
    in_memory = 2

    def kept(db: Connection) -> object:
        return db.scalar(text("PRAGMA temp_store"))

    assert await opened.write(kept) == in_memory
    assert await opened.read(kept) != in_memory
