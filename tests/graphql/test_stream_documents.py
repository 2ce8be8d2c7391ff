"""Persisted and trusted documents, over event streams and WebSockets as over plain requests."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pytest

from gateway.database.database import Database
from tests import servers
from tests.conftest import ON_SQLITE
from tests.projects import Project
from tests.sockets import Socket, connected
from tests.streams import FOLLOW, START, streaming

pytestmark = [pytest.mark.anyio, ON_SQLITE]

HASH: Final = hashlib.sha256(FOLLOW.encode()).hexdigest()
BY_HASH: Final = {
    "variables": {"after": START},
    "extensions": {"persistedQuery": {"version": 1, "sha256Hash": HASH}},
}
BY_ID: Final = {"documentId": "follow", "variables": {"after": START}}
OTHER_TEXT: Final = {"query": "subscription { phoneNumberEvents { cursor } }"}


async def of_stream(url: str, token: str, body: dict[str, Any]) -> Any:
    """Return the first result of an event stream."""
    async with streaming(url, body, token=token) as stream:
        return (await stream.next()).data


async def of_socket(socket: Socket, body: dict[str, Any]) -> Any:
    """Return the first result, or the errors, of an operation, which is ended then."""
    await socket.send(id="1", type="subscribe", payload=body)
    message = await socket.receive()
    if message["type"] == "error":
        return {"errors": message["payload"]}
    await socket.send(id="1", type="complete")
    return message["payload"]


def number(result: Any) -> str:
    found: str = result["data"]["phoneNumberEvents"]["number"]
    return found


def code(result: Any) -> str:
    found: str = result["errors"][0]["extensions"]["code"]
    return found


async def test_a_persisted_subscription_is_known_by_its_hash_to_both(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    [added] = await project.add(1)
    with servers.serving(tmp_path / "log", database_url=database) as server:
        async with connected(server.url, project.token) as socket:
            unknown = [
                await of_stream(server.url, project.token, BY_HASH),
                await of_socket(socket, BY_HASH),
            ]
            stored = await of_stream(server.url, project.token, {"query": FOLLOW, **BY_HASH})
            known = [
                await of_stream(server.url, project.token, BY_HASH),
                await of_socket(socket, BY_HASH),
            ]

    assert [code(result) for result in unknown] == ["PERSISTED_QUERY_NOT_FOUND"] * 2
    assert [number(result) for result in (stored, *known)] == [added] * 3


async def test_where_only_trusted_documents_run_both_take_their_ids_and_no_other_text(
    database: str, opened: Database, tmp_path: Path
) -> None:
    project = await Project.make(opened)
    [added] = await project.add(1)
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps({"follow": FOLLOW}))
    with servers.serving(
        tmp_path / "log",
        database_url=database,
        trusted_documents=str(manifest),
        trusted_only="true",
    ) as server:
        async with connected(server.url, project.token) as socket:
            by_id, by_text = [
                [
                    await of_stream(server.url, project.token, body),
                    await of_socket(socket, body),
                ]
                for body in (BY_ID, OTHER_TEXT)
            ]

    assert [number(result) for result in by_id] == [added] * 2
    assert [code(result) for result in by_text] == ["PERSISTED_DOCUMENT_REQUIRED"] * 2
