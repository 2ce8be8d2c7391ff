"""Lockstep: imports and updates that share a transaction on PostgreSQL share their statements."""

import asyncio
import gc
import re
from collections.abc import Awaitable
from typing import Any

import pytest
from greenlet import greenlet  # type: ignore[import-untyped]
from sqlalchemy import Connection, text

from gateway.database import events, statements
from gateway.database.database import Database
from gateway.domain.commands.changes import AmendNumber, ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.errors import (
    IdempotencyConflict,
    IdempotencyConflictReason,
    NumberTaken,
    ReleaseProtected,
    VersionConflict,
)
from gateway.models.results import CommandResult
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]

POSITIONS = "SELECT position, number, type FROM phone_number_event ORDER BY position"


def asked(place: int, **fields: object) -> ImportNumber:
    webhook = {"laml_webhooks": {"request_url": f"https://h{place}.example.com/voice"}}
    number = {"number": f"+1415555{place:04}", "number_type": "longcode", "tags": [f"t{place}"]}
    return ImportNumber.of({**number, "call_handler": webhook, **fields}, STRICT)


def changed(result: CommandResult, **fields: object) -> UpdateNumber:
    return UpdateNumber.of({"id": result.row.id, **fields}, STRICT)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first words of each statement that was sent."""
    found: list[str] = []
    send = statements._run_by_cursor  # noqa: SLF001

    def noted(db: Connection, text: str, arguments: Any) -> Any:
        found.append(re.split(r" FROM | SET |[(.]", text)[0].strip())
        return send(db, text, arguments)

    monkeypatch.setattr(statements, "_run_by_cursor", noted)
    return found


async def together(*writes: Awaitable[Any]) -> list[Any]:
    """Begin all at once: they share a transaction."""
    return await asyncio.gather(*writes, return_exceptions=True)


async def imported(numbers: PhoneNumbers, count: int) -> list[Any]:
    return await together(*(numbers.import_number(CALLER, asked(n)) for n in range(count)))


async def told(opened: Database) -> list[Any]:
    return await opened.read(lambda db: [tuple(row) for row in db.execute(text(POSITIONS))])


async def test_imports_that_wait_are_three_statements(
    opened: Database, numbers: PhoneNumbers, sent: list[str]
) -> None:
    results = await imported(numbers, 9)

    tables = ("phone_number", "phone_number_label")
    assert sent == [*(f"INSERT INTO {table}" for table in tables), "WITH stream AS"]
    assert [result.row.number[-1] for result in results] == [*"012345678"]
    assert [result.row.tags for result in results] == [[f"t{n}"] for n in range(9)]
    assert [at for at, *_ in await told(opened)] == [*range(1, 10)]
    for place, result in enumerate(results):
        assert result.row == await numbers.find(CALLER, result.row.id, set_of(result.row))
        assert result.row.call_handler.request_url == f"https://h{place}.example.com/voice"
        assert result.event["number"] == result.row.number


def set_of(row: Any) -> frozenset[str]:
    """Return the columns of a row."""
    return frozenset(name for name in vars(type(row)) if f"{name}_raw" in vars(type(row)))


async def test_updates_that_wait_lock_and_change_their_rows_at_once(
    opened: Database, numbers: PhoneNumbers, sent: list[str]
) -> None:
    results = await imported(numbers, 5)
    sent.clear()

    renamed = [changed(result, name=f"Desk {n}") for n, result in enumerate(results)]
    found = await together(*(numbers.update(CALLER, one) for one in renamed))

    assert [result.row.name for result in found] == [f"Desk {n}" for n in range(5)]
    assert [result.row.version for result in found] == [2] * 5
    assert len(sent) == 3
    assert sent[:2] == ["SELECT v", "UPDATE phone_number AS n"]
    assert [(at, kind) for at, _, kind in (await told(opened))[5:]] == [
        (at, "updated") for at in range(6, 11)
    ]


async def test_releases_that_wait_lock_and_change_their_rows_at_once(
    opened: Database, numbers: PhoneNumbers, sent: list[str]
) -> None:
    results = await imported(numbers, 5)
    await numbers.update(CALLER, changed(results[3], release_protected=True))
    sent.clear()

    asked_for = [ReleaseNumber.of({"id": result.row.id}, STRICT) for result in results]
    found = await together(*(numbers.release(CALLER, one) for one in asked_for))

    assert [type(one) for one in found[3:4]] == [ReleaseProtected]
    assert all(one.row.released_at for one in [*found[:3], found[4]])
    assert sent[:2] == ["SELECT v", "UPDATE phone_number AS n"]
    assert len(sent) == 4  # their labels, and the events with the stream, too
    assert [kind for *_, kind in (await told(opened))[6:]] == ["released"] * 4


async def test_amendments_that_wait_lock_and_change_their_rows_at_once(
    numbers: PhoneNumbers, sent: list[str]
) -> None:
    results = await imported(numbers, 5)
    sent.clear()

    found = await together(*(numbers.amend(CALLER, amended(result)) for result in results))

    assert [one.row.name for one in found] == [f"Was {n}" for n in range(5)]
    assert sent == ["SELECT v", "UPDATE phone_number AS n", "WITH stream AS"]


async def test_imports_with_keys_share_their_statements(
    opened: Database, numbers: PhoneNumbers, sent: list[str]
) -> None:
    """Two with the same key and another number are the exception: each runs again, alone."""
    keyed = [asked(n, idempotency_key=f"key {n}") for n in range(5)]
    first = await together(*(numbers.import_number(CALLER, one) for one in keyed))
    assert sent == [
        *["SELECT v"] * 2,  # locks and records of the keys
        "INSERT INTO phone_number", "INSERT INTO phone_number_label",
        "WITH stream AS", "INSERT INTO idempotency_record",
    ]  # fmt: skip

    again = await together(*(numbers.import_number(CALLER, one) for one in keyed))
    other = asked(7, idempotency_key="key 9"), asked(8, idempotency_key="key 9")
    mixed = await together(*(numbers.import_number(CALLER, one) for one in other))

    assert [result.row.id for result in again] == [result.row.id for result in first]
    assert [result.replayed for result in [*first, *again]] == [False] * 5 + [True] * 5
    assert [type(one) for one in mixed] == [CommandResult, IdempotencyConflict]
    assert mixed[1].reason is IdempotencyConflictReason.PARAMETER_MISMATCH
    assert [at for at, *_ in await told(opened)] == [*range(1, 7)]


def amended(result: CommandResult) -> AmendNumber:
    """Return the command that names the number by the last digit of the locked row."""

    def make(row: Any) -> UpdateNumber:
        return UpdateNumber.of({"id": row.id, "name": f"Was {row.number[-1]}"}, STRICT)

    return AmendNumber(id=result.row.id, body={}, make_update=make)


async def test_what_is_taken_or_has_another_version_fails_alone(
    opened: Database, numbers: PhoneNumbers
) -> None:
    first, second, third = await imported(numbers, 3)

    found = await together(
        numbers.import_number(CALLER, asked(10)),
        numbers.import_number(CALLER, asked(11)),
        numbers.import_number(CALLER, asked(0)),
        numbers.update(CALLER, changed(first, name="A", expected_version=7)),
        numbers.update(CALLER, changed(second, name="B")),
        numbers.update(CALLER, changed(third, call_handler={"relay_topic": {"topic": "office"}})),
        numbers.import_number(CALLER, asked(12)),
    )

    failed = [type(one) if isinstance(one, Exception) else None for one in found]
    assert failed == [None, None, NumberTaken, VersionConflict, None, None, None]
    assert found[5].row.call_handler_kind == "relay_topic"
    assert [at for at, *_ in await told(opened)] == [*range(1, 9)]


async def test_changes_of_the_same_row_follow_each_other(numbers: PhoneNumbers) -> None:
    first, second = await imported(numbers, 2)

    found = await together(
        numbers.update(CALLER, changed(first, name="A")),
        numbers.update(CALLER, changed(first, name="B")),
        numbers.update(CALLER, changed(second, name="C")),
        numbers.update(CALLER, changed(first, tags=["d"])),
        numbers.update(CALLER, changed(first, name="E", expected_version=2)),
        numbers.import_number(CALLER, asked(5, name="F")),
        numbers.import_number(CALLER, asked(5, name="G")),
    )

    assert [one.row.version for one in found[:4]] == [2, 3, 2, 4]
    assert isinstance(found[4], VersionConflict)
    assert isinstance(found[6], NumberTaken)
    assert (found[3].row.name, found[3].row.tags) == ("B", ["d"])


@pytest.fixture
def _failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what writes a number with a 3 at its end fail after it wrote."""
    enqueue = events.enqueue

    def failing(db: Any, caller: Any, type_: EventType, row: Any, *rest: Any) -> Any:
        if row.number.endswith("3"):
            raise LookupError
        return enqueue(db, caller, type_, row, *rest)

    monkeypatch.setattr(events, "enqueue", failing)


