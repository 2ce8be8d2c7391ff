"""Text inside numbers and names: found alike on both databases, by trigrams on SQLite too."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from alembic import command
from sqlalchemy import Connection, Uuid, text
from sqlalchemy.dialects import sqlite

from gateway.database import migrate, text_index
from gateway.database.database import Database, connect
from gateway.database.lists import bound_list
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, ON_SQLITE, STRANGER

pytestmark = pytest.mark.anyio

NAMES = {
    "+442079460001": "Front Desk",
    "+442079460002": '100 % of_it \\ "quoted" O\'Brien',
    "+442079460003": "Škoda 0001",
    "+442079460004": "ab",
    "+442079460005": None,
}


async def add(numbers: PhoneNumbers, caller: Caller, number: str, name: str | None) -> UUID:
    asked = {"number": number, "number_type": "longcode", "name": name}
    return (await numbers.import_number(caller, ImportNumber.of(asked, STRICT))).row.id


async def found(numbers: PhoneNumbers, caller: Caller = CALLER, **filters: object) -> list[str]:
    """Return the last two digits of the numbers that match; counts and facets must agree."""
    wanted = NumberFilter.of(filters, STRICT)
    page = await numbers.page(caller, Window(first=50), wanted)
    assert await numbers.count(caller, wanted) == len(page.rows)
    return sorted(row.number[-2:] for row in page.rows)


@ON_SQLITE
async def test_a_transaction_narrows_a_filter_to_what_it_sees_itself(opened: Database) -> None:
    numbers = PhoneNumbers(opened)
    ids = [await add(numbers, CALLER, number, name) for number, name in NAMES.items()]
    wanted = NumberFilter.of({"search": "front"}, STRICT)

    def renamed(db: Connection) -> tuple[Any, Any]:
        before = text_index.narrowed_within(db, CALLER.project_id, wanted).ids
        db.execute(text("UPDATE phone_number SET name = 'Storefront' WHERE name = 'ab'"))
        return before, text_index.narrowed_within(db, CALLER.project_id, wanted).ids

    before, after = await opened.write(renamed)
    assert ids[0].hex in orjson.loads(str(before))  # and those that are not in the index yet
    assert {ids[0].hex, ids[3].hex} <= set(orjson.loads(str(after)))


@pytest.mark.parametrize(
    ("filters", "last"),
    [
        ({"search": "front"}, ["01"]),
        ({"search": "DESK"}, ["01"]),
        ({"search": "60001"}, ["01"]),
        ({"search": "(794) 6000"}, ["01", "02", "03", "04", "05"]),
        ({"search": "% of_"}, ["02"]),
        ({"search": '"quoted"'}, ["02"]),
        ({"search": "O'B"}, ["02"]),
        ({"search": "_of"}, []),
        ({"search": " \\ "}, ["02"]),
        ({"search": "Škoda"}, ["03"]),
        ({"search": "koda 0"}, ["03"]),
        ({"search": "b"}, ["02", "04"]),
        ({"search": "desk front"}, []),
        ({"number_contains": "460003"}, ["03"]),
        ({"number_contains": "03"}, ["03"]),
        ({"number_contains": "999"}, []),
        ({"name_contains": "ont De"}, ["01"]),
        ({"name_contains": "0001"}, ["03"]),
        ({"number_contains": "7946", "name_contains": "desk"}, ["01"]),
        ({"search": "7946", "ids": [str(uuid4())]}, []),
    ],
)
async def test_text_is_found_alike_on_both_databases(
    numbers: PhoneNumbers, filters: dict[str, object], last: list[str]
) -> None:
    for number, name in NAMES.items():
        await add(numbers, CALLER, number, name)

    assert await found(numbers, CALLER, **filters) == last


async def test_the_index_follows_each_write(numbers: PhoneNumbers) -> None:
    number_id = await add(numbers, CALLER, "+442079460001", "Front desk")
    renamed = UpdateNumber.of({"id": number_id, "name": "Back office"}, STRICT)
    await numbers.update(CALLER, renamed)
    after_rename = [await found(numbers, search=text) for text in ("desk", "office", "946000")]
    await numbers.release(CALLER, ReleaseNumber.of({"id": number_id}, STRICT))
    after_release = await found(numbers, search="946000")
    await add(numbers, CALLER, "+442079460001", "Desk again")

    assert after_rename == [[], ["01"], ["01"]]
    assert after_release == []
    assert await found(numbers, search="again") == ["01"]


async def test_a_project_finds_its_own_numbers_only(numbers: PhoneNumbers) -> None:
    await add(numbers, STRANGER, "+442079460001", "Secret desk")
    await add(numbers, CALLER, "+442079460002", "Front desk")

    assert await found(numbers, search="desk") == ["02"]
    assert await found(numbers, STRANGER, search="desk") == ["01"]


def merge(db: Connection) -> None:
    """Fill the pending list, so that it is merged into the index."""
    db.execute(text("INSERT INTO fts_pending (id, number_id, project_id) VALUES (1000, '', '')"))


async def candidates(opened: Database, caller: Caller, text: str) -> list[UUID]:
    match = text_index.match_of(NumberFilter.of({"search": text}, STRICT))
    values = {"project": caller.project_id, "match": match}
    [row] = await opened.fetch(text_index.CANDIDATES, values)
    assert row.total == len(orjson.loads(row.ids))
    return [UUID(id_) for id_ in orjson.loads(row.ids)]


@ON_SQLITE
async def test_the_index_reads_the_projects_own_texts(
    opened: Database, numbers: PhoneNumbers
) -> None:
    theirs = await add(numbers, STRANGER, "+442079460001", "Front desk")
    await add(numbers, CALLER, "+442079460001", "Back office")
    ours = await add(numbers, CALLER, "+442079460002", "Front desk")
    await opened.write(merge)

    assert await candidates(opened, CALLER, "front") == [ours]
    assert await candidates(opened, STRANGER, "front") == [theirs]
    assert await candidates(opened, CALLER, "946000") != [ours]


def test_a_text_without_a_trigram_is_not_looked_up() -> None:
    texts = ("ab", "12", "+1415", "0044 20")

    assert [text_index.match_of(NumberFilter.of({"search": t}, STRICT)) for t in texts] == [
        None
    ] * 4
    assert text_index.match_of(NumberFilter.of({"search": 'a"bc'}, STRICT)) == (
        '(("a""b" AND """bc"))'
    )


