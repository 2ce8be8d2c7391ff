"""Advisory locks: one holder at a time of a name, until the transaction ends."""

from sqlalchemy import Connection, func, select


def try_lock(db: Connection, name: str) -> bool:
    """Take the lock of this name if it is free. SQLite has one writer, which holds every lock."""
    if db.dialect.name == "sqlite":
        return True
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0))
    return bool(db.scalar(select(lock)))
