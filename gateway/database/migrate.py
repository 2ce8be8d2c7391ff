"""Schema migration by Alembic: bring a database to the revision that this version needs.

Alembic is imported where there is something to migrate: a server that starts on current tables
does without it, and without its 10 MB.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select

from gateway.database.database import Database
from gateway.database.revision import check, current, head
from gateway.errors import SchemaOutdated

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATION_LOCK: Final = 0x6E756D62  # key of the advisory lock: "numb" in ASCII


def config() -> "Config":
    """Return Alembic's configuration: the migrations in this package."""
    from alembic.config import Config

    configuration = Config()
    folder = str(Path(__file__).parent / "migrations")
    configuration.set_main_option("script_location", folder.replace("%", "%%"))
    return configuration


@cache
def _revisions() -> frozenset[str]:
    """Return every revision up to the head. A database may be at one of a later version."""
    from alembic.script import ScriptDirectory

    return frozenset(s.revision for s in ScriptDirectory.from_config(config()).walk_revisions())


async def migrate(database: Database) -> None:
    """Upgrade the tables to the head revision, in one transaction. Raises `SchemaOutdated`."""
    await database.write(_upgrade)


async def prepare(database: Database) -> None:
    """Upgrade an embedded database; raise `SchemaOutdated` if a server is not at the head."""
    if database.is_embedded:
        await migrate(database)
    await check(database)


def _upgrade(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        _lock(db)
    revision = current(db)
    if revision == head():
        return
    if revision and revision not in _revisions():
        raise SchemaOutdated(revision, head())
    _run_migrations(db)


def _run_migrations(db: Connection) -> None:
    from alembic import command

    configuration = config()
    configuration.attributes["connection"] = db
    command.upgrade(configuration, "head")


def _lock(db: Connection) -> None:
    """Wait for other processes that migrate, without a timeout. SQLite needs no such lock."""
    for timeout in ("lock_timeout", "statement_timeout"):
        db.execute(select(func.set_config(timeout, "0", True)))  # noqa: FBT003  # SQL's argument
    db.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
