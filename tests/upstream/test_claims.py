"""Claimed changes: an outcome is written to the change that its request was made for, once."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from gateway.database.database import Database
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import ConnectionStatus
from gateway.domain.validation_policy import STRICT
from gateway.models.upstream import ChangeState, ChangeStep
from gateway.services.phone_numbers import PhoneNumbers
from gateway.upstream import attachments, changes, claims, settlement
from gateway.upstream.claims import Carried
from gateway.upstream.outcomes import Attempt, Denied, Done
from gateway.upstream.reconcile import Tried, settle
from gateway.upstream.settlement import Next, Settled
from gateway.upstream.timing import Timing
from tests.conftest import CALLER, PROJECT
from tests.upstream.test_open_changes import platform

pytestmark = pytest.mark.anyio

NUMBER: Final = "+14155550101"
LEASE: Final = timedelta(seconds=15)
ANSWER: Final = Attempt(Done({"id": "1", "number": NUMBER, "name": None}), sent=True)


@pytest.fixture
async def carried(opened: Database) -> Carried:
    """A claimed import that names a setting, whose first request is marked as sent."""
    await opened.write(lambda db: attachments.attach(db, platform(PROJECT)))
    asked = {"number": NUMBER, "number_type": "longcode", "name": "Desk"}
    await PhoneNumbers(opened).import_all(CALLER, [ImportNumber.of(asked, STRICT)])
    [claim] = await opened.write(lambda db: changes.claim(db, 1, LEASE))
    read = await claims.read(opened, claim)
    assert read
    marked = await opened.write(partial(claims.mark, seen=read.change, lease=LEASE))
    assert marked
    return replace(read, change=marked)


def settled(carried: Carried, db: Connection) -> Settled | None:
    """Write the answer, unless the change is not as it was when its request was made."""
    held = claims.lock(db, carried.change)
    return settlement.settle(db, held, ANSWER, Timing()) if held else None


async def test_an_answer_is_not_written_again_for_the_next_request(
    opened: Database, carried: Carried
) -> None:
    first = await opened.write(partial(settled, carried))
    again = await opened.write(partial(settled, carried))  # as after a commit that was not heard of
    found: Any = await opened.read(lambda db: changes.find(db, carried.change.id))

    assert first and first.next is Next.STEP and first.carried
    assert again is None
    assert (found.state, found.step, found.sends) == (ChangeState.OPEN, ChangeStep.PUT, 1)
    assert first.carried.change.sends == 1
    assert first.carried.row.upstream_id == "1"


async def test_a_request_is_marked_once(opened: Database, carried: Carried) -> None:
    mark = partial(claims.mark, seen=carried.change, lease=LEASE)

    marked, again = await opened.write(mark), await opened.write(mark)

    assert marked and marked.sends == carried.change.sends + 1
    assert again is None


async def test_a_claim_that_another_worker_has_writes_nothing(
    opened: Database, carried: Carried
) -> None:
    ended = carried.now - timedelta(seconds=1)
    await opened.write(partial(claims.write, claimed=carried.change, lease_until=ended))
    [other] = await opened.write(lambda db: changes.claim(db, 1, LEASE))

    written = await opened.write(partial(settled, carried))

    assert other.epoch == carried.change.epoch + 1
    assert written is None


@pytest.mark.parametrize("is_renewed", [False, True])
async def test_a_refused_token_says_nothing_of_the_one_that_replaced_it_meanwhile(
    opened: Database, carried: Carried, *, is_renewed: bool
) -> None:
    if is_renewed:
        await opened.write(lambda db: attachments.change(db, PROJECT, secret="new"))  # noqa: S106

    tried = Tried(carried, Attempt(Denied(401), sent=True))
    await opened.write(partial(settle, tried=tried, timing=Timing()))
    found: Any = await opened.read(lambda db: changes.find(db, carried.change.id))
    upstream: Any = await opened.read(lambda db: attachments.find(db, PROJECT))

    refused, waits = ConnectionStatus.INVALID_CREDENTIALS, found.due_at - carried.now
    assert upstream.status is (ConnectionStatus.ACTIVE if is_renewed else refused)
    assert (waits < timedelta(seconds=200)) is is_renewed
    assert (found.state, found.sends, found.lease_until) == (ChangeState.OPEN, 0, None)
