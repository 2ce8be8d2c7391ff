"""What a database says when it cannot answer, and how callers are told."""

import sqlite3
from typing import Final

import structlog
from sqlalchemy.exc import InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from gateway.errors import Unavailable

_BUSY: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_INTERRUPT,  # meant for a scan that ended at this very moment
}
# Connection lost, resources gone, shutting down; no entry, no such database; serialization
# failure, deadlock, lock timeout, statement timeout.
_OUT_OF_REACH = ("08", "53", "57P", "28", "3D", "40001", "40P01", "55P03", "57014")
_TURNED_AWAY = ("28", "3D")

_log = structlog.get_logger("numbergate.store")


class _Translation:
    """Turns what a database says when it cannot answer into `Unavailable`. Use `translated`."""

    def __enter__(self) -> None:
        """Listen."""

    def __exit__(self, _type: object, exc: BaseException | None, _traceback: object) -> None:
        """Raise `Unavailable` for an outage, and let anything else pass."""
        if isinstance(exc, Exception):
            raise_if_outage(exc)


translated: Final = _Translation()


def raise_if_outage(exc: Exception, *, gone: bool = False) -> None:
    """Raise `Unavailable` where *exc* is an outage, or the connection is *gone*; and log it."""
    if gone or _is_outage(exc):
        _log.warning("database_unavailable", cause=_cause(exc))
        raise Unavailable from exc


def _is_outage(exc: Exception) -> bool:
    if isinstance(exc, OSError | PoolTimeoutError | InterfaceError):
        return True
    origin = _origin(exc)
    extended = getattr(origin, "sqlite_errorcode", None)
    if extended is not None:
        return extended & 0xFF in _BUSY
    state = getattr(origin, "sqlstate", None) or ""
    return getattr(exc, "connection_invalidated", False) or state.startswith(_OUT_OF_REACH)


def is_access_denied(unavailable: Unavailable) -> bool:
    """Say whether the server answered, and does not know the user, the password or the name."""
    cause = unavailable.__cause__
    state = getattr(_origin(cause), "sqlstate", None) if isinstance(cause, Exception) else None
    return (state or "").startswith(_TURNED_AWAY)


def _origin(exc: Exception) -> BaseException:
    """Return what the driver raised: asyncpg's own errors arrive bare while it connects."""
    return getattr(exc, "orig", None) or exc


def _cause(exc: Exception) -> str:
    """Name the cause by its type and code. The driver's message may hold what was sent."""
    origin = _origin(exc)
    code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    return " ".join(filter(None, (type(origin).__name__, code)))
