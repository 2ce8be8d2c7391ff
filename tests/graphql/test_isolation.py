"""Tenant isolation: every argument of the schema that takes an id is tried with a foreign one.

The places are read from the schema itself. A new one without a case fails the first test.
"""

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial
from uuid import UUID, uuid4

import httpx2
import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type

from gateway.connections import origins
from gateway.connections.origins import Origin
from gateway.database.database import Database
from gateway.domain.commands.bulk_jobs import StartImportJob, StartUpdateJob
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.webhooks import CreateWebhookEndpoint
from gateway.domain.enums import JobStatus
from gateway.domain.validation_policy import STRICT
from gateway.graphql.schema import core, schema
from gateway.models.bulk_job import BulkJob
from gateway.models.pagination import Window
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.connections import Connections
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from schema.names import global_id
from tests.conftest import CALLER, PROJECT, STRANGER, ask
from tests.connections.world import KEYRING, World
from tests.providers.account import Account
from tests.servers import LIMIT
from tests.webhooks.services import webhook_endpoints

pytestmark = pytest.mark.anyio

CANARY = "+442079460999"
NUMBER = "id number name version callHandler { __typename } events { nodes { number } }"
IMPORTED = {"source": {"rows": [{"number": CANARY, "number_type": "longcode"}]}}
UPDATED = {"filter": {}, "patch": {"add_tags": ["mine"]}}
PROBLEM = "__typename ... on Problem { code message }"
# How each place that takes an id is asked; where a document says $id, that id is tried.
CASES = {
    "Query.node(id)": (
        f"query ($id: ID!) {{ node(id: $id) {{ ... on PhoneNumber {{ {NUMBER} }} }} }}"
    ),
    "Query.nodes(ids)": (
        f"query ($id: ID!) {{ nodes(ids: [$id]) {{ ... on PhoneNumber {{ {NUMBER} }} }} }}"
    ),
    "Query.phoneNumber(id)": f"query ($id: ID!) {{ phoneNumber(id: $id) {{ {NUMBER} }} }}",
    "PhoneNumberFilter.ids": (
        "query ($id: ID!) { phoneNumbers(filter: {ids: [$id]}) "
        f"{{ totalCount nodes {{ {NUMBER} }} }} }}"
    ),
    "UpdatePhoneNumberInput.id": (
        'mutation ($id: ID!) { updatePhoneNumber(input: {id: $id, name: "Mine now"}) '
        f"{{ {PROBLEM} ... on UpdatePhoneNumberSuccess {{ phoneNumber {{ {NUMBER} }} }} }} }}"
    ),
    "CheckPhoneNumberHandlersInput.id": (
        "mutation ($id: ID!) { checkPhoneNumberHandlers(input: {id: $id}) "
        f"{{ {PROBLEM} ... on CheckPhoneNumberHandlersSuccess {{ checks {{ channel }} }} }} }}"
    ),
    "ReleasePhoneNumberInput.id": (
        "mutation ($id: ID!) { releasePhoneNumber(input: {id: $id}) "
        f"{{ {PROBLEM} ... on ReleasePhoneNumberSuccess {{ number }} }} }}"
    ),
    "ConnectionSourceInput.connectionId": (
        "mutation ($id: ID!) { startImportJob(input: {source: {connection: {connectionId: $id}}}) "
        f"{{ {PROBLEM} ... on StartImportJobSuccess {{ job {{ total }} }} }} }}"
    ),
    "PhoneNumberFilter.connectionId": (
        "query ($id: ID!) { phoneNumbers(filter: {connectionId: $id}) "
        "{ totalCount nodes { number } } }"
    ),
    "UpdateProviderConnectionInput.id": (
        'mutation ($id: ID!) { updateProviderConnection(input: {id: $id, label: "Mine now"}) '
        f"{{ {PROBLEM} ... on UpdateProviderConnectionSuccess {{ connection {{ label }} }} }} }}"
    ),
    "RefreshProviderNumbersInput.id": (
        "mutation ($id: ID!) { refreshProviderNumbers(input: {id: $id}) "
        f"{{ {PROBLEM} ... on RefreshProviderNumbersSuccess {{ connection {{ label }} }} }} }}"
    ),
    "RemoveProviderConnectionInput.id": (
        "mutation ($id: ID!) { removeProviderConnection(input: {id: $id}) "
        f"{{ {PROBLEM} ... on RemoveProviderConnectionSuccess {{ label }} }} }}"
    ),
}
# The other places where the id of another type of object is tried.
TYPES = {
    place: "ProviderConnection"
    for place in CASES
    if "Connection" in place or "ProviderNumbers" in place or "connectionId" in place
}
# The same for ids of bulk jobs, with the kind of job that is tried.
JOB_CASES = {
    "Query.importJob(id)": ("ImportJob", "query ($id: ID!) { importJob(id: $id) { total } }"),
    "Query.updateJob(id)": ("UpdateJob", "query ($id: ID!) { updateJob(id: $id) { total } }"),
    "Mutation.cancelImportJob(id)": (
        "ImportJob",
        f"mutation ($id: ID!) {{ cancelImportJob(id: $id) {{ {PROBLEM} }} }}",
    ),
    "Mutation.cancelUpdateJob(id)": (
        "UpdateJob",
        f"mutation ($id: ID!) {{ cancelUpdateJob(id: $id) {{ {PROBLEM} }} }}",
    ),
    "a job as a node": (
        "ImportJob",
        "query ($id: ID!) { node(id: $id) { ... on BulkJob { rows { nodes { number } } } } }",
    ),
    "an update job as a node": (
        "UpdateJob",
        "query ($id: ID!) { node(id: $id) { ... on BulkJob { rows { nodes { number } } } } }",
    ),
}

