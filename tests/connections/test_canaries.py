"""The secret of a connection is in nothing that anybody can read, whatever is asked."""

import asyncio
import io
import json
import logging
import re
import threading
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx2
import pytest
from sqlalchemy import MetaData

from gateway.database.database import connect
from gateway.observability.logging import LogHandler
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from tests import servers
from tests.canaries import PROVIDER_SECRET
from tests.conftest import PROJECT, ask, client_of
from tests.upstream.chaos import KEY

pytestmark = pytest.mark.anyio

ID = "MA0000"
BASIC = b64encode(f"{ID}:{PROVIDER_SECRET}".encode()).decode()
SECRETS = (PROVIDER_SECRET, BASIC)
GOOD = {"plivo": {"authId": ID, "authToken": PROVIDER_SECRET}}
LIST = [{"number": "14155550123", "alias": "Desk", "voice_enabled": True, "application": "/a/1/"}]
# What a refresh comes to, by the status of the account's answers.
CODES = {500: "provider_unreachable", 401: "provider_credentials", 200: "provider_credentials"}
SDL = (Path(__file__).parents[2] / "schema/schema.graphql").read_text()

PROBLEM = "... on Problem { __typename code message }"
CONNECTION = """id provider label accountRef secretHint status code refreshedAt refreshing
  numbers(first: 100) { nodes { externalId number state numberType capabilities name tags
    callHandler { __typename } messageHandler { __typename } losses { code field message }
    phoneNumber { number origin { externalId } } drift { field before after } } }"""
JOB = """id status code dryRun total processed createdAt finishedAt
  counts { imported updated unchanged differs failed pending }
  rows(first: 100) { nodes { place line number fate code message differs losses { code }
    fieldErrors { path code message } phoneNumber { number } } }"""
WRITES = {
    "connectProvider": f"... on ConnectProviderSuccess {{ connection {{ {CONNECTION} }} }}",
    "updateProviderConnection": "... on UpdateProviderConnectionSuccess { connection { id } }",
    "refreshProviderNumbers": "... on RefreshProviderNumbersSuccess { connection { id } }",
    "removeProviderConnection": "... on RemoveProviderConnectionSuccess { label }",
    "startImportJob": f"... on StartImportJobSuccess {{ job {{ uploadPath {JOB} }} }}",
    "startUpdateJob": f"... on StartUpdateJobSuccess {{ job {{ {JOB} }} }}",
    "cancelImportJob": f"... on CancelImportJobSuccess {{ job {{ {JOB} }} }}",
    "cancelUpdateJob": f"... on CancelUpdateJobSuccess {{ job {{ {JOB} }} }}",
}
BY_ID = {"cancelImportJob", "cancelUpdateJob"}
READS = {
    "providerConnections": f"{{ providerConnections(first: 10) {{ nodes {{ {CONNECTION} }} }} }}",
    "bulkJobs": f"{{ bulkJobs(first: 10) {{ nodes {{ ... on ImportJob {{ {JOB} }}\
      ... on UpdateJob {{ {JOB} }} }} }} }}",
    "importJob": f"query ($id: ID!) {{ importJob(id: $id) {{ {JOB} }} }}",
    "updateJob": f"query ($id: ID!) {{ updateJob(id: $id) {{ {JOB} }} }}",
    "node": f"query ($id: ID!) {{ node(id: $id) {{\
      ... on ProviderConnection {{ {CONNECTION} }} }} }}",
}
EVENTS = """{ phoneNumberEvents(first: 100) { nodes { type changes { field before after } } } }"""


def document(mutation: str) -> str:
    kind = "id: ID!" if mutation in BY_ID else f"input: {mutation[0].upper()}{mutation[1:]}Input!"
    name = kind.split(":", maxsplit=1)[0]
    selected = f"__typename {WRITES[mutation]} {PROBLEM}"
    return f"mutation (${kind}) {{ {mutation}({name}: ${name}) {{ {selected} }} }}"


class Account(BaseHTTPRequestHandler):
    """An account that quotes what it was sent in whatever it says."""

    status: ClassVar[int] = 200
    sent: ClassVar[list[str]] = []

    def do_GET(self) -> None:  # http.server names it
        header = str(self.headers["authorization"])
        self.sent.append(header)
        said = {"meta": {"next": None}, "objects": LIST, "error": f"{header} {PROVIDER_SECRET}"}
        body = json.dumps(said).encode()
        self.send_response(self.status, f"No-{PROVIDER_SECRET}")
        self.send_header("content-length", str(len(body)))
        self.send_header("retry-after", PROVIDER_SECRET)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def account() -> Iterator[str]:
    """The address of the account."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Account)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    Account.status = 200
    Account.sent.clear()
    server.shutdown()
    thread.join()
    server.server_close()


class Client:
    """Asks, and keeps all that is said."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client, self.said, self.asked = client, list[Any](), set[str]()

    async def write(self, mutation: str, **input_: Any) -> Any:
        """Run a mutation; return its answer, or None where it is an error."""
        variables = input_ if mutation in BY_ID else {"input": input_}
        body = await self._ask(mutation, document(mutation), variables)
        return (body.get("data") or {}).get(mutation)

    async def read(self, query: str, **variables: Any) -> Any:
        body = await self._ask(query, READS.get(query, query), variables)
        return (body.get("data") or {}).get(query)

    async def until(self, query: str, is_found: Callable[[Any], bool], id_: str) -> None:
        """Read an object until it is as it is sought."""
        end = time.monotonic() + servers.LIMIT
        while not is_found(found := await self.read(query, id=id_)):
            assert time.monotonic() < end, self.said[-1]
            await asyncio.sleep(0.05)
            assert found, self.said[-1]

    async def _ask(self, name: str, text: str, variables: dict[str, Any]) -> Any:
        body = await ask(self.client, text, **variables)
        self.said.append(body)
        self.asked.add(name)
        return body


