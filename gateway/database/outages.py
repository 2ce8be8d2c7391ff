"""Outages in words: why a database could not be used, for the operator at the terminal.

Clients of the APIs learn only that the database cannot answer: causes name paths and hosts.
"""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gateway.database.errors import primary_code, sqlstate_of
from gateway.database.location import Location
from gateway.database.sqlite_file import FileMovedError
from gateway.errors import Unavailable

_UNKNOWN: Final = "The database {0} cannot answer now. Try again in a moment."
_SQLITE: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: "Another program is writing to {0}. Try again in a moment.",
    sqlite3.SQLITE_LOCKED: "Another program is writing to {0}. Try again in a moment.",
    sqlite3.SQLITE_FULL: "The disk of {0} is full.",
    sqlite3.SQLITE_IOERR: "The disk of {0} cannot be read or written.",
    sqlite3.SQLITE_READONLY: "{0} cannot be written: its file, its directory or its disk is "
    "read-only.",
    sqlite3.SQLITE_NOTADB: "{0} is not a SQLite database.",
}
# By the longest prefix of the SQLSTATE.
_POSTGRESQL: Final[Mapping[str, str]] = {
    "28": "The server denies access to {0} with this user and password.",
    "3D": "There is no database {0}.",
    "53300": "The server has no free connection for {0}. Try again in a moment.",
    "57P": "The server of {0} is starting or stopping. Try again in a moment.",
}
_UNREACHABLE: Final = "No PostgreSQL server answers for {0}. Is it running, and reachable?"


def explanation(unavailable: Unavailable, location: Location) -> str:
    """Return why the database at *location* could not be used, and what helps."""
    cause = unavailable.__cause__
    if not isinstance(cause, Exception):
        return _UNKNOWN.format(location.text)
    text = _of_file(cause, location.file) if location.file else _of_server(cause)
    return text.format(location.text)


def _of_file(cause: Exception, file: Path) -> str:
    if isinstance(cause, FileMovedError):
        return "{0} was deleted or replaced meanwhile."
    if (code := primary_code(cause)) == sqlite3.SQLITE_CANTOPEN:
        return f"{{0}} cannot be opened: {_obstacle(file)}."
    return _SQLITE.get(code or 0, _UNKNOWN)


def _obstacle(file: Path) -> str:
    """Return why a file can be neither opened nor created."""
    if file.is_dir():
        return "it is a directory"
    if not file.parent.is_dir():
        return f"there is no directory {file.parent}"
    if file.exists():
        return "this user may not read and write it"
    if not os.access(file.parent, os.W_OK):
        return f"this user may not create files in {file.parent}"
    return "the system does not say why"


def _of_server(cause: Exception) -> str:
    state = sqlstate_of(cause)
    known = next((text for start, text in _POSTGRESQL.items() if state.startswith(start)), None)
    return known or (_UNREACHABLE if isinstance(cause, OSError) else _UNKNOWN)
