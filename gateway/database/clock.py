"""The database's clock: the one that all processes agree on, by which leases begin and end."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, select

from gateway.clock import utc_now


def database_now(db: Connection) -> datetime:
    """Return the time by the database's clock. A SQLite file has the clock of its machine."""
    if db.dialect.name == "sqlite":
        return utc_now()
    return cast("datetime", db.scalar(select(func.clock_timestamp())))