# The same for places that take the id of a webhook endpoint.
WEBHOOKS = {
    "UpdateWebhookEndpointInput.id": (
        "mutation ($id: ID!) { updateWebhookEndpoint(input: {id: $id, enabled: false}) "
        f"{{ {PROBLEM} ... on UpdateWebhookEndpointSuccess {{ endpoint {{ url }} }} }} }}"
    ),
    "DeleteWebhookEndpointInput.id": (
        "mutation ($id: ID!) { deleteWebhookEndpoint(input: {id: $id}) "
        f"{{ {PROBLEM} ... on DeleteWebhookEndpointSuccess {{ deletedId }} }} }}"
    ),
    "RotateWebhookSecretInput.id": (
        "mutation ($id: ID!) { rotateWebhookSecret(input: {id: $id}) "
        f"{{ {PROBLEM} ... on RotateWebhookSecretSuccess {{ secret }} }} }}"
    ),
    "SendTestWebhookInput.id": (
        "mutation ($id: ID!) { sendTestWebhook(input: {id: $id}) "
        f"{{ {PROBLEM} ... on SendTestWebhookSuccess {{ delivered }} }} }}"
    ),
    "RetryWebhookDeliveriesInput.id": (
        "mutation ($id: ID!) { retryWebhookDeliveries(input: {id: $id}) "
        f"{{ {PROBLEM} ... on RetryWebhookDeliveriesSuccess {{ retried }} }} }}"
    ),
}
# Streams, which have no end to compare: tests/graphql/test_subscriptions.py tries them.
STREAMED = {"Subscription.phoneNumberEvents(ids)"}
# Streams that end at once for a job that the project does not have.
JOB_STREAMS = {
    "Subscription.importJob(id)": (
        "ImportJob",
        "subscription ($id: ID!) { importJob(id: $id) { total rows { nodes { number } } } }",
    ),
    "Subscription.updateJob(id)": (
        "UpdateJob",
        "subscription ($id: ID!) { updateJob(id: $id) { total rows { nodes { number } } } }",
    ),
}


def places() -> Iterator[str]:
    """Yield every argument and input field of the schema that takes an id of ours."""
    for type_ in core(schema).type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            for name, inner in type_.fields.items():
                if get_named_type(inner.type).name == "ID":
                    yield f"{type_.name}.{name}"
        if isinstance(type_, GraphQLObjectType):
            for field_name, field in type_.fields.items():
                for name, argument in field.args.items():
                    if get_named_type(argument.type).name == "ID":
                        yield f"{type_.name}.{field_name}({name})"


def test_every_place_that_takes_an_id_has_a_case() -> None:
    jobs = {case for case in JOB_CASES if "." in case} | JOB_STREAMS.keys()
    assert set(places()) == {*CASES} | jobs | STREAMED | {*WEBHOOKS}


@pytest.fixture
def settings(database: str) -> Settings:
    """Without background work, which might refresh the connection at the same time."""
    return Settings(database_url=database, open_access=True, work=False)


