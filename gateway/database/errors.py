"""Error translation: driver errors that mean an outage become `Unavailable`; others pass."""

import sqlite3
from typing import Final

from sqlalchemy.exc import InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from gateway.errors import Unavailable
from gateway.observability.loggers import Logger

# SQLite's primary result codes for: locked, full, unreadable, or not a database.
_OUTAGE_CODES: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOTADB,
}
# Prefixes of PostgreSQL's SQLSTATEs (appendix A of its manual): connection exceptions,
# insufficient resources, operator intervention, invalid authorization, invalid catalog name,
# serialization failure, deadlock, lock not available, query cancelled.
_OUTAGE_SQLSTATES = ("08", "53", "57P", "28", "3D", "40001", "40P01", "55P03", "57014")
_ACCESS_SQLSTATES = ("28", "3D")
_QUERY_CANCELLED: Final = "57014"  # also by the statement timeout

_log = Logger("numbergate.database")


class _Translation:
    """A context manager that turns outages into `Unavailable`. Use `translated`."""

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _type: object, exc: BaseException | None, _traceback: object) -> None:
        """Raise `Unavailable` for an outage; let any other exception propagate."""
        if isinstance(exc, Exception):
            raise_if_outage(exc)


translated: Final = _Translation()


def raise_if_outage(exc: Exception, *, is_disconnected: bool = False) -> None:
    """Log and raise `Unavailable` if *exc* is an outage, or if the connection was lost."""
    if is_disconnected or _is_outage(exc):
        _log.warning("database_unavailable", cause=_cause(exc))
        raise Unavailable from exc


def is_interrupt(exc: Exception) -> bool:
    """Return whether SQLite's progress handler interrupted the query."""
    return getattr(_driver_error(exc), "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def is_statement_timeout(exc: Exception) -> bool:
    """Return whether PostgreSQL's statement timeout stopped the query."""
    return sqlstate_of(exc) == _QUERY_CANCELLED


def _is_outage(exc: Exception) -> bool:
    if isinstance(exc, OSError | PoolTimeoutError | InterfaceError):
        return True
    if (code := primary_code(exc)) is not None:
        return code in _OUTAGE_CODES
    is_invalidated: bool = getattr(exc, "connection_invalidated", False)
    return is_invalidated or sqlstate_of(exc).startswith(_OUTAGE_SQLSTATES)


def is_access_denied(unavailable: Unavailable) -> bool:
    """Return whether the server refused the user, the password or the name of the database."""
    cause = unavailable.__cause__
    return isinstance(cause, Exception) and sqlstate_of(cause).startswith(_ACCESS_SQLSTATES)


def primary_code(exc: Exception) -> int | None:
    """Return SQLite's primary result code; None for an error that is not SQLite's."""
    extended: int | None = getattr(_driver_error(exc), "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF


def sqlstate_of(exc: Exception) -> str:
    """Return PostgreSQL's SQLSTATE; "" for an error that has none."""
    return getattr(_driver_error(exc), "sqlstate", None) or ""


def _driver_error(exc: Exception) -> BaseException:
    """Return the driver's error. SQLAlchemy does not wrap those that asyncpg raises on connect."""
    return getattr(exc, "orig", None) or exc


def _cause(exc: Exception) -> str:
    """Name the cause by type and code. The driver's message may contain a number or a secret."""
    error = _driver_error(exc)
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return " ".join(filter(None, (type(error).__name__, code)))
