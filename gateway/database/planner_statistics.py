"""Planner statistics: PostgreSQL's own, renewed while bulk jobs and files make tables grow.

The server renews them by itself within a minute or so. Until then it takes a project to have few
rows, and reads all of them where it should look up one: every statement costs what the list does.
"""

from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from gateway.database import errors
from gateway.database.database import Database
from gateway.errors import Unavailable

_TABLES: Final = ("phone_number", "phone_number_label", "phone_number_event", "bulk_job_row")
_FEWEST: Final = 256  # rows, below which a wrong plan costs little
# Tables of which the server knows less than half of the rows that were done.
_OUTDATED: Final = text(
    "SELECT relname FROM pg_class WHERE oid = ANY (CAST(:tables AS regclass[])) "
    "AND reltuples < :rows / 2"
)


async def renew(database: Database, before: int, rows: int) -> None:
    """Renew what is outdated when *rows* are done of a job or a file, of which *before* were.

    It looks whenever they have doubled. What cannot be renewed now, or by this user, is left to
    the server.
    """
    has_doubled = before.bit_length() < rows.bit_length()
    if has_doubled and rows >= _FEWEST and not database.is_embedded:
        with suppress(Unavailable):
            await database.read(lambda db: _renew(db, rows))


def _renew(db: Connection, rows: int) -> None:
    for table in db.scalars(_OUTDATED, {"tables": list(_TABLES), "rows": rows}).all():
        try:
            db.execute(text(f"ANALYZE (SKIP_LOCKED) {table}"))
        except DBAPIError as exc:
            if not errors.is_statement_timeout(exc):
                raise