@pytest.fixture
async def foreign(numbers: PhoneNumbers) -> UUID:
    """The id of a number that another project has."""
    asked = {"number": CANARY, "number_type": "longcode", "name": "Canary"}
    return (await numbers.import_number(STRANGER, ImportNumber.of(asked, STRICT))).row.id


@pytest.fixture
async def connection(opened: Database, foreign: UUID) -> UUID:
    """The id of a connection that another project has, which has listed the number and others."""
    w = World(opened, Account({}))
    w.has({"phone_number": CANARY}, {"sid": "PN2", "phone_number": CANARY[:-1] + "8"})
    connected = await w.connect(STRANGER, label="Canary")
    await w.refreshed(connected)
    origin = Origin(connected.id, "PN1", {}, "", ())
    record = partial(origins.record, project=STRANGER.project_id, number_id=foreign, origin=origin)
    await opened.write(record)
    return connected.id


@pytest.fixture
def theirs(foreign: UUID, connection: UUID) -> Mapping[str, UUID]:
    """The id of an object of each type that another project has."""
    return {"PhoneNumber": foreign, "ProviderConnection": connection}


@pytest.mark.parametrize("place", CASES)
@pytest.mark.parametrize("bare", [True, False], ids=["uuid", "global id"])
async def test_an_id_of_another_project_is_as_unknown_as_any(
    client: httpx2.AsyncClient,
    numbers: PhoneNumbers,
    theirs: Mapping[str, UUID],
    place: str,
    bare: bool,  # noqa: FBT001
) -> None:
    type_ = TYPES.get(place, "PhoneNumber")
    write = str if bare else partial(global_id, type_)
    tried = [write(theirs[type_]), write(uuid4())]

    answers = [
        (await client.post("/graphql", json={"query": CASES[place], "variables": {"id": text}}))
        for text in tried
    ]

    told = [
        (answer.status_code, answer.text.replace(text, "…"))
        for answer, text in zip(answers, tried, strict=True)
    ]
    assert told[0][1].partition('"extensions"')[0] == told[1][1].partition('"extensions"')[0]
    assert CANARY[:-1] not in answers[0].text
    assert "Canary" not in answers[0].text
    [row] = await numbers.get_many(STRANGER, [theirs["PhoneNumber"]])
    assert row is not None
    assert (row.name, row.version) == ("Canary", 1)


@pytest.mark.parametrize("place", [*WEBHOOKS, "Query.node(id)"])
async def test_a_webhook_endpoint_of_another_project_is_as_unknown_as_any(
    client: httpx2.AsyncClient, opened: Database, place: str
) -> None:
    service = webhook_endpoints(opened)
    asked = CreateWebhookEndpoint.of({"url": "https://canary.example.com/"}, STRICT)
    foreign = (await service.create(STRANGER, asked)).endpoint
    document = WEBHOOKS.get(place) or (
        "query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint "
        "{ url deliveries { nodes { status } } } } }"
    )

    answers = [
        await ask(client, document, id=global_id("WebhookEndpoint", id_))
        for id_ in (foreign.id, uuid4())
    ]

    assert answers[0]["data"] == answers[1]["data"]
    assert "canary" not in str(answers[0])
    assert await service.of_project(STRANGER) == [foreign]


@pytest.mark.parametrize("id_", [STRANGER.project_id, PROJECT], ids=["foreign", "own"])
async def test_only_the_own_project_is_a_node(client: httpx2.AsyncClient, id_: UUID) -> None:
    asked = "query ($id: ID!) { node(id: $id) { ... on Project { uuid } } }"

    answer = await ask(client, asked, id=global_id("Project", id_))

    assert answer["data"] == {"node": {"uuid": str(id_)} if id_ == PROJECT else None}


async def test_a_connection_of_another_project_is_no_node_and_in_no_list(
    client: httpx2.AsyncClient, opened: Database, connection: UUID
) -> None:
    asked = """query ($id: ID!) { providerConnections { id } node(id: $id) {
      ... on ProviderConnection { label numbers { nodes { number } } } } }"""
    tried = [global_id("ProviderConnection", id_) for id_ in (connection, uuid4())]

    answers = [await ask(client, asked, id=id_) for id_ in tried]

    assert [a["data"] for a in answers] == [{"providerConnections": [], "node": None}] * 2
    listed = Connections(opened, KEYRING, Account({}).open)
    assert [row.label for row in await listed.find_all(STRANGER)] == ["Canary"]