@pytest.mark.usefixtures("_failing")
async def test_the_same_key_is_replayed_also_where_each_runs_alone(numbers: PhoneNumbers) -> None:
    """They do not find each other in progress: one follows the other."""
    twice = [asked(1, idempotency_key="the key")] * 3

    found = await together(*(numbers.import_number(CALLER, one) for one in (*twice, asked(3))))

    assert [one.replayed for one in found[:3]] == [False, True, True]
    assert isinstance(found[3], LookupError)


async def test_a_write_ends_where_its_own_statement_is_cancelled(opened: Database) -> None:
    """The statement is awaited in another greenlet, the transaction's. None stays suspended."""
    before, ended, held = suspended(), list[str](), asyncio.Event()

    def work(db: Connection) -> None:
        try:
            db.connection.run_async(lambda _: _never(held))
        except BaseException as exception:
            ended.append(type(exception).__name__)
            raise

    tasks = [asyncio.ensure_future(opened.write(work, "p", [n])) for n in range(2)]
    await held.wait()
    for task in tasks:
        task.cancel()
    await opened.close()

    assert ended == ["NotTogether"]
    assert suspended() == before


def suspended() -> int:
    """Return how many greenlets wait to go on."""
    gc.collect()
    return sum(isinstance(one, greenlet) and bool(one) for one in gc.get_objects())


async def _never(held: asyncio.Event) -> None:
    held.set()
    await asyncio.get_running_loop().create_future()


@pytest.mark.usefixtures("_failing")
async def test_one_that_fails_after_it_wrote_is_undone_alone(
    opened: Database, numbers: PhoneNumbers
) -> None:
    found = await imported(numbers, 6)

    assert [isinstance(one, LookupError) for one in found] == [n == 3 for n in range(6)]
    assert sorted(number[-1] for _, number, _ in await told(opened)) == [*"01245"]
    assert [at for at, *_ in await told(opened)] == [*range(1, 6)]
