"""Clients that do not read hold a bounded amount of memory together."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import orjson
import pytest

from gateway.database.database import connect
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.http.unsent_responses import UnsentResponses
from gateway.services.phone_numbers import PhoneNumbers
from tests import servers
from tests.conftest import CALLER, migrate
from tests.servers import Server

BODY = orjson.dumps(
    {
        "query": "{ phoneNumbers(first: 100) { nodes { callHandler { "
        "... on LamlWebhooksCallHandler { "
        + " ".join(f"a{n}: requestUrl" for n in range(19))
        + " } } } } }"
    }
)
REQUEST = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY)
)
URL = "https://example.com/".ljust(2_000, "x")


class Connection:
    """A connection that notes whether it was closed."""

    is_closed = False

    def abort(self) -> None:
        self.is_closed = True


def test_the_connection_that_waited_longest_is_closed_first() -> None:
    first, second, third = Connection(), Connection(), Connection()
    unsent = UnsentResponses(10)

    unsent.add(first, 5)
    unsent.add(second, 5)
    assert not first.is_closed
    unsent.add(third, 5)

    assert [c.is_closed for c in (first, second, third)] == [True, False, False]


def test_a_client_that_has_read_makes_room_for_others() -> None:
    first, second = Connection(), Connection()
    unsent = UnsentResponses(10)

    unsent.add(first, 10)
    unsent.discard(first)
    unsent.add(second, 10)

    assert not first.is_closed


def test_a_response_is_not_closed_for_being_larger_than_the_limit_alone() -> None:
    only = Connection()

    UnsentResponses(10).add(only, 11)

    assert not only.is_closed


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with a hundred numbers of long URLs, which holds two of their lists at most."""
    url = f"sqlite:///{tmp_path}/numbers.db"
    asyncio.run(fill(url))
    with servers.serving(
        tmp_path / "log", database_url=url, rate_limit="0", unsent_limit=str(10 * 2**20)
    ) as server:
        yield server


async def fill(url: str) -> None:
    await migrate(url)
    opened = connect(url)
    await PhoneNumbers(opened).import_all(CALLER, [number(place) for place in range(100)])
    await opened.close()


def number(place: int) -> ImportNumber:
    handler = {"laml_webhooks": {"request_url": URL}}
    asked = {"number": f"+1415555{place:04}", "number_type": "longcode", "call_handler": handler}
    return ImportNumber.of(asked, STRICT)


def test_clients_that_do_not_read_are_closed_and_others_are_served(server: Server) -> None:
    url = httpx2.URL(server.url)
    with ExitStack() as opened:
        for _ in range(4):
            connection = opened.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.connect((url.host, url.port))
            connection.sendall(REQUEST + BODY)
        server.wait_for_line("slow_reader_closed", times=2)
        other = httpx2.post(
            f"{server.url}/graphql", content=BODY, headers={"Content-Type": "application/json"}
        )

    assert server.log.count("slow_reader_closed") >= 2
    assert len(other.json()["data"]["phoneNumbers"]["nodes"]) == 100
