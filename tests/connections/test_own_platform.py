"""SignalWire's adapter against another numbergate, and GraphQL from the connection to the drift."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from gateway.database.database import connect
from gateway.domain import platform_record
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from tests import servers
from tests.conftest import ON_SQLITE, PROJECT, ask, client_of, migrate
from tests.upstream.chaos import KEY
from tests.upstream.test_own_platform import handlers

pytestmark = [pytest.mark.anyio, ON_SQLITE]

CONNECT = """mutation ($input: ConnectProviderInput!) { connectProvider(input: $input) {
  ... on ConnectProviderSuccess { connection { id provider accountRef secretHint status } }
  ... on Problem { code message } } }"""
NUMBERS = """query ($id: ID!) { node(id: $id) { ... on ProviderConnection {
  label status code refreshedAt refreshing numbers(first: 100) { pageInfo { hasNextPage } nodes {
    externalId number state name numberType capabilities losses { code field message }
    callHandler { __typename } messageHandler { __typename } drift { field before after }
    phoneNumber { name origin { externalId connection { label } losses { code } } } } } } } }"""
START = """mutation ($input: StartImportJobInput!) { startImportJob(input: $input) {
  ... on StartImportJobSuccess { job { id } } ... on Problem { code message } } }"""
JOB = "query ($id: ID!) { node(id: $id) { ... on ImportJob { status } } }"
FILTERED = """query ($id: ID!) { phoneNumbers(filter: {connectionId: $id}) { totalCount } }"""


@dataclass
class Pair:
    """A client of ours, a client of the other's REST API, and its token."""

    ours: httpx2.AsyncClient
    theirs: httpx2.AsyncClient
    token: str
    said: list[Any]

    async def ask(self, document: str, **variables: Any) -> Any:
        body = await ask(self.ours, document, **variables)
        assert "errors" not in body, body
        self.said.append(body)
        [answer] = body["data"].values()
        return answer

    async def until(self, document: str, id_: str, field: str, value: Any) -> Any:
        """Wait until a field of an object has a value, and return the object."""
        end = time.monotonic() + servers.LIMIT
        while (found := await self.ask(document, id=id_))[field] != value:
            assert time.monotonic() < end, found
            await asyncio.sleep(0.1)
        return found

    async def put(self, number: str, handler: dict[str, Any]) -> None:
        """Give the other project a number with a handler."""
        given = {"number": number, "number_type": "longcode"}
        record = (await self.theirs.post("/imported_phone_numbers", json=given)).json()
        body = platform_record.to_update({}, handler)
        answer = await self.theirs.put(f"/phone_numbers/{record['id']}", json=body)
        assert answer.status_code == 200, answer.text


@pytest.fixture
async def pair(database: str, tmp_path: Path) -> AsyncIterator[Pair]:
    """One instance on the *database*, whose SignalWire is another on a file of its own."""
    url = f"sqlite:///{tmp_path}/platform.db"
    await migrate(url)
    tokens = []
    for address in (url, database):
        opened = connect(address)
        tokens.append((await Projects(opened).mint(PROJECT, "tester", ALL_SCOPES)).text)
        await opened.close()
    with servers.serving(tmp_path / "log", database_url=url, open_access="false") as other:
        settings = Settings(
            database_url=database, secret_keys=SecretKeys.read(KEY), operation_seconds=300,
            provider_hosts=f"signalwire={other.url.removeprefix('http://')}",
        )  # fmt: skip
        rest, auth = f"{other.url}/api/relay/rest", (str(PROJECT), tokens[0])
        async with (
            client_of(settings) as client,
            httpx2.AsyncClient(base_url=rest, auth=auth, timeout=60) as theirs,
        ):
            client.headers["Authorization"] = f"Bearer {tokens[1]}"
            yield Pair(client, theirs, tokens[0], [])


async def test_every_settable_kind_moves_from_one_numbergate_to_another(pair: Pair) -> None:
    kinds = list(handlers())
    for n, (setting, handler) in enumerate(kinds):
        await pair.put(f"+141555501{n:02}", {setting: handler})
    given = {"space": "old.signalwire.com", "projectId": str(PROJECT), "apiToken": pair.token}
    asked = {"label": "Old space", "credentials": {"signalwire": given}}

    connection = (await pair.ask(CONNECT, input=asked))["connection"]
    listed = await pair.until(NUMBERS, connection["id"], "refreshing", value=False)
    source = {"connection": {"connectionId": connection["id"]}}
    job = (await pair.ask(START, input={"source": source}))["job"]
    await pair.until(JOB, job["id"], "status", "COMPLETED")
    after = await pair.ask(NUMBERS, id=connection["id"])
    filtered = await pair.ask(FILTERED, id=connection["id"])

    assert connection["accountRef"] == f"old.signalwire.com/{PROJECT}"
    assert (listed["status"], listed["code"]) == ("ACTIVE", None)
    nodes = listed["numbers"]["nodes"]
    assert [(n["state"], n["drift"]) for n in nodes] == [("NEW", [])] * len(kinds)
    sides = ["callHandler" if n["callHandler"] else "messageHandler" for n in nodes]
    assert sides == ["callHandler" if s == "call_handler" else "messageHandler" for s, _ in kinds]
    states = {(n["state"], len(n["drift"])) for n in after["numbers"]["nodes"]}
    assert (states, filtered["totalCount"]) == ({("IMPORTED", 0)}, len(kinds))
    origins = [n["phoneNumber"]["origin"] for n in after["numbers"]["nodes"]]
    assert {o["connection"]["label"] for o in origins} == {"Old space"}
    assert pair.token not in json.dumps(pair.said)
