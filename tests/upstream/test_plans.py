"""PostgreSQL plans a prepared statement for any values, once it was sent some times."""

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.upstream.attached import RELEASE, UPDATE, attached

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]


async def test_changes_are_opened_and_carried_by_such_plans_too(database: str) -> None:
    admin = await asyncpg.connect(database)
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f'ALTER DATABASE "{name}" SET plan_cache_mode = force_generic_plan')
    await admin.close()

    async with attached(database) as world:
        number = await world.active(callHandler={"relayTopic": {"topic": "office"}})
        updated = await world.ask(UPDATE, id=number["id"], name="Desk")
        released = await world.ask(RELEASE, id=number["id"])

    assert updated["__typename"] == "UpdatePhoneNumberSuccess"
    assert (released["__typename"], released["phoneNumber"]) == ("ReleasePhoneNumberSuccess", None)
