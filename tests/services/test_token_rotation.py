"""Idempotency keys belong to a project and a token's name: a retry may come with its next token."""

from typing import Any

import pytest

from gateway.database.database import Database
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from tests.conftest import PROJECT, client_of
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = pytest.mark.anyio

ASKED = {"number": "+14155550123", "numberType": "LONGCODE", "idempotencyKey": "order-1"}


async def test_a_retry_with_the_next_token_of_the_name_gets_the_result_of_the_first(
    database: str, opened: Database
) -> None:
    projects = Projects(opened)
    elsewhere = await projects.create("elsewhere")
    old, new, other, stranger = [
        await projects.mint(project, name, ALL_SCOPES)
        for project, name in (
            (PROJECT, "dashboard"), (PROJECT, "dashboard"), (PROJECT, "importer"),
            (elsewhere.id, "dashboard"),
        )
    ]  # fmt: skip

    async with client_of(Settings(database_url=database)) as client:

        async def asked(token: str) -> Any:
            answer = await client.post(
                "/graphql",
                json={"query": IMPORT, "variables": {"input": ASKED}},
                headers={"Authorization": f"Bearer {token}"},
            )
            return answer.json()["data"]["importPhoneNumber"]

        first = await asked(old.text)
        await projects.revoke(old.row.id)
        again = await asked(new.text)
        taken, own = await asked(other.text), await asked(stranger.text)

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["phoneNumber"] == first["phoneNumber"]
    assert taken["__typename"] == "NumberTaken"
    assert own["replayed"] is False
    assert own["phoneNumber"]["uuid"] != first["phoneNumber"]["uuid"]
