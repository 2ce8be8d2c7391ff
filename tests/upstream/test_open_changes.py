"""The bound on a project's open changes is exact, however many transactions open some at once."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import ConnectionStatus, ProvisioningStatus
from gateway.domain.validation_policy import STRICT
from gateway.models.results import CommandResult
from gateway.models.upstream import ChangeState
from gateway.services import open_changes
from gateway.services.phone_numbers import PhoneNumbers
from gateway.upstream import attachments, changes
from gateway.upstream.changes import CHANGES
from tests.conftest import CALLER, PROJECT, STRANGER

pytestmark = pytest.mark.anyio

MOST, ASKED = 3, 12
IS_OPEN = CHANGES.c.state == ChangeState.OPEN


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_OPEN", MOST)


@pytest.fixture
async def attached(opened: Database) -> Database:
    """The database of a project whose platform is never called: what is opened stays open."""
    await opened.write(lambda db: attachments.attach(db, platform(PROJECT)))
    return opened


def platform(project: UUID) -> dict[str, Any]:
    now = utc_now()
    return {
        "project_id": project, "space": "127.0.0.1:1", "platform_project": project, "secret": "",
        "secret_hint": "", "status": ConnectionStatus.ACTIVE, "clock_offset": 0.0,
        "attached_at": now, "sync_due_at": now, "sync_epoch": 0,
    }  # fmt: skip


def command(place: int) -> ImportNumber:
    asked = {"number": f"+141555501{place:02}", "number_type": "longcode", "tags": ["new"]}
    return ImportNumber.of(asked, STRICT)


async def opened_at_once(database: Database, caller: Caller = CALLER) -> Counter[str]:
    """Import numbers in transactions that run at once; return how many ended how."""
    numbers = PhoneNumbers(database)
    asked = [numbers.import_all(caller, [command(place)]) for place in range(ASKED)]
    return Counter(type(result).__name__ for [result] in await asyncio.gather(*asked))


async def open_count(database: Database, project: UUID = PROJECT) -> int | None:
    query = select(func.count()).where(IS_OPEN, CHANGES.c.project_id == project)
    return await database.read(lambda db: db.scalar(query))


async def test_transactions_at_once_open_no_change_more_than_the_bound(attached: Database) -> None:
    answers = await opened_at_once(attached)

    assert answers == {"CommandResult": MOST, "UpstreamBusy": ASKED - MOST}
    assert await open_count(attached) == MOST


async def test_without_the_lock_there_are_more_on_postgresql(
    attached: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control. Writers of SQLite exclude each other."""
    monkeypatch.setattr(open_changes, "lock", lambda *_: None)

    await opened_at_once(attached)

    assert (await open_count(attached) or 0) > MOST or attached.is_embedded


async def test_a_project_waits_for_no_other_ones_changes(attached: Database) -> None:
    await attached.write(lambda db: attachments.attach(db, platform(STRANGER.project_id)))

    answers = await asyncio.gather(opened_at_once(attached), opened_at_once(attached, STRANGER))

    assert [a["CommandResult"] for a in answers] == [MOST, MOST]
    assert await open_count(attached, STRANGER.project_id) == MOST


async def test_updates_and_releases_count_as_imports_do(
    attached: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_OPEN", MOST + 1)
    numbers = PhoneNumbers(attached)
    many = await numbers.import_all(CALLER, [command(place) for place in range(MOST + 1)])
    await attached.write(_confirm)
    monkeypatch.setattr(changes, "MOST_OPEN", MOST)
    ids = [result.row.id for result in many if isinstance(result, CommandResult)]
    renamed = [UpdateNumber.of({"id": id_, "name": "x"}, STRICT) for id_ in ids[:2]]
    released = [ReleaseNumber.of({"id": id_}, STRICT) for id_ in ids[2:]]

    answers = await asyncio.gather(
        *(numbers.update(CALLER, update) for update in renamed),
        *(numbers.release(CALLER, release) for release in released),
        return_exceptions=True,
    )

    kinds = Counter(type(answer).__name__ for answer in answers)
    assert kinds == {"CommandResult": MOST, "UpstreamBusy": 1}


def _confirm(db: Connection) -> None:
    """Have the platform confirm all imports."""
    db.execute(CHANGES.update().values(state=ChangeState.DONE))
    confirmed = {"provisioning": ProvisioningStatus.ACTIVE, "upstream_id": NUMBERS.c.number}
    db.execute(NUMBERS.update().values(confirmed))
