"""Exchanges with platforms: what counts as a response, and when a connection is used again."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from gateway import tls
from gateway.clock import utc_now
from gateway.upstream.exchange import Exchanges, Lost, NotSent, Request, Response
from tests.test_egress_tls import certificate
from tests.test_egress_tls import serving as secured_by

pytestmark = pytest.mark.anyio

WHOLE = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nDate: now\r\n\r\n{}"


class Server:
    """Answers each request on a connection with the next bytes, and counts connections."""

    def __init__(self, answers: Sequence[bytes], *, closes: bool) -> None:
        self.answers, self.closes = list(answers), closes
        self.connections = 0
        self.writers, self.ended = list[asyncio.StreamWriter](), asyncio.Event()
        self.url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._answered(reader, writer)
        writer.close()
        self.ended.set()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while self.answers:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self.answers.pop(0))
            if self.closes:
                return
        await reader.read()

    async def close(self) -> None:
        """Close what the client left open."""
        for writer in self.writers:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


@contextlib.asynccontextmanager
async def serving(
    *answers: bytes, closes: bool = False, secured: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    server, host = Server(answers, closes=closes), "127.0.0.1"
    async with await asyncio.start_server(server.handle, host, 0, ssl=secured) as listening:
        port = listening.sockets[0].getsockname()[1]
        server.url = f"{'https' if secured else 'http'}://{host}:{port}/"
        try:
            yield server
        finally:
            await server.close()


async def asked(server: Server, exchanges: Exchanges) -> Response:
    async with asyncio.timeout(30):
        return await exchanges.send(Request("GET", server.url, {}))


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE,
        b"HTTP/1.1 100 Continue\r\n\r\n" + WHOLE,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    ],
)
async def test_a_connection_is_used_again_after_a_whole_response(answer: bytes) -> None:
    exchanges = Exchanges(60)
    async with serving(answer, answer) as server:
        answers = [await asked(server, exchanges) for _ in range(2)]
        await exchanges.aclose()

    assert [(one.status, one.body) for one in answers] == [(200, b"{}")] * 2
    assert server.connections == 1


async def test_a_connection_that_the_platform_closes_is_not_used_again() -> None:
    exchanges = Exchanges(60)
    async with serving(WHOLE.replace(b"Date: now", b"connection: close"), WHOLE) as server:
        answers = [await asked(server, exchanges) for _ in range(2)]
        await exchanges.aclose()

    assert [(one.status, one.body) for one in answers] == [(200, b"{}")] * 2
    assert server.connections == 2


@pytest.mark.parametrize(
    ("address", "trusts", "is_asked"),
    [("127.0.0.1", True, True), ("127.0.0.1", False, False), ("127.0.0.2", True, False)],
)
async def test_only_a_server_whose_certificate_is_trusted_for_its_host_is_asked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    *,
    trusts: bool,
    is_asked: bool,
) -> None:
    file = certificate(tmp_path, address, utc_now() + timedelta(days=3))
    trusted = ssl.create_default_context(cafile=str(file) if trusts else None)
    monkeypatch.setattr(tls, "default_context", lambda: trusted)
    exchanges = Exchanges(20)
    async with serving(WHOLE, secured=secured_by(file)) as server:
        expected = contextlib.nullcontext() if is_asked else pytest.raises(NotSent)
        with expected:
            assert (await asked(server, exchanges)).body == b"{}"
        await exchanges.aclose()

    assert len(server.answers) == (0 if is_asked else 1)


async def test_what_is_no_tls_after_the_handshake_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "127.0.0.1", utc_now() + timedelta(days=3))
    trusted = ssl.create_default_context(cafile=str(file))
    monkeypatch.setattr(tls, "default_context", lambda: trusted)
    exchanges = Exchanges(20)
    async with spoiling(secured_by(file)) as url:
        with pytest.raises(Lost):
            await exchanges.send(Request("GET", url, {}))
        await exchanges.aclose()


@contextlib.asynccontextmanager
async def spoiling(secured: ssl.SSLContext) -> AsyncIterator[str]:
    """Answer in clear after the handshake, as something between does that has lost its state."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clear = writer.transport
        await writer.start_tls(secured)
        await reader.readuntil(b"\r\n\r\n")
        clear.write(WHOLE)
        with contextlib.suppress(OSError):
            await reader.read()
        clear.abort()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as listening:
        yield f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"


async def test_a_body_without_a_length_ends_with_its_connection() -> None:
    exchanges = Exchanges(60)
    async with serving(b"HTTP/1.1 200 OK\r\n\r\n{}", closes=True) as server:
        answer = await asked(server, exchanges)

    assert (answer.status, answer.body) == (200, b"{}")


@pytest.mark.parametrize(
    "answer", [b"", WHOLE[:-1], WHOLE[:20], b"no HTTP\r\n\r\n", b"HTTP/1.1 101 -\r\n\r\n"]
)
async def test_what_is_no_whole_response_is_lost(answer: bytes) -> None:
    exchanges = Exchanges(60)
    async with serving(answer, closes=True) as server:
        with pytest.raises(Lost):
            await asked(server, exchanges)


async def test_a_response_before_is_never_taken_for_that_of_a_closed_connection() -> None:
    exchanges = Exchanges(60)
    async with serving(b"HTTP/1.1 204 -\r\nconnection: keep-alive\r\n\r\n", b"") as server:
        first = await asked(server, exchanges)
        server.closes = True
        with pytest.raises(Lost):
            await asked(server, exchanges)

    assert (first.status, server.connections) == (204, 1)


async def test_a_response_that_is_too_large_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.upstream.exchange._LARGEST", 1)
    async with serving(WHOLE) as server:
        with pytest.raises(Lost):
            await asked(server, Exchanges(60))


async def test_a_caller_that_is_cancelled_closes_the_connection() -> None:
    exchanges = Exchanges(60)
    async with serving(b"HTTP/1.1 200 OK\r\n") as server:
        sending = asyncio.create_task(asked(server, exchanges))
        while server.answers:
            await asyncio.sleep(0.01)
        sending.cancel()
        async with asyncio.timeout(30):
            await server.ended.wait()

    assert sending.cancelled() or sending.cancelling()


async def test_a_connection_that_was_closed_meanwhile_is_replaced() -> None:
    exchanges = Exchanges(60)
    async with serving(WHOLE, WHOLE, closes=True) as server:
        await asked(server, exchanges)
        await server.ended.wait()
        await asyncio.sleep(0.05)
        await asked(server, exchanges)
        await exchanges.aclose()

    assert server.connections == 2


async def test_what_waits_for_a_connection_too_long_was_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.upstream.exchange._CONNECTIONS", 1)
    exchanges = Exchanges(60)
    async with serving(b"HTTP/1.1 200 OK\r\n") as server:
        sending = asyncio.create_task(asked(server, exchanges))
        while server.answers:
            await asyncio.sleep(0.01)
        monkeypatch.setitem(exchanges._waits["timeout"], "pool", 0.1)  # noqa: SLF001
        with pytest.raises(NotSent):
            await asked(server, exchanges)
        sending.cancel()
