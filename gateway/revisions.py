"""Which tables a database has, which this version wants, and how to get from one to the other."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gateway.errors import SchemaOutdated
from gateway.store import SQLite, Store


def config() -> Config:
    """Return Alembic's configuration: the migrations inside this package."""
    found = Config()
    found.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return found


@cache
def newest() -> str:
    """Return the revision that this version wants."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


async def migrate(store: Store) -> None:
    """Bring the tables to the newest revision, in one transaction."""
    await store.write(_upgrade)


async def prepare(store: Store) -> None:
    """Bring SQLite's tables up to date; raise `SchemaOutdated` where PostgreSQL's are not."""
    if isinstance(store, SQLite):
        await migrate(store)
    await check(store)


async def check(store: Store) -> None:
    """Raise `SchemaOutdated` unless the tables are at the newest revision."""
    found = await store.read(_current)
    if found != newest():
        raise SchemaOutdated(found, newest())


def _upgrade(db: Connection) -> None:
    asked = config()
    asked.attributes["connection"] = db
    command.upgrade(asked, "head")


def _current(db: Connection) -> str | None:
    return MigrationContext.configure(db).get_current_revision()
