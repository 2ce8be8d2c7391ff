"""A stop under load: whoever was let in is answered, and the process ends by itself."""

import asyncio
import signal
from pathlib import Path

import httpx
import pytest

from gateway import store
from tests import servers
from tests.test_crash import Book, add, kept, violations

pytestmark = pytest.mark.anyio

CLIENTS = 8


async def work(url: str, book: Book) -> None:
    """Import until the server takes no more connections."""
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        while True:
            try:
                await add(client, book, f"+1{next(book.numbers)}")
            except httpx.ConnectError:
                return
            except httpx.TransportError:
                continue  # the connection was closed before the server took a request from it


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_stop_under_load_cuts_no_request_off(tmp_path: Path, workers: str) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    book = Book()

    with servers.serving(
        tmp_path / "log", "--workers", workers, database_url=url, rate_limit="0"
    ) as server:
        clients = [asyncio.create_task(work(server.url, book)) for _ in range(CLIENTS)]
        async with asyncio.timeout(20):
            while len(book.answered) < 50:
                await asyncio.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        await asyncio.gather(*clients)
        code = await asyncio.to_thread(server.process.wait, 20)
        crashed = server.log.count("unexpected_error")

    opened = store.connect(url)
    found = await kept(opened)
    await opened.close()
    book.asked = [number for number, _ in found]
    assert violations(book, found) == []
    assert {number for number, _ in found} == set(book.answered)  # none done and not told
    assert (code, crashed) == (0, 0)


async def test_a_request_that_is_being_answered_is_waited_for(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    body = b'{"query": "{ phoneNumbers { totalCount } }"}'

    with servers.serving(tmp_path / "log", database_url=url) as server:
        address = httpx.URL(server.url)
        reader, writer = await asyncio.open_connection(address.host, address.port)
        head = b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
        await writer.drain()
        await asyncio.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.2)
        writer.write(body[10:])
        answer = await reader.read()
        writer.close()
        code = await asyncio.to_thread(server.process.wait, 20)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"totalCount":0' in answer
    assert code == 0