@asynccontextmanager
async def watched(database: str, account: str) -> AsyncIterator[tuple[Client, io.StringIO]]:
    opened = connect(database)
    token = await Projects(opened).mint(PROJECT, "tester", ALL_SCOPES)
    await opened.close()
    settings = Settings(
        database_url=database, secret_keys=SecretKeys.read(KEY),
        provider_hosts=f"plivo={account}", log_level="DEBUG",
        connection_refresh_seconds=0.1, rate_limit=10**9,
    )  # fmt: skip
    log = io.StringIO()
    async with client_of(settings) as client:
        [handler] = [h for h in logging.getLogger().handlers if isinstance(h, LogHandler)]
        before = handler.setStream(log)
        client.headers["Authorization"] = f"Bearer {token.text}"
        yield Client(client), log
        handler.setStream(before)


def has(field: str, value: Any, found: Any) -> bool:
    return bool(found[field] == value)


async def connections(client: Client) -> str:
    """Ask for all of connections, right and wrong; return the id of one that stays."""
    made = await client.write("connectProvider", label="Old", credentials=GOOD)
    assert made, client.said
    id_ = made["connection"]["id"]
    await client.write("connectProvider", label="Old", credentials=GOOD)
    await client.write("connectProvider", label=PROVIDER_SECRET * 20, credentials=GOOD)
    wrong = {"plivo": {"authId": PROVIDER_SECRET, "authToken": PROVIDER_SECRET}}
    await client.write("updateProviderConnection", id=id_, credentials=wrong)
    for nonsense in ({**GOOD["plivo"], "more": 1}, {"authId": ID}, PROVIDER_SECRET):
        await client.write("connectProvider", label="Old", credentials={"plivo": nonsense})
    for Account.status, code in CODES.items():
        await client.write("connectProvider", label="Other", credentials=GOOD)
        await client.write("refreshProviderNumbers", id=id_)
        await client.until("node", partial(has, "code", code), id_)
    await client.write("updateProviderConnection", id=id_, label="New", credentials=GOOD)
    await client.until("node", lambda found: found["numbers"]["nodes"], id_)
    await client.write("refreshProviderNumbers", id=id_)
    await client.read("providerConnections")
    return str(id_)


async def jobs(client: Client, id_: str) -> None:
    """Ask for all of bulk jobs."""
    ended = partial(has, "status", "COMPLETED")
    for dry_run in (True, False):
        source = {"connection": {"connectionId": id_}}
        made = await client.write("startImportJob", source=source, dryRun=dry_run)
        job = made["job"]["id"]
        await client.until("importJob", ended, job)
        await client.write("cancelImportJob", id=job)
    changed = await client.write("startUpdateJob", filter={}, patch={"addTags": ["moved"]})
    await client.until("updateJob", ended, changed["job"]["id"])
    await client.write("cancelUpdateJob", id=changed["job"]["id"])
    await client.read("bulkJobs")


TEXT_INDEX = "fts_number"  # it stores no text, and the tables behind it are read


async def tables(database: str) -> str:
    """Return all that the database holds."""
    opened = connect(database)

    def read(db: Any) -> str:
        found = MetaData()
        found.reflect(db)
        readable = [t for t in found.sorted_tables if t.name != TEXT_INDEX]
        return " ".join(repr(db.execute(table.select()).all()) for table in readable)

    text = await opened.write(read)
    await opened.close()
    return text


async def test_no_answer_event_log_metric_or_table_has_the_secret(
    database: str, account: str
) -> None:
    async with watched(database, account) as (client, log):
        id_ = await connections(client)
        await jobs(client, id_)
        await client.read(EVENTS)
        stored = await tables(database)
        await client.write("removeProviderConnection", id=id_)
        metrics = (await client.client.get("/metrics")).text

    texts = json.dumps(client.said), log.getvalue(), metrics, stored
    types = {
        w["__typename"]
        for b in client.said
        for w in (b.get("data") or {}).values()
        if w and "__typename" in w
    }
    assert all(texts)
    assert [[s for s in SECRETS if s in text] for text in texts] == [[]] * 4
    assert {f"Basic {BASIC}"} <= {*Account.sent}  # the control: the account has it
    assert {"ConnectProviderSuccess", "ValidationFailed", "Rejected"} <= types
    assert client.asked >= {*WRITES, *READS}


def test_every_query_and_mutation_of_connections_and_jobs_is_asked() -> None:
    fields = {
        field
        for root in ("Query", "Mutation")
        for field in re.findall(r"^  (\w+)[(:]", _of_type(root), re.MULTILINE)
        if re.search("provider|connection|jobs?$", field, re.IGNORECASE)
    }

    assert fields == {*WRITES, *READS} - {"node"}


def _of_type(name: str) -> str:
    found = re.search(rf"^type {name} {{\n(.*?)\n}}", SDL, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]
