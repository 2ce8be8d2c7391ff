"""Operations over WebSocket: the subprotocol's rules, and the limits that it shares with HTTP."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from gateway.database.database import Database
from gateway.services.projects import Projects
from tests import servers
from tests.conftest import ON_SQLITE
from tests.projects import Project
from tests.servers import Server
from tests.sockets import connected
from tests.streams import FOLLOW, START

pytestmark = [pytest.mark.anyio, ON_SQLITE]

COUNT = "{ phoneNumbers { totalCount } }"


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    with servers.serving(
        tmp_path / "log",
        database_url=database,
        websockets="5",
        websocket_operations="3",
        websocket_messages="1000",
        recheck_seconds="0.2",
        cors_origins="https://app.example.com",
    ) as started:
        yield started
        assert started.log.count("unexpected_error") == 0
        assert '"level":"error"' not in started.log


@pytest.fixture
async def project(opened: Database) -> Project:
    return await Project.make(opened)


async def test_operations_share_a_connection_and_end_one_by_one(
    server: Server, project: Project
) -> None:
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("events", FOLLOW, after=START)
        await socket.subscribe("count", COUNT)
        count, complete = await socket.receive(), await socket.receive()
        added = await project.add(3)
        heard = await socket.numbers(3)
        await socket.send(id="events", type="complete")
        await project.add(1, start=3)
        await socket.subscribe("events", COUNT)
        last = await socket.receive()

    assert count["payload"]["data"] == {"phoneNumbers": {"totalCount": 0}}
    assert complete == {"id": "count", "type": "complete"}
    assert heard == added
    assert last["payload"]["data"] == {"phoneNumbers": {"totalCount": 4}}


async def test_a_mutation_is_carried_out_and_its_event_heard(
    server: Server, project: Project
) -> None:
    mutation = (
        'mutation { importPhoneNumber(input: {number: "+14155550123", numberType: LONGCODE}) '
        "{ __typename } }"
    )
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("events", FOLLOW, after=START)
        await socket.subscribe("import", mutation)
        said = [await socket.receive() for _ in range(3)]

    assert sorted(f"{message['id']} {message['type']}" for message in said) == [
        "events next",
        "import complete",
        "import next",
    ]


async def test_the_cursor_resumes_over_another_connection(server: Server, project: Project) -> None:
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("1", FOLLOW, after=START)
        await project.add(1)
        first = (await socket.receive())["payload"]["data"]["phoneNumberEvents"]
    missed = await project.add(120, start=1)

    async with connected(server.url, project.token) as socket:
        await socket.subscribe("1", FOLLOW, after=first["cursor"])

        assert await socket.numbers(120) == missed


async def test_the_token_may_be_in_the_header_of_the_handshake_or_in_nested_headers(
    server: Server, project: Project
) -> None:
    async with connected(server.url) as socket:
        payload = {"headers": {"authorization": f"Bearer {project.token}"}}
        await socket.send(type="connection_init", payload=payload)

        assert await socket.receive() == {"type": "connection_ack"}


async def test_a_ping_is_answered_before_and_after_the_initialisation(
    server: Server, project: Project
) -> None:
    async with connected(server.url) as socket:
        await socket.send(type="ping", payload={"sent": 1})
        assert await socket.receive() == {"type": "pong"}
        await socket.initialize(project.token)
        await socket.send(type="pong")
        await socket.send(type="ping")

        assert await socket.receive() == {"type": "pong"}


SUBSCRIBE = {"id": "1", "type": "subscribe", "payload": {"query": COUNT}}
NESTED = "[" * 40 + "]" * 40


# What is sent, where INIT is a valid connection_init, and the code that closes the connection.
REFUSED: list[tuple[list[Any], int]] = [
    (["not json"], 4400),
    (["[]"], 4400),
    (['"text"'], 4400),
    (["{}"], 4400),
    ([b"\x00\xff"], 4400),
    ([{"type": "start", "id": "1"}], 4400),
    ([{"type": ["subscribe"]}], 4400),
    ([{"type": "connection_init", "payload": "token"}], 4400),
    ([{"type": "connection_init", "payload": [1]}], 4400),
    (['{"type": "connection_init", "payload": {"a": ' + NESTED + "}}"], 4400),
    ([{"type": "ping", "payload": {"a": [1] * 6000}}], 4400),
    ([{"type": "connection_init", "payload": {"Authorization": "Bearer ng_0_0"}}], 4403),
    ([{"type": "connection_init", "payload": {"Authorization": "\ud83d\ude00"}}], 4403),
    ([{"type": "connection_init", "payload": {"Authorization": "x" * 9000}}], 4403),
    ([SUBSCRIBE], 4401),
    (["INIT", "INIT"], 4429),
    (["INIT", {"id": "", "type": "subscribe", "payload": {"query": COUNT}}], 4400),
    (["INIT", {"id": 1, "type": "subscribe", "payload": {"query": COUNT}}], 4400),
    (["INIT", {"id": "x" * 129, "type": "subscribe", "payload": {"query": COUNT}}], 4400),
    (["INIT", {"id": "1", "type": "subscribe"}], 4400),
    (["INIT", {"id": "1", "type": "subscribe", "payload": []}], 4400),
    (["INIT", {"id": "1", "type": "subscribe", "payload": {"query": 1}}], 4400),
    (["INIT", {"id": "1", "type": "subscribe", "payload": {"query": COUNT, "variables": []}}],
     4400),
    (["INIT", {"type": "complete"}], 4400),
    (["INIT", {"id": "1", "type": "next", "payload": {}}], 4400),
    (["INIT", {"id": "1", "type": "subscribe", "payload": {"query": FOLLOW}},
      {"id": "1", "type": "subscribe", "payload": {"query": FOLLOW}}], 4409),
    (["x" * 300_000], 1009),
]  # fmt: skip


async def test_a_message_that_is_not_allowed_closes_the_connection_with_its_code(
    server: Server, project: Project
) -> None:
    found = [await code_of(server, project, messages) for messages, _ in REFUSED]

    assert found == [code for _, code in REFUSED]


async def code_of(server: Server, project: Project, messages: list[Any]) -> int:
    init = {"type": "connection_init", "payload": {"Authorization": f"Bearer {project.token}"}}
    async with connected(server.url) as socket:
        for message in messages:
            sent = init if message == "INIT" else message
            await socket.connection.send(json.dumps(sent) if isinstance(sent, dict) else sent)
        code, reason = await socket.closed()
    assert len(reason) < 124
    return code


REFUSED_DOCUMENTS = [
    ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
    ("{", "GRAPHQL_PARSE_FAILED"),
    ("{ phoneNumbers " + "{ nodes " * 60 + "}" * 61, "QUERY_TOO_COMPLEX"),
    ("{ phoneNumbers(first: 100) { nodes { events(first: 100) { nodes { type } } } } }",
     "QUERY_TOO_COMPLEX"),
    ('subscription { phoneNumberEvents(after: "x") { type } }', "INVALID_PAGE"),
]  # fmt: skip


async def test_an_operation_that_is_refused_is_an_error_of_that_operation_only(
    server: Server, project: Project
) -> None:
    found = list[str]()
    async with connected(server.url, project.token) as socket:
        for document, _ in REFUSED_DOCUMENTS:
            await socket.subscribe("bad", document)
            refused = await socket.receive()
            assert (refused["id"], refused["type"]) == ("bad", "error")
            found.append(refused["payload"][0]["extensions"]["code"])
        await socket.subscribe("good", COUNT)
        answered = await socket.receive()

    assert found == [code for _, code in REFUSED_DOCUMENTS]
    assert (answered["id"], answered["type"]) == ("good", "next")


async def test_a_connection_runs_as_many_operations_as_it_may(
    server: Server, project: Project
) -> None:
    async with connected(server.url, project.token) as socket:
        for id_ in "abcd":
            await socket.subscribe(id_, FOLLOW)
        refused = await socket.receive()
        await socket.send(id="a", type="complete")
        await socket.subscribe("e", COUNT)
        admitted = await socket.receive()

    assert (refused["id"], refused["type"]) == ("d", "error")
    assert refused["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
    assert (admitted["id"], admitted["type"]) == ("e", "next")


async def test_a_process_keeps_as_many_connections_open_as_it_may(server: Server) -> None:
    async with (
        connected(server.url),
        connected(server.url),
        connected(server.url),
        connected(server.url),
        connected(server.url),
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with connected(server.url):
                raise AssertionError
    async with connected(server.url) as again:
        await again.send(type="ping")
        assert await again.receive() == {"type": "pong"}

    assert refused.value.response.status_code == 503
    assert refused.value.response.headers["retry-after"] == "1"


async def test_pages_of_other_sites_open_no_connection(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connected(server.url, origin="https://evil.example.com"):
            raise AssertionError
    async with (
        connected(server.url, origin="https://app.example.com"),
        connected(server.url, origin=server.url),
    ):
        pass

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",), ("soap", "mqtt")])
async def test_another_subprotocol_is_closed_with_its_code(
    server: Server, protocols: tuple[str, ...]
) -> None:
    async with connected(server.url, protocols=protocols) as socket:
        assert (await socket.closed())[0] == 4406


async def test_a_connection_that_is_not_initialized_in_time_is_closed(
    database: str, tmp_path: Path
) -> None:
    with servers.serving(
        tmp_path / "hasty", database_url=database, websocket_init_seconds="0.2"
    ) as hasty:
        async with connected(hasty.url) as socket:
            await socket.send(type="ping")
            found = await socket.closed()

    assert found == (4408, "Connection initialisation timeout")


async def test_a_client_has_as_long_to_answer_a_ping_as_to_read_a_response(
    database: str, tmp_path: Path
) -> None:
    with servers.serving(
        tmp_path / "hasty", database_url=database, heartbeat_seconds="0.1", answer_seconds="0.5"
    ) as hasty:
        async with connected(hasty.url) as socket:
            socket.connection.transport.pause_reading()  # so that it sees no ping
            await asyncio.to_thread(hasty.wait_for_line, '"status":101')
            socket.connection.transport.resume_reading()
            found = await socket.closed()

    assert found == (1011, "keepalive ping timeout")


async def test_a_revoked_token_closes_the_connection(
    server: Server, project: Project, opened: Database
) -> None:
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("1", FOLLOW)
        await Projects(opened).revoke(project.token_id)

        assert (await socket.closed())[0] == 4403


async def test_messages_beyond_the_rate_wait_and_are_answered(
    database: str, tmp_path: Path, project: Project
) -> None:
    with servers.serving(
        tmp_path / "strict", database_url=database, websocket_messages="20"
    ) as strict:
        async with connected(strict.url, project.token) as socket:
            began = asyncio.get_running_loop().time()
            for _ in range(60):
                await socket.send(type="ping")
            answers = [await socket.receive() for _ in range(60)]
            seconds = asyncio.get_running_loop().time() - began

    assert answers == [{"type": "pong"}] * 60
    assert seconds > 1.5  # 61 messages at 20 in a second, the first second's at once


async def test_a_stop_closes_connections_so_that_clients_come_back(
    server: Server, project: Project
) -> None:
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("1", FOLLOW)
        await socket.send(type="ping")
        assert await socket.receive() == {"type": "pong"}
        code = await asyncio.to_thread(server.stop)
        closed = await socket.closed()

    assert (code, closed[0]) == (0, 1012)


async def test_the_url_of_a_handshake_is_not_logged(server: Server, project: Project) -> None:
    async with connected(server.url, project.token) as socket:
        await socket.subscribe("1", COUNT)
        await socket.receive()
    await asyncio.to_thread(server.wait_for_line, '"status":101')

    assert "WebSocket" not in server.log
