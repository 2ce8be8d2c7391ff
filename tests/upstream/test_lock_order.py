"""The order of locks: the platform's row, those of changes and numbers, the stream of events.

Outcomes of several changes share a transaction, and a client or a sync may write a number that one
of them is about.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select, update

from gateway.clock import utc_now
from gateway.database import events, phone_numbers
from gateway.database.database import Database
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import ConnectionStatus, EventType
from gateway.domain.validation_policy import STRICT
from gateway.models.upstream import ChangeState
from gateway.services.phone_numbers import PhoneNumbers
from gateway.upstream import attachments, changes, claims, settlement
from gateway.upstream.changes import CHANGES
from gateway.upstream.claims import Carried
from gateway.upstream.outcomes import RATE_LIMITED, Attempt, Done, Outcome, Refused, Unsent
from gateway.upstream.page import write_page
from gateway.upstream.timing import Timing
from tests.conftest import CALLER, PROJECT
from tests.upstream.test_open_changes import platform

pytestmark = pytest.mark.anyio

ALL: Final = ("+14155550101", "+14155550102", "+14155550103")
CONFIRMED: Final = Done({"id": "1", "number": ALL[0], "name": None})
LATE: Final = Unsent(RATE_LIMITED)
LEASE: Final = timedelta(seconds=15)
AT_ONCE: Final = Timing(answer_seconds=0)  # a change that is not confirmed is announced


@dataclass
class Writes:
    """Transactions that wait for each other on PostgreSQL, by the time that they take."""

    database: Database

    def pause(self, db: Connection, seconds: float) -> None:
        """Let the other transactions go on."""
        if not self.database.is_embedded:
            db.execute(select(func.pg_sleep(seconds)))

    def settle(
        self,
        carried: Carried,
        outcome: Outcome,
        seconds: float,
        db: Connection,
        *,
        before: float = 0,
    ) -> None:
        """Write an outcome, and give others time to ask for what it locks, *before* it or then."""
        held = claims.lock(db, carried.change)
        assert held
        self.pause(db, before)
        settlement.settle(db, held, Attempt(outcome), AT_ONCE)
        self.pause(db, seconds)

    def sync(self, db: Connection) -> None:
        """Write a page of the platform's list: the platform's row, and then those of numbers."""
        self.pause(db, 0.2)
        attachments.change_sync(db, PROJECT, 0, {"clock_offset": 1.0})
        write_page(db, CALLER, [CONFIRMED.record], utc_now())

    def tag(self, number_id: UUID, db: Connection) -> None:
        """Do what an update of a number's tags does: the row, and then its event."""
        row: Any = phone_numbers.lock_number(db, CALLER, number_id)
        self.pause(db, 0.2)
        row = phone_numbers.write_version(db, row, {"tags": ["new"]}, utc_now())
        events.enqueue(db, CALLER, EventType.UPDATED, row, [])


@pytest.fixture
async def carried(opened: Database) -> list[Carried]:
    """Claimed imports that no event has reported as pending."""
    await opened.write(lambda db: attachments.attach(db, platform(PROJECT)))
    asked = [ImportNumber.of({"number": n, "number_type": "longcode"}, STRICT) for n in ALL]
    await PhoneNumbers(opened).import_all(CALLER, asked)
    await opened.write(lambda db: db.execute(update(CHANGES).values(announced=False)))
    claimed = await opened.write(lambda db: changes.claim(db, len(ALL), LEASE))
    found = [await claims.read(opened, claim) for claim in claimed]
    return sorted([one for one in found if one], key=lambda one: one.row.number)


@pytest.mark.parametrize("outcomes", [(LATE, LATE), (CONFIRMED, Refused(422), LATE)])
async def test_a_client_can_write_a_number_whose_outcome_is_written_with_others(
    opened: Database, carried: list[Carried], outcomes: tuple[Outcome, ...]
) -> None:
    writes, some = Writes(opened), carried[: len(outcomes)]
    settled = [
        opened.write(partial(writes.settle, one, outcome, 0.6 if one is some[-2] else 0), "a")
        for one, outcome in zip(some, outcomes, strict=True)
    ]
    tagged = opened.write(partial(writes.tag, some[-1].row.id), "b")

    await asyncio.gather(*settled, tagged)

    rows = await opened.read(lambda db: db.execute(select(NUMBERS.c.number, NUMBERS.c.tags)).all())
    undone = {one.row.number for one, o in zip(some, outcomes, strict=True) if o == Refused(422)}
    assert {number for number, _ in rows} == {*ALL} - undone
    assert dict(iter(rows))[some[-1].row.number] == ["new"]


async def test_a_sync_and_an_outcome_after_an_outage_do_not_wait_for_each_other(
    opened: Database, carried: list[Carried]
) -> None:
    writes, down = Writes(opened), ConnectionStatus.UNREACHABLE
    await opened.write(lambda db: attachments.set_status(db, PROJECT, down))

    settled = opened.write(partial(writes.settle, carried[0], CONFIRMED, 0, before=0.6), "a")
    await asyncio.gather(settled, opened.write(writes.sync))
    await opened.write(lambda db: attachments.set_active(db, PROJECT))
    found: Any = await opened.read(lambda db: attachments.find(db, PROJECT))
    change: Any = await opened.read(lambda db: changes.find(db, carried[0].change.id))

    assert (found.status, found.clock_offset) == (ConnectionStatus.ACTIVE, 1.0)
    assert change.state is ChangeState.DONE
