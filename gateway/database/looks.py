"""Looks: whether rows are due, asked for several queues by one statement.

A server without work looks for it every second. The looks that begin together share a statement, so
that more kinds of work cost an idle server no more.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.models.column_types import UTCDateTime

Moment = datetime | ColumnElement[datetime]
Due = Callable[[Moment], Select[Any]]  # what selects the rows that are due at a time

_QUERIES: Final = 32  # combinations of queues that begin together
# The time: of the database at the beginning of the statement, where it has a clock of its own.
_NOW: Final[dict[str, Moment]] = {
    "sqlite": bindparam("now", type_=UTCDateTime()),
    "postgresql": func.statement_timestamp(),
}


class Looks:
    """The looks of one process at a database."""

    def __init__(self, database: Database) -> None:
        """Read from *database*."""
        self._database = database
        self._asked: list[Due] = []
        self._reading: asyncio.Task[list[bool]] | None = None

    async def any(self, due: Due) -> bool:
        """Tell whether a row is due now, together with others that ask in the same turn."""
        place = len(self._asked)
        self._asked.append(due)
        reading = self._reading = self._reading or asyncio.create_task(self._read())
        try:
            return (await asyncio.shield(reading))[place]
        except asyncio.CancelledError:
            await asyncio.wait({reading})  # it is short, and its connection is given back
            raise

    async def _read(self) -> list[bool]:
        await asyncio.sleep(0)
        asked, self._asked, self._reading = self._asked, [], None
        return await self._database.read(partial(_find, asked))


def _find(asked: Sequence[Due], db: Connection) -> list[bool]:
    query = _query(tuple(asked), _NOW[db.dialect.name])
    return [bool(value) for value in db.execute(query, {"now": utc_now()}).one()]


@lru_cache(_QUERIES)
def _query(asked: Sequence[Due], now: Moment) -> Select[Any]:
    """Return the SELECT of whether rows are due for each, built once: commits ask for it."""
    columns = [due(now).exists().label(f"due{place}") for place, due in enumerate(asked)]
    return cast("Select[Any]", select(*columns))
