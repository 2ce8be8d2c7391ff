"""Advisory locks: mutual exclusion by name, held until the end of the transaction."""

from typing import Final

from sqlalchemy import Connection, String, bindparam, func, select

from gateway.database.array_statements import ArrayStatement
from gateway.database.statements import PreparedStatement

_NUMBERED: Final = func.hashtextextended(bindparam("name"), 0)
_LOCK: Final = PreparedStatement(
    lambda _: select(func.pg_advisory_xact_lock(_NUMBERED)), writes=False
)
_TRY: Final = PreparedStatement(
    lambda _: select(func.pg_try_advisory_xact_lock(_NUMBERED)),
    arrays=ArrayStatement(
        {"name": String()},
        lambda source: (
            "SELECT v.place, pg_try_advisory_xact_lock(hashtextextended(v.name, 0)) "  # noqa: S608
            f"FROM {source}"
        ),
    ),
    writes=False,
)


def try_lock(db: Connection, name: str) -> bool:
    """Take the lock without waiting; return whether it was free.

    On SQLite it always is: a write transaction there excludes all others.
    """
    if db.dialect.name == "sqlite":
        return True
    [(is_taken,)] = _TRY.run(db, {"name": name})
    return bool(is_taken)


def lock(db: Connection, name: str) -> None:
    """Take the lock, and wait for it as long as for any other. On SQLite it is always free."""
    if db.dialect.name != "sqlite":
        _LOCK.run(db, {"name": name})
