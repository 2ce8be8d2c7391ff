"""Clients that are silent, slow or endless are let go; the others are served meanwhile."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest

from tests import servers
from tests.servers import Server

Connect = Callable[[], socket.socket]
HEAD = b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose patience ends after half a second."""
    folder = tmp_path_factory.mktemp("slow")
    with servers.serving(
        folder / "log",
        database_url=f"sqlite:///{folder}/a.db",
        header_seconds="0.5",
        body_seconds="0.5",
    ) as server:
        yield server


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """A function that opens a connection; all are closed in the end."""
    url = httpx.URL(server.url)
    with ExitStack() as opened:
        yield lambda: opened.enter_context(socket.create_connection((url.host, url.port or 0), 10))


def told(connection: socket.socket) -> bytes:
    """Return what arrives until the server closes the connection."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


def test_silent_connections_are_closed_and_others_served(server: Server, connect: Connect) -> None:
    silent = [connect() for _ in range(50)]

    served = httpx.get(f"{server.url}/healthz")
    answers = [told(connection) for connection in silent]

    assert served.status_code == 200
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}


def test_a_head_that_drips_is_closed(connect: Connect) -> None:
    connection = connect()

    began = time.monotonic()
    with suppress(ConnectionError):  # a reset, or a broken pipe
        while time.monotonic() < began + 10:
            connection.sendall(b"G")
            time.sleep(0.05)

    assert time.monotonic() < began + 10


@pytest.mark.parametrize("sent", [b"{", b""])
def test_a_body_that_does_not_come_is_closed(connect: Connect, sent: bytes) -> None:
    connection = connect()
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n" + sent)

    assert told(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("head", [b"X: " + b"a" * 40_000, b"X: a\r\n" * 8_000], ids=["one", "many"])
@pytest.mark.parametrize("end", [b"\r\n\r\n", b""], ids=["complete", "endless"])
def test_a_head_that_is_too_large_is_refused(connect: Connect, head: bytes, end: bytes) -> None:
    connection = connect()
    connection.sendall(HEAD + head + end)

    assert told(connection).startswith(b"HTTP/1.1 431 ")


def test_what_is_no_http_is_refused(connect: Connect) -> None:
    connection = connect()
    connection.sendall(b"\x16\x03\x01\x00\x00 hello\r\n\r\n")

    assert told(connection).startswith(b"HTTP/1.1 400 ")


def test_a_connection_may_be_used_for_longer_than_one_request_may_take(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        statuses = []
        for _ in range(4):
            statuses.append(client.post("/graphql", json={"query": "{ a }"}).status_code)
            time.sleep(0.2)

    assert statuses == [200] * 4


def test_a_request_in_small_parts_is_read(connect: Connect) -> None:
    body = b'{"query": "{ __typename }"}'
    connection = connect()
    request = HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    for at in range(0, len(request), 7):
        connection.sendall(request[at : at + 7])

    answer = told(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"server:" not in answer.lower()
