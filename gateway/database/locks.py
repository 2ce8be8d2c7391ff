"""Advisory locks: mutual exclusion by name, held until the end of the transaction."""

from sqlalchemy import Connection, func, select


def try_lock(db: Connection, name: str) -> bool:
    """Take the lock without waiting; return whether it was free.

    On SQLite it always is: a write transaction there excludes all others.
    """
    if db.dialect.name == "sqlite":
        return True
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(name, 0))
    return bool(db.scalar(select(lock)))


def lock(db: Connection, name: str) -> None:
    """Take the lock, and wait for it as long as for any other. On SQLite it is always free."""
    if db.dialect.name != "sqlite":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
