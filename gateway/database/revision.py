"""Schema revision: which one the tables are at, and which one this version needs.

Without Alembic, which takes longer to import than most commands take to run.
"""

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from gateway.database.database import Database
from gateway.errors import SchemaOutdated

_TABLE: Final = "alembic_version"
_FILES: Final = "[0-9]*_*.py"  # 0001_phone_numbers.py: revisions are numbered in their order


@cache
def head() -> str:
    """Return the head revision: the one that this version needs."""
    folder = Path(__file__).parent / "migrations" / "versions"
    return max(file.name.partition("_")[0] for file in folder.glob(_FILES))


async def check(database: Database) -> None:
    """Raise `SchemaOutdated` unless the tables are at the head revision."""
    revision = await database.read(current)
    if revision != head():
        raise SchemaOutdated(revision, head())


def current(db: Connection) -> str | None:
    """Return the revision of the tables; None if there are none."""
    if not inspect(db).has_table(_TABLE):
        return None
    return db.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608  # a constant
