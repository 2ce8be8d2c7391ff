"""Looks: whether rows are due, asked for several queues by one statement.

A server without work looks for it every second. The looks that begin together share a statement, so
that more kinds of work cost an idle server no more.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from gateway.clock import utc_now
from gateway.database.database import Database

Moment = datetime | ColumnElement[datetime]
Due = Callable[[Moment], Select[Any]]  # what selects the rows that are due at a time


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
    now = _now(db)
    found = [due(now).exists().label(f"due{place}") for place, due in enumerate(asked)]
    return [bool(value) for value in db.execute(select(*found)).one()]


def _now(db: Connection) -> Moment:
    """Return the time of the database at the beginning of the statement."""
    return utc_now() if db.dialect.name == "sqlite" else func.statement_timestamp()
