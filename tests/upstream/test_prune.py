"""Closed changes are deleted after a while, except what somebody may still ask about."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert, select, update

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import ProvisioningStatus
from gateway.domain.validation_policy import STRICT
from gateway.models.idempotency_record import IdempotencyRecord
from gateway.models.upstream import ChangeKind, ChangeState, ChangeStep
from gateway.services.phone_numbers import PhoneNumbers
from gateway.upstream import changes
from gateway.upstream.changes import CHANGES
from tests.conftest import CALLER, PROJECT

pytestmark = pytest.mark.anyio

OLD, YOUNG = changes.RETENTION + timedelta(days=1), changes.RETENTION - timedelta(days=1)
NUMBER = {"number": "+14155550123", "number_type": "longcode", "idempotency_key": "k"}


async def put(
    opened: Database, state: ChangeState, age: timedelta, number_id: UUID | None = None
) -> UUID:
    """Insert a change that was asked for so long ago; return its id."""
    now = utc_now()
    row: dict[str, Any] = {
        "id": uuid4(), "project_id": PROJECT, "number_id": number_id or uuid4(),
        "number": "+14155550123", "kind": ChangeKind.UPDATE, "wanted": {}, "state": state,
        "step": ChangeStep.PUT, "sends": 1, "asked_at": now - age, "epoch": 1, "due_at": now,
        "announced": True, "actor": "tester",
    }  # fmt: skip
    await opened.write(lambda db: db.execute(insert(CHANGES).values(**row)))
    return UUID(str(row["id"]))


async def left(opened: Database) -> set[UUID]:
    return await opened.read(lambda db: set(db.scalars(select(CHANGES.c.id))))


async def prune(opened: Database) -> int:
    return await opened.write(lambda db: changes.prune(db, utc_now()))


async def test_closed_changes_are_deleted_after_thirty_days(opened: Database) -> None:
    old = [await put(opened, state, OLD) for state in (ChangeState.DONE, ChangeState.REFUSED)]
    kept = {
        await put(opened, ChangeState.OPEN, OLD),
        await put(opened, ChangeState.DONE, YOUNG),
        await put(opened, ChangeState.REFUSED, YOUNG),
    }

    assert await prune(opened) == len(old)
    assert await left(opened) == kept


async def test_what_a_key_replays_is_kept(opened: Database, numbers: PhoneNumbers) -> None:
    replayed, other = [await put(opened, ChangeState.DONE, OLD) for _ in range(2)]
    await numbers.import_number(CALLER, ImportNumber.of(NUMBER, STRICT))
    await opened.write(lambda db: db.execute(update(IdempotencyRecord).values(change_id=replayed)))

    assert await prune(opened) == 1
    assert await left(opened) == {replayed} != {other}


@pytest.mark.parametrize(
    ("status", "is_kept"),
    [
        (ProvisioningStatus.FAILED, True),
        (ProvisioningStatus.GONE, True),
        (ProvisioningStatus.ACTIVE, False),
    ],
)
async def test_the_reason_of_a_number_that_failed_is_kept(
    opened: Database,
    numbers: PhoneNumbers,
    status: ProvisioningStatus,
    is_kept: bool,  # noqa: FBT001
) -> None:
    row = (await numbers.import_number(CALLER, ImportNumber.of(NUMBER, STRICT))).row

    def marked(db: Connection) -> None:
        db.execute(update(NUMBERS).where(NUMBERS.c.id == row.id).values(provisioning=status))

    await opened.write(marked)
    refused = await put(opened, ChangeState.REFUSED, OLD, row.id)
    await put(opened, ChangeState.DONE, OLD, row.id)

    await prune(opened)

    assert await left(opened) == ({refused} if is_kept else set())


async def test_one_transaction_deletes_a_bounded_number(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "PRUNED_AT_ONCE", 2)
    for _ in range(3):
        await put(opened, ChangeState.DONE, OLD)

    assert [await prune(opened) for _ in range(3)] == [2, 1, 0]
