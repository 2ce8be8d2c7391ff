"""Which tables a database has, which this version wants, and how to get from one to the other."""

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from gateway.database.database import Database
from gateway.errors import SchemaOutdated

_MIGRATING: Final = 0x6E756D62  # any number that no other program locks: "numb"


def config() -> Config:
    """Return Alembic's configuration: the migrations inside this package."""
    found = Config()
    folder = str(Path(__file__).parent / "migrations")
    found.set_main_option("script_location", folder.replace("%", "%%"))
    return found


@cache
def newest() -> str:
    """Return the revision that this version wants."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


@cache
def _known() -> frozenset[str]:
    """Return every revision up to that one; a later version may have left another."""
    return frozenset(s.revision for s in ScriptDirectory.from_config(config()).walk_revisions())


async def migrate(database: Database) -> None:
    """Bring the tables to the newest revision, in one transaction."""
    await database.write(_upgrade)


async def prepare(database: Database) -> None:
    """Bring SQLite's tables up to date; raise `SchemaOutdated` where PostgreSQL's are not."""
    if database.is_embedded:
        await migrate(database)
    await check(database)


async def check(database: Database) -> None:
    """Raise `SchemaOutdated` unless the tables are at the newest revision."""
    found = await database.read(_current)
    if found != newest():
        raise SchemaOutdated(found, newest())


def _upgrade(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        _wait_for_others(db)
    found = _current(db)
    if found and found not in _known():
        raise SchemaOutdated(found, newest())
    asked = config()
    asked.attributes["connection"] = db
    command.upgrade(asked, "head")


def _wait_for_others(db: Connection) -> None:
    """Migrate one process at a time, and as long as it takes. SQLite has one writer anyway."""
    for limit in ("lock_timeout", "statement_timeout"):
        db.execute(select(func.set_config(limit, "0", True)))  # noqa: FBT003  # SQL's argument
    db.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))


def _current(db: Connection) -> str | None:
    return MigrationContext.configure(db).get_current_revision()
