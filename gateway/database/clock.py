"""Database clock: the same for all processes, so that leases do not depend on their clocks."""

from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.ext.compiler import compiles

from gateway.clock import utc_now
from gateway.models.column_types import UTCDateTime


class _Clock(ColumnElement[datetime]):
    """The time of the database server as a column of any statement; null on SQLite."""

    inherit_cache = True
    type = UTCDateTime()


@compiles(_Clock)
def _null(*_: Any, **__: Any) -> str:
    return "NULL"


@compiles(_Clock, "postgresql")
def _clock_timestamp(*_: Any, **__: Any) -> str:
    return "clock_timestamp()"


CLOCK: Final = _Clock()


def read_clock(value: datetime | None) -> datetime:
    """Return the time that a statement has as `CLOCK`; for SQLite, that of this machine."""
    return value or utc_now()


def database_now(db: Connection) -> datetime:
    """Return the time of the database server; for SQLite, that of this machine."""
    if db.dialect.name == "sqlite":
        return utc_now()
    return cast("datetime", db.scalar(select(func.clock_timestamp())))
