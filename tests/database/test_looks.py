"""Looks of several queues share a statement, and each gets its own answer."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import literal, select

from gateway.assembly import Assembly
from gateway.database.database import Database
from gateway.database.looks import Looks
from gateway.errors import Unavailable
from gateway.settings import Settings
from tests.conftest import ON_SQLITE
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio


class Counted:
    """A database whose reads are counted; *fails*: it does not answer."""

    def __init__(self, database: Database, *, fails: bool = False) -> None:
        self.database, self.fails, self.reads = database, fails, 0

    async def read(self, work: Callable[[Any], Any]) -> Any:
        self.reads += 1
        if self.fails:
            raise Unavailable
        return await self.database.read(work)


def rows(*, due: bool) -> Any:
    return lambda _now: select(literal(1)).where(literal(due))


async def test_looks_that_begin_together_are_one_read_with_an_answer_for_each(
    opened: Database,
) -> None:
    counted: Any = Counted(opened)
    looks = Looks(counted)

    found = await asyncio.gather(*(looks.any(rows(due=due)) for due in (False, True, False)))
    again = await looks.any(rows(due=True))

    assert (found, again) == ([False, True, False], True)
    assert counted.reads == 2


@ON_SQLITE
async def test_a_database_that_does_not_answer_fails_all_of_them(opened: Database) -> None:
    looks = Looks(Counted(opened, fails=True))  # type: ignore[arg-type]

    asked = (looks.any(rows(due=True)) for _ in range(3))
    failed = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(failure) for failure in failed] == [Unavailable] * 3


async def test_one_that_is_cancelled_leaves_the_others_their_answers(opened: Database) -> None:
    looks = Looks(opened)
    first, second = (asyncio.create_task(looks.any(rows(due=True))) for _ in range(2))
    await asyncio.sleep(0)

    first.cancel()

    assert await second
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_an_idle_server_looks_at_all_its_queues_by_one_read(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assembly = Assembly(Settings(database_url=database, busy_seconds=60))
    looks = assembly._base.looks  # noqa: SLF001
    counted: Any = Counted(assembly.database)
    monkeypatch.setattr(looks, "_database", counted)
    monkeypatch.setattr(assembly.workers.engine, "_pause", 0.05)
    asked: list[int] = []
    monkeypatch.setattr(looks, "any", partial(_noted, looks.any, asked))

    assembly.workers.engine.start()
    async with asyncio.timeout(LIMIT):
        while len(asked) < 30:
            await asyncio.sleep(0.01)
    await assembly.workers.stop()
    await assembly.close()

    assert counted.reads <= len(asked) / 3  # of five queues; a busy machine parts some


async def _noted(look: Callable[[Any], Any], asked: list[int], due: Any) -> Any:
    asked.append(1)
    return await look(due)
