"""Advisory locks: mutual exclusion by name, held until the end of the transaction."""

from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    bindparam,
    func,
    literal_column,
    select,
)

from gateway.database.array_statements import ArrayStatement
from gateway.database.statements import PreparedStatement


def _numbered(name: ColumnElement[str]) -> ColumnElement[int]:
    """Return the lock's number, the same one in each statement."""
    return func.hashtextextended(name, literal_column("0"))


_NAME: Final = bindparam("name", type_=String())
_LOCK: Final = PreparedStatement(
    lambda _: select(func.pg_advisory_xact_lock(_numbered(_NAME))), writes=False
)
_OF_MANY: Final = func.pg_try_advisory_xact_lock(_numbered(literal_column("v.name")))
_TRY: Final = PreparedStatement(
    lambda _: select(func.pg_try_advisory_xact_lock(_numbered(_NAME))),
    arrays=ArrayStatement(
        {"name": String()},
        lambda source: f"SELECT v.place, {_OF_MANY} FROM {source}",  # noqa: S608  # constants
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
