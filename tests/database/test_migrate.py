"""Migrations: upgrade to the tables of the models, downgrade, and mutual exclusion."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, MetaData, Uuid, bindparam, inspect, text
from sqlalchemy.exc import DBAPIError

from gateway.database import migrate, revision
from gateway.database.database import Database, connect
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.errors import SchemaOutdated
from gateway.models.column_types import UTCDateTime
from gateway.models.tables import METADATA
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, NOON, create_database
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio

New = Callable[[], str]
MIGRATE = """
import asyncio, sys
from gateway.database import migrate, revision
from gateway.database.database import connect

async def main():
    opened = connect(sys.argv[1], busy_seconds=60)
    await migrate.migrate(opened)
    await revision.check(opened)
    await opened.close()

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> New:
    """A function that makes an empty database, and returns its URL."""
    if request.param == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/{uuid4().hex}.db"
    folder: Path = request.getfixturevalue("postgres_server")

    def make() -> str:
        name = f"test_{uuid4().hex}"
        asyncio.run(create_database(folder, name))
        return f"postgresql://postgres@/{name}?host={folder}"

    return make


def run(url: str, work: Callable[[Database], Awaitable[Any]]) -> Any:
    """Run *work* on the store at *url*."""

    async def opened() -> Any:
        opened = connect(url)
        try:
            return await work(opened)
        finally:
            await opened.close()

    return asyncio.run(opened())


def do(url: str, work: Callable[[Connection], Any]) -> Any:
    """Run *work* in one transaction on the database at *url*."""
    return run(url, lambda opened: opened.write(work))


def migrated(url: str) -> str:
    run(url, migrate.migrate)
    return url


def described(db: Connection) -> dict[str, Any]:
    """Return everything about the tables that the database itself knows."""
    found = inspect(db)
    return {
        table: {
            "columns": {c["name"]: {**c, "type": str(c["type"])} for c in found.get_columns(table)},
            "checks": {c["name"]: c["sqltext"] for c in found.get_check_constraints(table)},
            "indexes": {i["name"]: _plain(i) for i in found.get_indexes(table) if _is_ours(i)},
            "declared": _declared(db, table),
            "key": found.get_pk_constraint(table),
            "unique": found.get_unique_constraints(table),
            "foreign": found.get_foreign_keys(table),
        }
        for table in found.get_table_names()
        if table != "alembic_version" and not _is_of_index(table)
    }


def _declared(db: Connection, table: str) -> dict[str, str]:
    """Return how SQLite's indexes were declared: of those on expressions it tells nothing else."""
    if db.dialect.name != "sqlite":
        return {}
    declared = text(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = :t AND sql LIKE '% INDEX %'"
    )
    return {name: " ".join(sql.split()) for name, sql in db.execute(declared, {"t": table})}


def _is_ours(index: Any) -> bool:
    """Tell a model's index from the trigram ones, which exist where PostgreSQL can have them."""
    return not _is_of_index(index["name"])


def _is_of_index(name: object) -> bool:
    """Tell the trigram indexes, which no model declares: on SQLite they are tables."""
    return str(name).startswith(("trgm_", "fts_"))


def _plain(index: Any) -> dict[str, Any]:
    """Return the index with its conditions as text, which can be compared."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return {**index, "dialect_options": options}


def test_they_lead_to_exactly_the_tables_of_the_models(new: New) -> None:
    by_migrations, by_models = migrated(new()), new()
    do(by_models, METADATA.create_all)

    found, wanted = do(by_migrations, described), do(by_models, described)

    assert found == wanted
    assert len(found["phone_number"]["checks"]) == 2
    assert len(found["phone_number"]["indexes"]) >= 7


def test_alembic_finds_no_difference_either(new: New) -> None:
    def differences(db: Connection) -> list[Any]:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, _type, _parents: not _is_of_index(name),
        }
        context = MigrationContext.configure(db, opts=options)
        return list(compare_metadata(context, METADATA))

    url = migrated(new())

    assert do(url, differences) == []


def test_a_changed_check_would_be_found(new: New) -> None:
    changed = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(changed)
    checks = changed.tables["phone_number"].constraints
    checks -= {c for c in checks if isinstance(c, CheckConstraint) and "message" in str(c.sqltext)}
    url = new()
    do(url, changed.create_all)

    found, wanted = do(url, described), do(migrated(new()), described)

    assert found["phone_number"]["checks"].keys() == {"ck_phone_number_call_handler_kind"}
    assert found != wanted


def test_they_lead_back_to_nothing_and_forth_again(new: New) -> None:
    def downgrade(db: Connection) -> None:
        asked = migrate.config()
        asked.attributes["connection"] = db
        command.downgrade(asked, "base")

    url = migrated(new())
    before = do(url, described)
    do(url, downgrade)
    between = do(url, described)
    migrated(url)

    assert between == {}
    assert do(url, described) == before


RELEASED = """
    INSERT INTO phone_number (id, project_id, number, number_type, capabilities, tags,
        call_receive_mode, release_protected, version, created_at, updated_at)
    VALUES (:id, :project, '+442079460000', 'longcode', 15, '["kept"]', 'voice', :no, 3, :at, :at)
