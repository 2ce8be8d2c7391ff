"""`viewer`: the token of the request says who is asking, for which project, and until when."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.services.projects import Projects
from gateway.settings import Settings
from schema.names import global_id
from tests.conftest import PROJECT, STRANGER, Execute, ask, client_of

pytestmark = pytest.mark.anyio

VIEWER = "{ viewer { project { __typename id uuid name } scopes tokenName expiresAt } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Project { name } } }"
OWN = {
    "__typename": "Project",
    "id": global_id("Project", PROJECT),
    "uuid": str(PROJECT),
    "name": "tests",
}


async def viewed(
    opened: Database, url: str, scopes: Collection[Scope], lifetime: timedelta | None = None
) -> dict[str, Any]:
    """Return the viewer of a new token."""
    minted = await Projects(opened).mint(PROJECT, "website", scopes, lifetime)
    async with client_of(Settings(database_url=url)) as client:
        client.headers["Authorization"] = f"Bearer {minted.text}"
        answer = await ask(client, VIEWER)
    viewer: dict[str, Any] = answer["data"]["viewer"]
    return viewer


async def test_a_token_learns_its_project_its_name_its_scopes_and_its_end(
    database: str, opened: Database
) -> None:
    before = utc_now()

    viewer = await viewed(opened, database, [Scope.HANDLERS_REVEAL], timedelta(hours=1))

    expires_at = viewer.pop("expiresAt")
    assert viewer == {"project": OWN, "scopes": ["handlers:reveal"], "tokenName": "website"}
    assert before.isoformat() < expires_at < (before + timedelta(hours=2)).isoformat()


async def test_an_admin_sees_all_scopes_that_admin_includes(
    database: str, opened: Database
) -> None:
    viewer = await viewed(opened, database, [Scope.ADMIN])

    assert viewer["scopes"] == [scope.value for scope in Scope]
    assert viewer["expiresAt"] is None


async def test_a_project_is_a_node_for_its_own_tokens_alone(execute: Execute) -> None:
    foreign, own = global_id("Project", STRANGER.project_id), OWN["id"]

    found = await execute(NODES, ids=[foreign, own, own])

    node = {"__typename": "Project", "id": own, "name": "tests"}
    assert found["nodes"] == [None, node, node]


async def test_a_foreign_project_that_exists_is_as_unknown_as_any(
    database: str, opened: Database
) -> None:
    await Projects(opened).create("theirs", STRANGER.project_id)

    async with client_of(Settings(database_url=database, open_access=True, project="tests")) as own:
        answer = await ask(own, NODES, ids=[global_id("Project", STRANGER.project_id)])

    assert answer["data"] == {"nodes": [None]}
    assert "errors" not in answer
