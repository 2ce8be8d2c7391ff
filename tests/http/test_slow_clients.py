"""Timeouts and size limits: slow and endless clients are disconnected, others are served."""

import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

import httpx2
import pytest

from tests import servers
from tests.servers import LIMIT, Server

Connect = Callable[[], socket.socket]
HEAD = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BODY = b'{"query": "{ __typename }"}'
JSON = "application/json"
SECONDS = 1.0  # that a client may take, for the hasty server
IMPORT = (
    b'{"query": "mutation { importPhoneNumber(input: '
    b'{number: \\"+14155550123\\", numberType: LONGCODE}) { __typename } }"}'
)
SIZED = HEAD + b"Content-Length: %d\r\n" % len(BODY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server's database."""
    return tmp_path_factory.mktemp("slow")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server for which no client is too slow."""
    url, minute = f"sqlite:///{folder}/unlimited.db", "60"
    with servers.serving(
        folder / "unlimited.log", database_url=url, rate_limit="0",
        header_seconds=minute, body_seconds=minute, answer_seconds=minute,
    ) as server:  # fmt: skip
        yield server


@pytest.fixture(scope="module")
def hasty(folder: Path) -> Iterator[Server]:
    """A server whose timeouts are a second."""
    url, second = f"sqlite:///{folder}/hasty.db", str(SECONDS)
    with servers.serving(
        folder / "hasty.log", database_url=url, rate_limit="0",
        header_seconds=second, body_seconds=second, answer_seconds=second,
    ) as server:  # fmt: skip
        yield server


@pytest.fixture(scope="module")
def narrow(folder: Path) -> Iterator[Server]:
    """A server that runs four requests at once, and for which no client is too slow."""
    url, long = f"sqlite:///{folder}/narrow.db", "300"
    with servers.serving(
        folder / "narrow.log", database_url=url, rate_limit="0",
        header_seconds=long, body_seconds=long, answer_seconds=long,
        running_requests="4", waiting_seconds="0.05",
    ) as server:  # fmt: skip
        yield server


def connecting(opened: ExitStack, server: Server) -> Connect:
    url = httpx2.URL(server.url)
    return lambda: opened.enter_context(socket.create_connection((url.host, url.port or 0), LIMIT))


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """A function that opens a connection; all are closed after the test."""
    with ExitStack() as opened:
        yield connecting(opened, server)


@pytest.fixture
def connect_hasty(hasty: Server) -> Iterator[Connect]:
    """The same to the server with timeouts of a second."""
    with ExitStack() as opened:
        yield connecting(opened, hasty)


def received(connection: socket.socket) -> bytes:
    """Return what arrives until the server closes the connection."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


def test_silent_connections_are_closed_and_others_served(
    hasty: Server, connect_hasty: Connect
) -> None:
    silent = [connect_hasty() for _ in range(50)]

    served = httpx2.get(f"{hasty.url}/healthz")
    responses = [received(connection) for connection in silent]

    assert served.status_code == 200
    assert {response.split(b"\r\n")[0] for response in responses} == {
        b"HTTP/1.1 408 Request Timeout"
    }


def test_a_head_that_arrives_too_slowly_closes_the_connection(connect_hasty: Connect) -> None:
    connection = connect_hasty()

    until = time.monotonic() + LIMIT
    with suppress(ConnectionError):  # a reset, or a broken pipe
        while time.monotonic() < until:
            connection.sendall(b"G")
            time.sleep(0.05)

    assert time.monotonic() < until


@pytest.mark.parametrize("sent", [b"{", b""])
def test_a_body_that_does_not_arrive_is_408(connect_hasty: Connect, sent: bytes) -> None:
    connection = connect_hasty()
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n" + sent)

    assert received(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "end", [b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b""], ids=["complete", "endless"]
)
def test_a_url_that_is_too_long_is_414(connect: Connect, end: bytes) -> None:
    connection, fitting = connect(), b"GET /healthz?" + b"a" * (8_192 - len("/healthz?"))
    connection.sendall(fitting + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answered = connection.recv(1_000)

    connection.sendall(fitting[:5_000])
    connection.sendall(fitting[5_000:] + b"a" + end)

    assert answered.startswith(b"HTTP/1.1 200 ")
    assert received(connection).startswith(b"HTTP/1.1 414 ")


@pytest.mark.parametrize("head", [b"X: " + b"a" * 40_000, b"X: a\r\n" * 8_000], ids=["one", "many"])
@pytest.mark.parametrize("end", [b"\r\n\r\n", b""], ids=["complete", "endless"])
def test_a_head_that_is_too_large_is_431(connect: Connect, head: bytes, end: bytes) -> None:
    connection = connect()
    connection.sendall(HEAD + head + end)

    assert received(connection).startswith(b"HTTP/1.1 431 ")


def test_bytes_that_are_not_http_are_400(connect: Connect) -> None:
    connection = connect()
    connection.sendall(b"\x16\x03\x01\x00\x00 hello\r\n\r\n")

    assert received(connection).startswith(b"HTTP/1.1 400 ")


def test_a_connection_may_be_used_for_longer_than_one_request_may_take(hasty: Server) -> None:
    with httpx2.Client(base_url=hasty.url) as client:
        statuses = []
        for _ in range(4):
            statuses.append(client.post("/graphql", json={"query": "{ a }"}).status_code)
            time.sleep(SECONDS * 0.4)

    assert statuses == [200] * 4


def test_a_request_in_small_parts_is_read(connect: Connect) -> None:
    connection = connect()
    request = SIZED + b"Connection: close\r\n\r\n" + BODY

    for at in range(0, len(request), 7):
        connection.sendall(request[at : at + 7])

    answer = received(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"server:" not in answer.lower()


def posted(server: Server) -> httpx2.Response:
    """Send a request on a connection of its own."""
    headers = {"content-type": JSON}
    return httpx2.post(f"{server.url}/graphql", content=BODY, headers=headers)


def admitted(server: Server) -> httpx2.Response:
    """Send a request until it is not refused because all slots are taken just then."""
    end = time.monotonic() + LIMIT
    while (
        answer := posted(server)
    ).status_code == HTTPStatus.SERVICE_UNAVAILABLE and time.monotonic() < end:
        time.sleep(0.05)
    return answer


def one_response(connection: socket.socket) -> bytes:
    """Return one response of a connection that stays open; its JSON ends with three braces."""
    found = b""
    while not found.endswith(b"}}}"):
        part = connection.recv(65_536)
        assert part, found
        found += part
    return found


def test_empty_lines_do_not_keep_a_connection_open(connect_hasty: Connect) -> None:
    connection = connect_hasty()
    connection.sendall(SIZED + b"\r\n" + BODY)
    one_response(connection)

    connection.sendall(b"\r\n")

    assert received(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    ("beginning", "more"),
    [(CHUNKED + b"0\r\n", (b"X: " + b"a" * 8_000 + b"\r\n") * 8), (CHUNKED + b"1;", b"a" * 60_000)],
    ids=["trailers", "chunk extensions"],
)
def test_trailers_and_chunk_extensions_have_a_size_limit(
    connect: Connect, beginning: bytes, more: bytes
) -> None:
    connection = connect()
    connection.sendall(beginning)

    sent = 0
    with suppress(ConnectionError):
        while sent < 50_000_000:
            connection.sendall(more)
            sent += len(more)

    assert sent < 50_000_000


def test_a_trailer_is_not_read_as_a_header(connect: Connect) -> None:
    connection = connect()
    trailer = b"Content-Type: text/plain\r\nConnection: close\r\n"
    chunk = b"%x\r\n%b\r\n0\r\n" % (len(BODY), BODY)

    connection.sendall(CHUNKED + chunk + trailer + b"\r\n")

    assert one_response(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket"])
def test_an_upgrade_header_is_ignored_and_the_body_is_read(
    connect: Connect, protocol: bytes
) -> None:
    connection = connect()
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: %b\r\n\r\n" % protocol

    for _ in range(2):
        connection.sendall(SIZED + upgrade)
        connection.sendall(BODY)

        answer = one_response(connection)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.count(b"HTTP/1.1") == 1


def test_pipelined_requests_with_upgrade_headers_are_all_answered(connect: Connect) -> None:
    connection = connect()
    upgrade = SIZED + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + BODY
    last = SIZED + b"Connection: close\r\n\r\n" + BODY

    connection.sendall(upgrade * 20 + last)

    assert received(connection).count(b"HTTP/1.1 200 ") == 21


def test_connect_is_400(connect: Connect) -> None:
    connection = connect()
    connection.sendall(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n")

    assert received(connection).startswith(b"HTTP/1.1 400 ")


def test_a_request_is_answered_though_the_next_one_never_ends(
    folder: Path, connect_hasty: Connect
) -> None:
    connection = connect_hasty()
    other = sqlite3.connect(folder / "hasty.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # the import waits for this, longer than for a head
    size = b"Content-Length: %d\r\n\r\n" % len(IMPORT)

    connection.sendall(HEAD + size + IMPORT + b"POST /graphql")
    time.sleep(SECONDS * 2)
    other.close()

    answer = received(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answer


def test_requests_whose_bodies_do_not_arrive_take_no_slots(narrow: Server) -> None:
    with ExitStack() as opened:
        connect = connecting(opened, narrow)
        for _ in range(20):
            connect().sendall(HEAD + b"Content-Length: 100\r\n\r\n{")

        assert admitted(narrow).status_code == 200


@contextmanager
def unread_responses(server: Server) -> Iterator[list[socket.socket]]:
    """Ask for large responses that cost little, and read nothing of them."""
    url = httpx2.URL(server.url)
    request = b"GET /schema.graphql HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with ExitStack() as opened:
        unread = [opened.enter_context(socket.socket()) for _ in range(8)]
        for connection in unread:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(LIMIT)
            connection.connect((url.host, url.port))
            connection.sendall(request * 200)
        yield unread


def test_clients_that_do_not_read_take_no_slots(narrow: Server) -> None:
    with unread_responses(narrow):
        assert admitted(narrow).status_code == 200


def test_clients_that_do_not_read_are_disconnected(hasty: Server) -> None:
    with unread_responses(hasty) as unread:
        resets = [is_reset(connection) for connection in unread]

    assert all(resets)


def is_reset(connection: socket.socket) -> bool:
    """Read nothing; tell whether the server drops the connection within the limit."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            connection.sendall(b"\r\n")
        except ConnectionError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("request_", [b"POST /healthz", b"POST /nothing"])
def test_a_connection_with_a_response_before_its_body_is_closed(
    connect_hasty: Connect, request_: bytes
) -> None:
    connection = connect_hasty()
    connection.sendall(request_ + b" HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n")
    assert connection.recv(65_536).startswith(b"HTTP/1.1 40")

    with suppress(ConnectionError):
        connection.sendall(b"x" * 300_000)
        assert received(connection).count(b"HTTP/1.1") == 0


def test_the_head_of_a_pipelined_request_has_a_size_limit_too(connect: Connect) -> None:
    connection = connect()
    large = HEAD + b"X: a\r\n" * 8_000 + b"\r\n"

    connection.sendall(SIZED + b"\r\n" + BODY + large)

    assert received(connection).count(b"HTTP/1.1 200 ") < 2


def test_a_malformed_url_is_not_answered_before_the_request_ahead_of_it(
    connect_hasty: Connect,
) -> None:
    connection = connect_hasty()
    size = b"Content-Length: %d\r\n\r\n" % len(IMPORT)

    connection.sendall(
        HEAD + size + IMPORT + b"GET http://host HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )

    assert not received(connection).startswith(b"HTTP/1.1 400 ")


def test_a_body_in_many_parts_is_read(server: Server, connect: Connect) -> None:
    connection = connect()
    query = b'{"query": "{ __typename }", "variables": {"x": "' + b"a" * 60_000 + b'"}}'
    connection.sendall(HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(query))
    for at in range(0, len(query), 500):
        connection.sendall(query[at : at + 500])
        if at % 10_000 == 0:
            time.sleep(0.005)

    assert received(connection).startswith(b"HTTP/1.1 200 ")
    assert httpx2.get(f"{server.url}/healthz").status_code == 200