"""


@pytest.mark.parametrize("revision", ["0001", "0002", "0008"])
def test_what_a_released_version_wrote_is_read_as_it_was(new: New, revision: str) -> None:
    def install(db: Connection) -> None:
        asked = migrate.config()
        asked.attributes["connection"] = db
        command.upgrade(asked, revision)
        at = {c: bindparam(c, type_=UTCDateTime()) for c in ("at",)}
        ids = {c: bindparam(c, type_=Uuid()) for c in ("id", "project")}
        row = {"id": number_id, "project": CALLER.project_id, "no": False, "at": NOON}
        db.execute(text(RELEASED).bindparams(*at.values(), *ids.values()), row)

    number_id, url = uuid4(), new()
    do(url, install)
    migrated(url)

    row = run(url, lambda opened: PhoneNumbers(opened).find(CALLER, number_id))

    assert (row.number, row.version, row.tags) == ("+442079460000", 3, ["kept"])
    assert (row.provisioning, row.upstream_id, row.confirmed_at) == (None, None, None)


@contextmanager
def migrating(url: str) -> "Iterator[subprocess.Popen[str]]":
    """Start a process that migrates when it reads a line."""
    command, pipe = [sys.executable, "-c", MIGRATE, url], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_three_processes_that_migrate_at_once_all_end_well(new: New) -> None:
    url = new()
    with ExitStack() as started:
        processes = [started.enter_context(migrating(url)) for _ in range(3)]
        for process in processes:
            assert process.stdout
            process.stdout.readline()

        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        ended = [process.communicate(timeout=LIMIT) for process in processes]

    assert [process.returncode for process in processes] == [0] * 3, ended
    assert do(url, described).keys() == METADATA.tables.keys()


@pytest.mark.parametrize("step", [migrate.prepare, migrate.migrate])
def test_a_database_of_a_later_version_is_refused_and_left_alone(new: New, step: Any) -> None:
    url = migrated(new())
    do(url, lambda db: db.execute(text("UPDATE alembic_version SET version_num = '9999'")))

    with pytest.raises(SchemaOutdated) as refused:
        run(url, step)

    assert "9999" in refused.value.message
    assert revision.head() in refused.value.message
    assert do(url, described).keys() == METADATA.tables.keys()


def imported() -> ImportNumber:
    asked = {
        "number": "+442079460000",
        "number_type": "longcode",
        "call_handler": {"relay_topic": {"topic": "office"}},
    }
    return ImportNumber.of(asked, STRICT)


async def test_the_kind_follows_the_handler(opened: Database, numbers: PhoneNumbers) -> None:
    row = (await numbers.import_number(CALLER, imported())).row
    assert row.call_handler_kind == "relay_topic"

    change = text("""UPDATE phone_number SET call_handler = '{"kind": "later"}'""")
    await opened.write(lambda db: db.execute(change))

    [found] = await numbers.get_many(CALLER, [row.id])
    assert found
    assert found.call_handler_kind == "later"


async def test_the_kind_is_a_generated_column(opened: Database, numbers: PhoneNumbers) -> None:
    await numbers.import_number(CALLER, imported())
    change = text("UPDATE phone_number SET call_handler_kind = 'other'")

    with pytest.raises(DBAPIError, match=r"generated column|can only be updated to DEFAULT"):
        await opened.write(lambda db: db.execute(change))


@pytest.mark.parametrize("column", ["call_handler", "message_handler"])
@pytest.mark.parametrize(
    "stored", ["{}", "[]", "1", '{"kind": null}', '{"kind": ""}', f'{{"kind": "{"x" * 65}"}}']
)
async def test_a_handler_without_a_kind_is_refused(
    opened: Database, numbers: PhoneNumbers, column: str, stored: str
) -> None:
    await numbers.import_number(CALLER, imported())
    change = text(f"UPDATE phone_number SET {column} = '{stored}'".replace(":", r"\:"))  # noqa: S608

    with pytest.raises(DBAPIError, match=f"ck_phone_number_{column}_kind|too long"):
        await opened.write(lambda db: db.execute(change))


async def test_numbers_of_a_kind_are_found_by_the_index(opened: Database) -> None:
    query = """SELECT id FROM phone_number WHERE released_at IS NULL AND project_id = '1'
        AND call_handler_kind = 'relay_topic' ORDER BY created_at, id"""

    def plan(db: Connection) -> str:
        if db.dialect.name == "sqlite":
            return str(db.execute(text(f"EXPLAIN QUERY PLAN {query}")).all())
        db.execute(text("SET LOCAL enable_seqscan = off"))
        uuid = query.replace("'1'", f"'{CALLER.project_id}'")
        return str(db.execute(text(f"EXPLAIN {uuid}")).all())

    explained = await opened.write(plan)

    assert "ix_phone_number_call_kind" in explained
    assert "SORT" not in explained.upper()
    assert "TEMP B-TREE" not in explained
