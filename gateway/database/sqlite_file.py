"""The file of a SQLite database: whether it is still at its path, and an online backup of it.

A program may go on writing to a file that was deleted or replaced: all of it is lost with the last
connection. So the file's identity is noted when it is opened, and compared around each commit.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from gateway.errors import BackupRefused

_EXISTS: Final = "There is a file of this name already. A backup overwrites nothing."
_SERVER: Final = (
    "Only SQLite is backed up by this command. For PostgreSQL use pg_dump, or the backups of the "
    "server."
)
_DAMAGED: Final = "The database is damaged: the copy fails SQLite's check, and was deleted."


class FileMovedError(OSError):
    """The file at the path is not the one that was opened: it was deleted or replaced."""


class SQLiteFile:
    """The file at *path*, which may not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._opened: tuple[int, int] | None = None

    @property
    def uri(self) -> str:
        """The path as SQLite's URI, to which a mode can be added."""
        return self.path.as_uri()

    def note_opened(self) -> None:
        """Remember which file is at the path, when the first connection opens it."""
        self._opened = self._opened or self._identity()

    def check(self) -> None:
        """Raise `FileMovedError` unless the file at the path is the one that was opened."""
        if self._opened and self._identity() != self._opened:
            raise FileMovedError

    def _identity(self) -> tuple[int, int]:
        try:
            found = os.stat(self.path)  # noqa: PTH116  # once for each commit: half as expensive
        except OSError as exc:
            raise FileMovedError from exc
        return found.st_dev, found.st_ino


def back_up(url: str, target: Path) -> None:
    """Copy the SQLite database at *url* to a new file, while others read and write it.

    The copy is whole, and appears under its name only when it is complete and checked. Raises
    `BackupRefused` for another database, an existing file, or one that cannot be read or written.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise BackupRefused(_SERVER)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(Path(address.database or ""), partial)
        os.link(partial, target)  # unlike a rename, it never replaces a file
    except FileExistsError:
        raise BackupRefused(_EXISTS) from None
    except (OSError, sqlite3.Error) as exc:
        raise BackupRefused(
            f"The backup failed: {getattr(exc, 'strerror', None) or exc}."
        ) from None
    finally:
        partial.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy all pages in one read transaction, and check the copy."""
    uri = f"{source.resolve().as_uri()}?mode=rw"  # a reader could not remove its -wal file
    with closing(sqlite3.connect(uri, uri=True)) as db, closing(sqlite3.connect(target)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").close()  # one file: no -wal, no -shm
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise BackupRefused(_DAMAGED)
