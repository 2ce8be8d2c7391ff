"""Concurrent updates: no update is lost, and a key is used once."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import func, select

from gateway.database.database import Database
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.commands.changes import UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.errors import IdempotencyConflict, NumberTaken, VersionConflict
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER

pytestmark = pytest.mark.anyio

WRITERS, ROUNDS = 8, 10


async def imported(numbers: PhoneNumbers) -> UUID:
    asked = {"number": "+14155550123", "number_type": "longcode"}
    outcome = await numbers.import_number(CALLER, ImportNumber.of(asked, STRICT))
    return outcome.row.id


def renaming(number_id: UUID, name: str, version: int | None = None) -> UpdateNumber:
    asked = {"id": number_id, "name": name}
    return UpdateNumber.of(asked | ({"expected_version": version} if version else {}), STRICT)


async def test_no_update_of_eight_writers_is_lost(numbers: PhoneNumbers) -> None:
    number_id = await imported(numbers)

    async def write(writer: int) -> None:
        for turn in range(ROUNDS):
            await numbers.update(CALLER, renaming(number_id, f"{writer} {turn}"))

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))

    [row] = await numbers.get_many(CALLER, [number_id])
    assert row is not None
    assert row.version == 1 + WRITERS * ROUNDS


async def test_of_those_who_expect_a_version_one_wins_each_round(numbers: PhoneNumbers) -> None:
    number_id = await imported(numbers)

    for turn in range(ROUNDS):
        answers = await asyncio.gather(
            *(
                numbers.update(CALLER, renaming(number_id, f"{writer} {turn}", turn + 1))
                for writer in range(WRITERS)
            ),
            return_exceptions=True,
        )
        won = [answer for answer in answers if not isinstance(answer, BaseException)]
        lost = [answer for answer in answers if isinstance(answer, VersionConflict)]

        assert (len(won), len(lost)) == (1, WRITERS - 1)
        assert won[0].row.version == turn + 2


async def test_fifty_requests_with_one_key_are_one_import(
    numbers: PhoneNumbers, opened: Database
) -> None:
    asked = {"number": "+14155550123", "number_type": "longcode", "idempotency_key": "k"}
    command = ImportNumber.of(asked, STRICT)

    answers = await asyncio.gather(
        *(numbers.import_number(CALLER, command) for _ in range(50)), return_exceptions=True
    )

    kinds = Counter(
        "conflict" if isinstance(answer, IdempotencyConflict) else answer.replayed
        for answer in answers
        if not isinstance(answer, BaseException) or isinstance(answer, IdempotencyConflict)
    )
    count = select(func.count()).select_from(NUMBERS)
    assert (kinds[False], kinds[True] + kinds["conflict"]) == (1, 49)
    assert await opened.read(lambda db: db.execute(count).scalar_one()) == 1


async def test_fifty_requests_with_one_key_are_one_update(numbers: PhoneNumbers) -> None:
    number_id = await imported(numbers)
    asked = {"id": number_id, "name": "Desk", "idempotency_key": "k"}
    command = UpdateNumber.of(asked, STRICT)

    answers = await asyncio.gather(
        *(numbers.update(CALLER, command) for _ in range(50)), return_exceptions=True
    )

    changed = [a for a in answers if not isinstance(a, BaseException) and not a.replayed]
    strange = [
        a
        for a in answers
        if isinstance(a, BaseException) and not isinstance(a, IdempotencyConflict)
    ]
    [row] = await numbers.get_many(CALLER, [number_id])
    assert row is not None
    assert (len(changed), strange, row.version) == (1, [], 2)


async def test_batches_and_single_imports_of_the_same_numbers_end_well(
    numbers: PhoneNumbers, opened: Database
) -> None:
    asked = [{"number": f"+1415555{n:04d}", "number_type": "longcode"} for n in range(60)]
    commands = [ImportNumber.of(one, STRICT) for one in asked]
    batches = [commands[:40], commands[20:][::-1], commands[::3], commands[::-1]]

    answers = await asyncio.gather(
        *(numbers.import_all(CALLER, batch) for batch in batches),
        *(numbers.import_number(CALLER, command) for command in commands),
        return_exceptions=True,
    )

    strange = [
        a for a in answers if isinstance(a, BaseException) and not isinstance(a, NumberTaken)
    ]
    count = select(func.count()).select_from(NUMBERS)
    assert strange == []
    assert await opened.read(lambda db: db.execute(count).scalar_one()) == 60