def test_many_candidates_do_not_narrow_the_list() -> None:
    wanted = NumberFilter.of({"search": "415"}, STRICT)
    most, ids = text_index.MOST_CANDIDATES, '["00000000000040008000000000000001"]'

    assert text_index.narrowed(wanted, SimpleNamespace(total=most + 1, ids=ids)) is wanted
    assert str(text_index.narrowed(wanted, SimpleNamespace(total=most, ids=ids)).ids) == ids


def test_candidates_go_back_to_the_database_without_being_read() -> None:
    wanted = NumberFilter.of({"search": "415"}, STRICT)
    row = SimpleNamespace(total=1, ids="what SQLite wrote")
    encoded = text_index.narrowed(wanted, row).ids

    assert bound_list("ids", Uuid()).type.process_bind_param(encoded, sqlite.dialect()) is encoded


def at_revision(revision: str, db: Connection) -> None:
    asked = migrate.config()
    asked.attributes["connection"] = db
    command.upgrade(asked, revision)


async def test_numbers_of_an_earlier_revision_are_found_after_it_and_after_vacuum(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.db"
    opened = connect(f"sqlite:///{path}")
    numbers = PhoneNumbers(opened)
    await opened.write(lambda db: at_revision("0008", db))
    ids = [await add(numbers, CALLER, number, name) for number, name in NAMES.items()]
    await numbers.release(CALLER, ReleaseNumber.of({"id": ids[2]}, STRICT))

    await migrate.migrate(opened)
    with closing(sqlite3.connect(path)) as other:
        other.execute("VACUUM")
    await numbers.update(CALLER, UpdateNumber.of({"id": ids[3], "name": "Third desk"}, STRICT))

    assert await found(numbers, search="desk") == ["01", "04"]
    assert await found(numbers, search="4600") == ["01", "02", "04", "05"]
    await opened.write(merge)
    assert await found(numbers, search="desk") == ["01", "04"]
    assert await opened.read(indexed) == {ids[0], ids[1], ids[3], ids[4]}
    await opened.close()


def indexed(db: Connection) -> Any:
    """Return the ids of the numbers that the index has keys for."""
    return {UUID(key) for (key,) in db.execute(text("SELECT number_id FROM fts_key"))}


NEW = "INSERT INTO phone_number (id, project_id, number, name, number_type, capabilities, tags, "
NEW += "call_receive_mode, release_protected, version, created_at, updated_at) "
NEW += "VALUES (:id, :project, :number, :name, 'longcode', 15, '[]', 'voice', 0, 1, :id, '')"
RENAME = "UPDATE phone_number SET name = :name WHERE id = :id AND released_at IS NULL"
RELEASE = "UPDATE phone_number SET released_at = 'x' WHERE id = :id"
RESTORE = "UPDATE phone_number SET released_at = NULL WHERE id = :id"
REMOVE = "DELETE FROM phone_number WHERE id = :id"
LIVE = "SELECT id, number, name FROM phone_number WHERE released_at IS NULL"
TERMS = "SELECT term, doc, col FROM temp.{} ORDER BY term, doc, col"


def change_at_random(db: Connection) -> None:
    """Write numbers of two projects in all ways, so often that the list is merged several times."""
    random = Random(11)  # noqa: S311  # not for cryptography
    for place in range(60):
        values = {"id": f"{place:032}", "project": place % 2, "number": f"+{place}", "name": "new"}
        db.execute(text(NEW), values)
    for place in range(300):
        statement = random.choices([RENAME, RELEASE, RESTORE, REMOVE], [6, 2, 2, 0.3])[0]
        one = {"id": f"{random.randrange(60):032}", "name": random.choice([None, f"desk {place}"])}
        db.execute(text(statement), one)


def terms(db: Connection, table: str) -> list[Any]:
    db.execute(
        text(f"CREATE VIRTUAL TABLE temp.{table}_terms USING fts5vocab(main, {table}, instance)")
    )
    return [*db.execute(text(TERMS.format(f"{table}_terms")))]


@ON_SQLITE
async def test_the_merged_index_is_the_one_of_the_live_numbers(opened: Database) -> None:
    def compare(db: Connection) -> None:
        change_at_random(db)
        merge(db)
        keys = dict(tuple(row) for row in db.execute(text("SELECT number_id, key FROM fts_key")))
        live = [*db.execute(text(LIVE))]
        options = "content='', columnsize=0, detail='none', tokenize='trigram'"
        db.execute(text(f"CREATE VIRTUAL TABLE fts_fresh USING fts5 (number, name, {options})"))
        for id_, number, name in live:
            values = {"key": keys[id_], "number": number, "name": name}
            add_text = "INSERT INTO fts_fresh (rowid, number, name) VALUES (:key, :number, :name)"
            db.execute(text(add_text), values)

        assert {id_ for id_, *_ in live} == keys.keys()
        assert 20 < len(live) < 60
        assert terms(db, "fts_number") == terms(db, "fts_fresh")

    await opened.write(compare)
