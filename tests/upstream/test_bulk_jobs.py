"""Bulk jobs of an attached project: a row is pending until the platform has confirmed it."""

import pytest

from tests import bulk_jobs
from tests.upstream.attached import attached

pytestmark = pytest.mark.anyio

ROWS = 3


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
