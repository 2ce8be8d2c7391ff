"""A receiver of HTTP requests on a local port, which keeps them and answers as it is configured."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.servers import LIMIT


class Request(NamedTuple):
    """What was received. The names of headers are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """A response, or none."""

    status: int = 204
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delay: float = 0
    hangs_up: bool = False

    def written(self) -> bytes:
        """Return the response as HTTP/1.1 has it."""
        lines = [f"HTTP/1.1 {self.status} Any", f"content-length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass
class Receiver:
    """What a listener has heard. The *answers* are given in turn, the last one again and again."""

    port: int = 0
    scheme: str = "http"
    connections: int = 0
    requests: list[Request] = field(default_factory=list[Request])
    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    answer: Callable[[Request], Answer] | None = None  # instead of the answers
    tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def hang_up(self) -> None:
        """Close all connections, also those where an answer is awaited."""
        for task in self.tasks:
            task.cancel()

    async def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something is so; it is looked at after each request."""
        async with asyncio.timeout(LIMIT):
            while not until():
                self.heard.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.heard.wait(), 0.2)

    async def wait_for(self, until: Callable[[], Awaitable[bool]]) -> None:
        """Wait until something is so that takes a request to know."""
        async with asyncio.timeout(LIMIT):
            while not await until():
                await asyncio.sleep(0.1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        self.connections += 1
        try:
            while not (answer := self._answered(await _read(reader))).hangs_up:
                await asyncio.sleep(answer.delay)
                writer.write(answer.written())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.transport.abort()

    def _answered(self, request: Request) -> Answer:
        self.requests.append(request)
        self.heard.set()
        if self.answer:
            return self.answer(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


@contextlib.asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """Listen on a free port of this machine."""
    receiver = Receiver(scheme="https" if tls else "http")
    tasks = receiver.tasks

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(receiver.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        receiver.hang_up()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted is closed in the next turn of the loop
