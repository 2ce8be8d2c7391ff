"""Subscriptions over server-sent events: each event once, in order, of the own project only."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.services.projects import Projects
from schema.names import global_id
from tests import servers
from tests.projects import Project
from tests.servers import Server
from tests.streams import FOLLOW, Stream, following

pytestmark = pytest.mark.anyio


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    """A server on the database; the tests write to it through a process of their own."""
    with servers.serving(
        tmp_path / "log", database_url=database, project_subscribers="3", recheck_seconds="0.2"
    ) as started:
        yield started


@pytest.fixture
async def project(opened: Database) -> Project:
    return await Project.make(opened)


async def test_events_come_as_they_happen_and_in_their_order(
    server: Server, project: Project
) -> None:
    await project.add(1)
    async with following(server.url, token=project.token) as stream:
        added = await project.add(5, start=1)

        assert await stream.numbers(5) == added
    assert stream.response.headers["content-type"] == "text/event-stream; charset=utf-8"


async def test_a_client_that_comes_back_misses_nothing_and_hears_nothing_twice(
    server: Server, project: Project
) -> None:
    async with following(server.url, token=project.token) as stream:
        before = await project.add(3)
        heard = await stream.numbers(2)
    missed = await project.add(250, start=3)

    async with following(server.url, token=project.token, resume=stream.cursor) as resumed:
        heard += await resumed.numbers(251)
        later = await project.add(2, start=300)
        heard += await resumed.numbers(2)

    assert heard == before + missed + later


async def test_the_argument_after_does_what_the_header_does(
    server: Server, project: Project
) -> None:
    added = await project.add(3)
    async with following(server.url, token=project.token, resume="WyJldmVudHMiLDBd") as stream:
        assert await stream.numbers(3) == added

    first = stream.seen[0].id
    async with following(server.url, token=project.token, after=first) as resumed:
        assert await resumed.numbers(2) == added[1:]


async def test_types_and_ids_choose_events_that_were_missed_and_that_come(
    server: Server, project: Project
) -> None:
    row, other = [await project.import_number(f"+1415555010{n}") for n in range(2)]
    await project.rename(row, "Desk")
    await project.rename(other, "Shop")
    async with (
        following(
            server.url,
            token=project.token,
            resume="WyJldmVudHMiLDBd",
            types=["UPDATED", "RELEASED"],
            ids=[global_id("PhoneNumber", row.id)],
        ) as chosen,
        following(
            server.url, token=project.token, resume="WyJldmVudHMiLDBd", types=["UPDATED"]
        ) as updates,
    ):
        assert await chosen.numbers(1) == [row.number]
        assert await updates.numbers(2) == [row.number, other.number]
        await project.release(other)
        await project.rename(row, "Kitchen")
        await project.release(row)

        assert await chosen.numbers(2) == [row.number, row.number]
        assert await updates.numbers(1) == [row.number]
    assert [e.data["data"]["phoneNumberEvents"]["type"] for e in chosen.seen] == [
        "UPDATED", "UPDATED", "RELEASED",
    ]  # fmt: skip


async def test_an_event_shows_the_number_as_it_is_then(server: Server, project: Project) -> None:
    row = await project.import_number("+14155550100")
    document = "subscription { phoneNumberEvents { phoneNumber { name } } }"

    async with following(server.url, document, token=project.token) as stream:
        names = list[str | None]()
        for name in ("Desk", "Shop"):
            await project.rename(row, name)
            event = await stream.next()
            names.append(event.data["data"]["phoneNumberEvents"]["phoneNumber"]["name"])

    assert names == ["Desk", "Shop"]


async def test_a_project_hears_nothing_of_another_one(
    server: Server, project: Project, opened: Database
) -> None:
    other = await Project.make(opened)
    ids = [global_id("PhoneNumber", (await project.import_number("+14155550199")).id)]
    async with (
        following(server.url, token=other.token) as stream,
        following(server.url, token=other.token, ids=ids) as by_foreign_id,
    ):
        await project.add(100)
        last = await other.import_number("+442079460000")

        assert await stream.numbers(1) == [last.number]
        assert by_foreign_id.seen == []


async def refuses(server: Server, project: Project) -> bool:
    """Tell whether one more subscription is refused."""
    async with following(server.url, token=project.token) as stream:
        return stream.response.status_code == httpx2.codes.TOO_MANY_REQUESTS


async def test_a_project_has_as_many_subscriptions_as_it_may_have(
    server: Server, project: Project, opened: Database
) -> None:
    other = await Project.make(opened)
    async with (
        following(server.url, token=project.token),
        following(server.url, token=project.token),
        following(server.url, token=project.token) as third,
        following(server.url, token=project.token) as refused,
        following(server.url, token=other.token) as admitted,
    ):
        body = json.loads(await refused.response.aread())
        assert (third.response.status_code, admitted.response.status_code) == (200, 200)
    async with asyncio.timeout(servers.LIMIT):
        while await refuses(server, project):  # until it has noticed that the others have left
            await asyncio.sleep(0.05)

    assert refused.response.status_code == httpx2.codes.TOO_MANY_REQUESTS
    assert body["errors"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"
    assert refused.response.headers["retry-after"] == "10"


async def test_a_revoked_token_ends_the_stream(
    server: Server, project: Project, opened: Database
) -> None:
    async with following(server.url, token=project.token) as stream:
        await Projects(opened).revoke(project.token_id)

        told, complete = await stream.next(), await stream.next()
        with pytest.raises(StopAsyncIteration):
            await stream.next()

    assert told.data["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert complete.type == "complete"


async def test_a_token_without_the_scope_of_a_field_is_refused_at_once(
    server: Server, opened: Database
) -> None:
    writer = await Project.make(opened, frozenset({Scope.NUMBERS_WRITE}))

    async with following(server.url, token=writer.token) as stream:
        told, complete = await stream.next(), await stream.next()

    assert told.data["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert complete.type == "complete"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("subscription { phoneNumberEvents { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ('subscription { phoneNumberEvents(after: "x") { type } }', "INVALID_PAGE"),
        ('subscription { phoneNumberEvents(ids: ["x"]) { type } }', "INVALID_ID"),
        ("subscription { phoneNumberEvents(ids: []) { type } }", "VALIDATION_FAILED"),
        ("subscription { a: phoneNumberEvents { type } b: phoneNumberEvents { type } }",
         "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)  # fmt: skip
async def test_an_invalid_subscription_is_an_error_and_complete(
    server: Server, project: Project, document: str, code: str
) -> None:
    async with following(server.url, document, token=project.token) as stream:
        told, complete = await stream.next(), await stream.next()
        with pytest.raises(StopAsyncIteration):
            await stream.next()

    assert told.data["errors"][0]["extensions"]["code"] == code
    assert complete.type == "complete"


async def test_a_query_over_an_event_stream_is_one_result(server: Server, project: Project) -> None:
    await project.add(1)
    document = "{ phoneNumbers { totalCount } __schema { subscriptionType { name } } }"

    async with following(server.url, document, token=project.token) as stream:
        told, complete = await stream.next(), await stream.next()

    assert told.data["data"]["phoneNumbers"]["totalCount"] == 1
    assert told.data["data"]["__schema"]["subscriptionType"]["name"] == "Subscription"
    assert complete.type == "complete"


async def test_a_subscription_that_is_no_stream_is_refused(
    server: Server, project: Project
) -> None:
    headers = {"Authorization": f"Bearer {project.token}"}
    async with httpx2.AsyncClient(base_url=server.url, headers=headers) as client:
        refused = await client.post("/graphql", json={"query": FOLLOW})

    assert refused.status_code == httpx2.codes.NOT_ACCEPTABLE
    assert refused.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


async def test_a_browser_follows_by_get(server: Server, project: Project) -> None:
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {project.token}"}
    async with (
        httpx2.AsyncClient(base_url=server.url, headers=headers) as client,
        client.stream("GET", "/graphql", params={"query": FOLLOW}) as response,
    ):
        stream = await Stream.of(response)
        added = await project.add(1)

        assert await stream.numbers(1) == added


async def test_a_stop_ends_streams_without_complete_so_that_clients_come_back(
    server: Server, project: Project
) -> None:
    async with following(server.url, token=project.token) as stream:
        code = await asyncio.to_thread(server.stop)
        with pytest.raises(StopAsyncIteration):
            await stream.next()

    assert (code, stream.seen) == (0, [])
