"""Graceful shutdown under load: readiness fails first, requests are answered, the process exits."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2
import pytest

from gateway.database.database import connect
from tests import servers
from tests.servers import Server
from tests.services.test_crash import Book, add, kept, violations

pytestmark = pytest.mark.anyio

CLIENTS = 8


async def work(url: str, book: Book) -> None:
    """Import until the server takes no more connections."""
    async with httpx2.AsyncClient(base_url=url) as client:
        while True:
            try:
                await add(client, book, f"+1{next(book.numbers)}")
            except httpx2.ConnectError:
                return
            except httpx2.TransportError:
                continue  # the connection was closed before the server took a request from it


async def work_while_ready(url: str, book: Book) -> None:
    """Import for as long as /readyz is 200; fail on any error."""
    async with httpx2.AsyncClient(base_url=url) as client:
        while (await client.get("/readyz")).status_code == httpx2.codes.OK:
            assert await add(client, book, f"+1{next(book.numbers)}")


async def stop(server: Server, book: Book, clients: list[asyncio.Task[None]]) -> int:
    """Send SIGTERM while the clients work; return the exit code."""
    async with asyncio.timeout(servers.LIMIT):
        while len(book.answered) < 50:
            await asyncio.sleep(0.01)
    server.process.send_signal(signal.SIGTERM)
    await asyncio.gather(*clients)
    return await asyncio.to_thread(server.process.wait, servers.LIMIT)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(
    ("client", "delay"),
    [(work, "0"), (work_while_ready, "1")],
    ids=["clients that ignore readiness", "clients that check readiness"],
)
async def test_a_shutdown_under_load_interrupts_no_request(
    tmp_path: Path, workers: str, client: Callable[[str, Book], Awaitable[None]], delay: str
) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    book = Book()

    with servers.serving(
        tmp_path / "log",
        "--workers",
        workers,
        database_url=url,
        rate_limit="0",
        leave_seconds=delay,
    ) as server:
        clients = [asyncio.ensure_future(client(server.url, book)) for _ in range(CLIENTS)]
        code = await stop(server, book, clients)
        crashed = server.log.count("unexpected_error")

    opened = connect(url)
    found = await kept(opened)
    await opened.close()
    book.asked = [number for number, _ in found]
    assert violations(book, found) == []
    assert {number for number, _ in found} == set(book.answered)  # none was done without a response
    assert (code, crashed) == (0, 0)


async def test_during_the_delay_readiness_fails_and_responses_close_their_connections(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    query = {"query": "{ phoneNumbers { totalCount } }"}

    with servers.serving(tmp_path / "log", database_url=url, leave_seconds="60") as server:
        async with httpx2.AsyncClient(base_url=server.url) as client:
            before = await client.post("/graphql", json=query)
            server.process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(servers.LIMIT):
                while (ready := await client.get("/readyz")).status_code == httpx2.codes.OK:
                    await asyncio.sleep(0.01)
            alive, served = await client.get("/healthz"), await client.post("/graphql", json=query)
        server.process.send_signal(signal.SIGTERM)  # a second signal skips the delay
        code = await asyncio.to_thread(server.process.wait, servers.LIMIT)

    assert "connection" not in before.headers
    assert (ready.status_code, ready.text) == (503, "shutting down\n")
    assert (alive.status_code, served.status_code) == (200, 200)
    assert served.headers["connection"] == "close"
    assert code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_request_in_flight_is_completed(tmp_path: Path, number: int) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    body = b'{"query": "{ phoneNumbers { totalCount } }"}'

    with servers.serving(tmp_path / "log", database_url=url, leave_seconds="0") as server:
        address = httpx2.URL(server.url)
        reader, writer = await asyncio.open_connection(address.host, address.port)
        head = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
        await writer.drain()
        httpx2.get(f"{server.url}/healthz")  # sent later, answered later
        server.process.send_signal(number)
        server.wait_for_line("Shutting down")
        writer.write(body[10:])
        answer = await reader.read()
        writer.close()
        code = await asyncio.to_thread(server.process.wait, servers.LIMIT)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"totalCount":0' in answer
    assert code == 0
