"""Bulk jobs of an attached project: a row is pending until the platform has confirmed it."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from gateway.clock import utc_now
from gateway.connections import origins
from gateway.connections.origins import Origin
from gateway.database.database import connect
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.models.results import CommandResult
from gateway.services import imports
from gateway.services.bulk_jobs import queue
from tests import bulk_jobs
from tests.conftest import CALLER
from tests.upstream.attached import NUMBER, attached

pytestmark = pytest.mark.anyio

ROWS = 3
REFUSED = [409, {"error": "Not on this day"}]
ORIGIN = Origin(uuid4(), "PN1", {}, "f", ())


async def test_rows_are_done_when_the_platform_has_confirmed_them(database: str) -> None:
    given = [{"number": f"+1415555012{n}", "numberType": "LONGCODE"} for n in range(ROWS)]

    async with attached(database) as world:
        imported = await bulk_jobs.done(world.client, source={"rows": given})
        patch = {"callHandler": {"relayTopic": {"topic": "office"}}, "addTags": ["moved"]}
        updated = await bulk_jobs.done(world.client, bulk_jobs.START_UPDATE, filter={}, patch=patch)
        records = (await world.control("share", 0))["records"]
        there = await world.numbers(provisioning=["ACTIVE"], tagsAll=["moved"])

    assert bulk_jobs.counts(imported) == {"imported": ROWS}
    assert bulk_jobs.counts(updated) == {"updated": ROWS}
    assert {record["number"] for record in records} == {row["number"] for row in given}
    assert {record["call_relay_topic"] for record in records} == {"office"}
    assert len(there) == ROWS


async def test_a_row_that_the_platform_refuses_says_why(database: str) -> None:
    given = [{"number": NUMBER, "numberType": "LONGCODE"}]

    async with attached(database) as world:
        await world.control("always", REFUSED)
        job = await bulk_jobs.done(world.client, source={"rows": given})
        [row] = await bulk_jobs.rows(world.client, job["id"])

    assert (job["status"], bulk_jobs.counts(job)) == ("COMPLETED", {"failed": 1})
    assert (row["fate"], row["code"], row["message"]) == (
        "FAILED", "upstream_refused", "The platform refused: Not on this day",
    )  # fmt: skip


async def test_a_platform_that_is_busy_for_long_fails_no_job(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, busy = [{"number": NUMBER, "numberType": "LONGCODE"}], iter([True] * 30)
    monkeypatch.setattr(queue, "_PLATFORM_PAUSE", 0.0)
    full = "gateway.services.bulk_jobs.queue.changes.is_full"
    monkeypatch.setattr(full, lambda *_: next(busy, False))

    async with attached(database) as world:
        job = await bulk_jobs.done(world.client, source={"rows": given})

    assert next(busy, None) is None  # more often than a chunk may fail
    assert (job["status"], bulk_jobs.counts(job)) == ("COMPLETED", {"imported": 1})


def asked_for(db: Connection) -> Any:
    """Ask a platform for a number of a connection, as a job does; return its row."""
    command = ImportNumber.of({"number": NUMBER, "number_type": "longcode"}, STRICT)
    [result] = imports.import_all(db, CALLER, [command], utc_now())
    assert isinstance(result, CommandResult)
    origins.record(db, CALLER.project_id, result.row.id, ORIGIN)
    return result.row


@pytest.mark.parametrize(("answer", "kept"), [(REFUSED, 0), ("", 1)], ids=["refused", "imported"])
async def test_a_number_that_the_platform_refuses_came_from_nowhere(
    database: str, answer: Any, kept: int
) -> None:
    opened = connect(database, busy_seconds=60)
    async with attached(database) as world:
        await world.control("always", answer)
        row = await opened.write(asked_for)
        await world.until("FAILED" if answer else "ACTIVE", str(row.id))
        found = await opened.read(lambda db: origins.of_numbers(db, CALLER.project_id, [row.id]))
    await opened.close()

    assert len(found) == kept
