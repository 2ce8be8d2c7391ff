"""Import jobs from a connection: numbers come with their origin, and rows say what was lost."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.domain.commands.bulk_jobs import StartImportJob
from gateway.domain.enums import Scope
from gateway.domain.validation_policy import STRICT
from gateway.errors import ConnectionNotFound, Forbidden, Invalid
from gateway.models.pagination import Window
from gateway.services.bulk_jobs.jobs import BulkJobs, JobLimits
from gateway.services.bulk_jobs.queue import BulkJobQueue
from tests.conftest import CALLER, STRANGER
from tests.connections.world import SECOND, World, world

pytestmark = pytest.mark.anyio


@pytest.fixture
async def w(database: str) -> AsyncIterator[World]:
    async with world(database) as made:
        yield made


async def rows(w: World, caller: Any = CALLER, **source: Any) -> list[Any]:
    """Start a job from a connection, run it to its end, and return its rows."""
    dry_run = source.pop("dry_run", False)
    command = StartImportJob.of({"source": {"connection": source}, "dry_run": dry_run}, STRICT)
    jobs = BulkJobs(w.database, STRICT, JobLimits())
    job = (await jobs.start_import(caller, command)).progress.job
    queue = BulkJobQueue(w.database, STRICT, lambda *_: None)
    while claimed := await queue.claim(20):
        for work in claimed:
            await work()
    return list((await jobs.rows(caller, job.id, Window(100))).rows)


def fates(found: list[Any]) -> list[tuple[str, str, list[str]]]:
    lost = [[loss[0] for loss in (row.detail or {}).get("losses", [])] for row in found]
    return [(row.number, row.fate.value, x) for row, x in zip(found, lost, strict=True)]


async def test_all_that_is_new_is_imported_with_its_origin_and_its_losses(w: World) -> None:
    w.has({"bundle_sid": "BU1"}, SECOND, {"sid": "PN3", "phone_number": "12345"})
    connection = await w.connect()
    await w.refreshed(connection)

    tried = await rows(w, connection_id=connection.id, dry_run=True)
    before = await w.listed(connection, "new")
    done = await rows(w, connection_id=connection.id)

    expected = [
        ("+14155550123", "imported", ["regulatory_not_portable"]),
        ("+14155550124", "imported", []),
    ]
    assert fates(tried) == fates(done) == expected
    assert len(before) == 2
    assert await w.listed(connection, "imported") == [("PN1", "imported"), ("PN2", "imported")]
    [origin] = await w.provider_numbers.origins_of(CALLER, [done[0].number_id])
    assert origin is not None
    assert (origin.connection_id, origin.external_id) == (connection.id, "PN1")


async def test_a_chosen_number_that_is_not_listed_fails_alone(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)

    done = await rows(
        w, connection_id=connection.id, external_ids=["PN9", "PN2"], copy_handlers=False
    )

    assert fates(done) == [("PN9", "failed", []), ("+14155550124", "imported", [])]
    assert done[0].detail["code"] == "not_listed"
    number = await w.numbers.find(CALLER, "+14155550124")
    assert number is not None
    assert (number.name, number.call_handler) == ("Back office", None)


async def test_what_is_there_already_keeps_its_origin(w: World) -> None:
    connection = await w.connect()
    await w.refreshed(connection)
    await w.imported(connection)

    again = await rows(w, connection_id=connection.id, external_ids=["PN1"])

    assert fates(again) == [("+14155550123", "unchanged", [])]
    with pytest.raises(Invalid):
        await rows(w, connection_id=connection.id)


async def test_a_connection_of_another_project_and_a_missing_scope_are_refused(w: World) -> None:
    connection = await w.connect()
    writer = CALLER._replace(scopes=frozenset({Scope.NUMBERS_WRITE, Scope.NUMBERS_READ}))

    with pytest.raises(ConnectionNotFound):
        await rows(w, STRANGER, connection_id=connection.id)
    with pytest.raises(Forbidden):
        await rows(w, writer, connection_id=connection.id)