@pytest.mark.usefixtures("foreign")
async def test_lists_counts_events_and_checks_tell_nothing_of_another_project(
    client: httpx2.AsyncClient,
) -> None:
    everything = f"""
    query ($number: String!) {{
      phoneNumbers(filter: {{numberContains: "99"}}) {{ totalCount nodes {{ {NUMBER} }} }}
      phoneNumberEvents {{ nodes {{ number }} }}
      phoneNumber(number: $number) {{ {NUMBER} }}
      checkImport(input: {{number: $number, numberType: LONGCODE}}) {{ valid }}
    }}
    """

    answer = await ask(client, everything, number=CANARY)

    assert answer["data"] == {
        "phoneNumbers": {"totalCount": 0, "nodes": []},
        "phoneNumberEvents": {"nodes": []},
        "phoneNumber": None,
        "checkImport": {"valid": True},
    }


@pytest.mark.usefixtures("foreign")
async def test_two_projects_may_have_the_same_number(numbers: PhoneNumbers) -> None:
    asked = ImportNumber.of({"number": CANARY, "number_type": "longcode"}, STRICT)

    done = await numbers.import_number(CALLER, asked)

    assert done.row.project_id == PROJECT


async def test_a_cursor_of_another_project_opens_nothing(
    client: httpx2.AsyncClient, numbers: PhoneNumbers, foreign: UUID
) -> None:
    page = await numbers.page(STRANGER, Window(first=1))
    cursor = page.order.cursor(page.rows[0])
    listed = "query ($after: String) { phoneNumbers(after: $after) { nodes { id } } }"

    answer = await ask(client, listed, after=cursor)

    assert page.rows[0].id == foreign
    assert answer["data"] == {"phoneNumbers": {"nodes": []}}


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("case", JOB_CASES)
async def test_a_job_of_another_project_is_as_unknown_as_any(
    client: httpx2.AsyncClient, opened: Database, case: str
) -> None:
    type_name, document = JOB_CASES[case]
    jobs = BulkJobs(opened)
    job = await foreign_job(jobs, type_name)

    tried = [global_id(type_name, job.id), global_id(type_name, uuid4())]
    answers = [
        (await client.post("/graphql", json={"query": document, "variables": {"id": id_}}))
        for id_ in tried
    ]

    assert answers[0].json()["data"] == answers[1].json()["data"]
    assert CANARY not in answers[0].text
    after = (await jobs.get_many(STRANGER, [job.id]))[job.id]
    assert after.job.status is not JobStatus.CANCELLED


async def foreign_job(jobs: BulkJobs, type_name: str) -> BulkJob:
    """Start a job of another project."""
    started = {
        "ImportJob": partial(jobs.start_import, command=StartImportJob.of(IMPORTED, STRICT)),
        "UpdateJob": partial(jobs.start_update, command=StartUpdateJob.of(UPDATED, STRICT)),
    }
    return (await started[type_name](STRANGER)).progress.job


@pytest.mark.usefixtures("foreign")
@pytest.mark.parametrize("case", JOB_STREAMS)
async def test_a_job_of_another_project_is_followed_as_little_as_any(
    client: httpx2.AsyncClient, opened: Database, case: str
) -> None:
    type_name, document = JOB_STREAMS[case]
    job = await foreign_job(BulkJobs(opened), type_name)

    tried = [global_id(type_name, job.id), global_id(type_name, uuid4())]
    async with asyncio.timeout(LIMIT):  # the response has come once the stream has ended
        answers = [await streamed(client, document, id_) for id_ in tried]

    assert answers[0] == answers[1]
    assert "null" in answers[0]
    assert CANARY not in answers[0]


async def streamed(client: httpx2.AsyncClient, document: str, id_: str) -> str:
    """Return all that a subscription sends."""
    asked = {"query": document, "variables": {"id": id_}}
    headers = {"Accept": "text/event-stream"}
    return (await client.post("/graphql", json=asked, headers=headers)).text


async def test_jobs_of_another_project_are_not_listed(
    client: httpx2.AsyncClient, opened: Database
) -> None:
    await BulkJobs(opened).start_import(STRANGER, StartImportJob.of(IMPORTED, STRICT))

    answer = await ask(client, "{ bulkJobs { nodes { id } } }")

    assert answer["data"] == {"bulkJobs": {"nodes": []}}
