"""Authorization of mutations: refused before the write, or executed with a complete response.

The fields are read from the schema. A field whose service demands a scope and that does not declare
it fails the first test.
"""

from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final

import httpx2
import pytest
from graphql import (
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.graphql.schema import core, schema
from gateway.services.projects import Projects
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, client_of

pytestmark = [pytest.mark.anyio, ON_SQLITE]

NUMBER: Final = "+14155550123"
UNKNOWN: Final = "3f2a1b4c-0000-4000-8000-000000000002"  # no connection has this id
INPUTS: Final = {
    "importPhoneNumber": f'{{number: "{NUMBER}", numberType: LONGCODE}}',
    "updatePhoneNumber": '{id: "$id", name: "Mine now"}',
    "releasePhoneNumber": '{id: "$id"}',
    "attachUpstream": (
        '{space: "acme.signalwire.com", projectId: "3f2a1b4c-0000-4000-8000-000000000001", '
        'apiToken: "not-a-token-of-anything"}'
    ),
    "checkHandler": '{callHandler: {relayTopic: {topic: "office"}}}',
    "checkPhoneNumberHandlers": '{id: "$id"}',
    "createWebhookEndpoint": '{url: "https://example.com/events"}',
    "updateWebhookEndpoint": '{id: "$id", enabled: false}',
    "deleteWebhookEndpoint": '{id: "$id"}',
    "rotateWebhookSecret": '{id: "$id"}',
    "sendTestWebhook": '{id: "$id"}',
    "retryWebhookDeliveries": '{id: "$id"}',
    "connectProvider": (
        '{label: "Old", credentials: {plivo: {authId: "MA0000", authToken: "not-a-token"}}}'
    ),
    "updateProviderConnection": f'{{id: "{UNKNOWN}", label: "New"}}',
    "refreshProviderNumbers": f'{{id: "{UNKNOWN}"}}',
    "removeProviderConnection": f'{{id: "{UNKNOWN}"}}',
}
JOBS: Final = {
    "startImportJob": f'{{source: {{rows: [{{number: "{NUMBER}", numberType: LONGCODE}}]}}}}',
    "startUpdateJob": '{filter: {}, patch: {addTags: ["mine"]}, dryRun: true}',
}
NO_INPUT: Final = {"detachUpstream", "syncUpstream"}


def mutations() -> Mapping[str, Any]:
    root: Any = core(schema).mutation_type
    fields: Mapping[str, Any] = root.fields
    return fields


def paths() -> Iterator[tuple[str, str]]:
    """Yield each mutation with a selection for each field that its answer may have."""
    for name, field in mutations().items():
        for selection in _selections(get_named_type(field.type)):
            yield name, selection


def _selections(type_: Any) -> Iterator[str]:
    """Select each object that can be reached, once, by its shortest path, with all its values."""
    waiting, seen = deque([(type_, "", "")]), set[tuple[str, str]]()
    while waiting:
        reached, before, after = waiting.popleft()
        if is_abstract_type(reached):
            for member in core(schema).get_possible_types(reached):
                waiting.append((member, f"{before}... on {member.name} {{ ", f" }}{after}"))
            continue
        yield f"{before}{' '.join(['__typename', *_values(reached)])}{after}"
        for name, held in _objects(reached):
            if (reached.name, name) not in seen:
                seen.add((reached.name, name))
                waiting.append((held, f"{before}{name} {{ ", f" }}{after}"))


def _values(type_: Any) -> list[str]:
    return [n for n, field in type_.fields.items() if is_leaf_type(get_named_type(field.type))]


def _objects(type_: Any) -> list[tuple[str, Any]]:
    named = ((name, get_named_type(field.type)) for name, field in type_.fields.items())
    return [(name, held) for name, held in named if not is_leaf_type(held)]


@pytest.fixture
async def writer(database: str, opened: Database) -> AsyncIterator[httpx2.AsyncClient]:
    """A client whose token may write and manage whatever there is, and read nothing."""
    scopes = [
        Scope.NUMBERS_WRITE,
        Scope.UPSTREAM_MANAGE,
        Scope.CONNECTIONS_MANAGE,
        Scope.WEBHOOKS_MANAGE,
    ]
    minted = await Projects(opened).mint(PROJECT, "writer", scopes)
    async with client_of(
        Settings(database_url=database, rate_limit=0, work=False, jobs_at_once=10_000)
    ) as client:
        client.headers["Authorization"] = f"Bearer {minted.text}"
        yield client


@pytest.fixture
async def reader(database: str, opened: Database) -> AsyncIterator[httpx2.AsyncClient]:
    """A client that may read, to see what was written."""
    minted = await Projects(opened).mint(PROJECT, "reader", [Scope.NUMBERS_READ])
    async with client_of(
        Settings(database_url=database, rate_limit=0, work=False, jobs_at_once=10_000)
    ) as client:
        client.headers["Authorization"] = f"Bearer {minted.text}"
        yield client


async def sent(client: httpx2.AsyncClient, text: str, **variables: Any) -> dict[str, Any]:
    response = await client.post("/graphql", json={"query": text, "variables": variables})
    answer: dict[str, Any] = response.json()
    return answer


async def written(reader: httpx2.AsyncClient) -> Any:
    """Return how often anything was written, and the newest number."""
    text = "{ phoneNumberEvents(first: 100) { edges { cursor } } phoneNumbers { nodes { id } } }"
    data = (await sent(reader, text))["data"]
    return len(data["phoneNumberEvents"]["edges"]), data["phoneNumbers"]["nodes"]


async def mutated(writer: httpx2.AsyncClient, reader: httpx2.AsyncClient, name: str) -> str:
    """Prepare a number where the mutation needs one, and return the mutation's arguments."""
    if name in NO_INPUT:
        return ""
    if name in JOBS:
        return f"(input: {JOBS[name]})"
    if name.startswith("cancel"):
        start = name.replace("cancel", "start")
        selection = f"... on {_success(start)} {{ job {{ id }} }}"
        started = f"mutation {{ {start}(input: {JOBS[start]}) {{ {selection} }} }}"
        job = (await sent(writer, started))["data"][start]["job"]
        return f'(id: "{job["id"]}")'
    return f"(input: {await _input(writer, reader, name)})"


def _success(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}Success"


async def _input(writer: httpx2.AsyncClient, reader: httpx2.AsyncClient, name: str) -> str:
    _, nodes = await written(reader)
    if name == "importPhoneNumber":
        if nodes:
            await sent(
                writer,
                f'mutation {{ releasePhoneNumber(input: {{id: "{nodes[0]["id"]}"}}) '
                "{ __typename } }",
            )
        return INPUTS[name]
    if not nodes:
        asked = INPUTS["importPhoneNumber"]
        await sent(writer, f"mutation {{ importPhoneNumber(input: {asked}) {{ __typename }} }}")
        _, nodes = await written(reader)
    return INPUTS[name].replace("$id", nodes[0]["id"])


async def is_done_or_refused(
    writer: httpx2.AsyncClient, reader: httpx2.AsyncClient, name: str, selection: str
) -> bool:
    """Tell whether a refused mutation wrote nothing, and any other was answered whole."""
    given = await mutated(writer, reader, name)
    before, _ = await written(reader)
    answer = await sent(writer, f"mutation {{ {name}{given} {{ {selection} }} }}")
    after, _ = await written(reader)
    return after == before if "errors" in answer else answer["data"][name] is not None


@pytest.mark.parametrize("name", mutations())
async def test_no_field_of_an_answer_is_forbidden_after_the_mutation_was_done(
    writer: httpx2.AsyncClient, reader: httpx2.AsyncClient, name: str
) -> None:
    selections = [selection for mutation, selection in paths() if mutation == name]

    failed = [s for s in selections if not await is_done_or_refused(writer, reader, name, s)]

    assert failed == []
    assert selections


async def test_a_field_that_does_not_declare_its_scope_is_found(
    writer: httpx2.AsyncClient, reader: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr("gateway.graphql.authorization.scope_of", lambda _: None)
    selection = "... on ImportPhoneNumberSuccess { phoneNumber { events { __typename } } }"

    assert not await is_done_or_refused(writer, reader, "importPhoneNumber", selection)


async def test_a_mutation_whose_answer_may_not_be_read_is_refused_and_writes_nothing(
    writer: httpx2.AsyncClient, reader: httpx2.AsyncClient
) -> None:
    events = "{ ... on ImportPhoneNumberSuccess { phoneNumber { ...E } } }"
    fragment = "fragment E on PhoneNumber { events { nodes { type } } }"
    text = f"mutation {{ importPhoneNumber(input: {INPUTS['importPhoneNumber']}) {events} }}"

    response = await writer.post("/graphql", json={"query": f"{text} {fragment}"})

    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert await written(reader) == (0, [])


@pytest.mark.parametrize(("yes", "refused"), [(True, True), (False, False)])
async def test_what_a_condition_leaves_out_demands_nothing(
    writer: httpx2.AsyncClient,
    reader: httpx2.AsyncClient,
    yes: bool,  # noqa: FBT001
    refused: bool,  # noqa: FBT001
) -> None:
    text = (
        f"mutation ($yes: Boolean!) {{ importPhoneNumber(input: {INPUTS['importPhoneNumber']}) {{ "
        "__typename ... on ImportPhoneNumberSuccess @include(if: $yes) { "
        "phoneNumber { events { nodes { type } } } } } }"
    )

    answer = await sent(writer, text, yes=yes)

    assert ("errors" in answer) is refused
    assert (await written(reader))[0] == (0 if refused else 1)


async def test_the_record_that_a_write_makes_needs_no_scope_to_read(
    writer: httpx2.AsyncClient,
) -> None:
    """What was written was the caller's own; the rest of the project is not."""
    path = "/api/relay/rest"
    body = {"number": NUMBER, "number_type": "longcode"}

    made = await writer.post(f"{path}/imported_phone_numbers", json=body)
    read = await writer.get(f"{path}/phone_numbers/{made.json()['id']}")

    assert made.status_code == 201
    assert made.json()["number"] == NUMBER
    assert read.status_code == 403
