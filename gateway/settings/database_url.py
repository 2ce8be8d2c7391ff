"""Database URL: the validation of NUMBERGATE_DATABASE_URL."""

import sqlite3
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_MIN_SQLITE: Final = (3, 38, 0)  # the first with the operator ->>
# Query parameters of database URLs. Drivers raise unhelpful errors for any other.
_OPTIONS: Final = {
    "sqlite": frozenset[str](),
    "postgresql": frozenset({"host", "port", "user", "password", "passfile", "ssl", "sslmode"}),
}


def validated_url(value: str) -> str:
    """Return the URL in SQLAlchemy's spelling. Raises `ValueError` for an unsupported one."""
    try:
        url = make_url(value.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise ValueError("this is not a database URL") from None
    kind = url.get_backend_name()
    if kind not in _OPTIONS:
        raise ValueError("only sqlite:// and postgresql:// are supported")
    if kind == "sqlite":
        _check_sqlite(url)
    if unknown := sorted(url.query.keys() - _OPTIONS[kind]):
        raise ValueError(f"{kind} URLs have no option {unknown[0]} here")
    return url.render_as_string(hide_password=False)


def _check_sqlite(url: URL) -> None:
    if url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file, such as sqlite:///numbergate.db")
    if sqlite3.sqlite_version_info < _MIN_SQLITE:
        raise ValueError("SQLite must be 3.38 or newer, and here is " + sqlite3.sqlite_version)
