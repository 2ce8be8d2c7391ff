"""Database clock: the same for all processes, so that leases do not depend on their clocks."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, select

from gateway.clock import utc_now


def database_now(db: Connection) -> datetime:
    """Return the time of the database server; for SQLite, that of this machine."""
    if db.dialect.name == "sqlite":
        return utc_now()
    return cast("datetime", db.scalar(select(func.clock_timestamp())))
