"""CPU of a server for each subscriber and event, with 200 subscribers of one project.

Each import is sent once all have heard the one before. What the imports cost without subscribers is
taken off. Run it by `make bench-subscribers`.
"""

import asyncio
import contextlib
import json
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from websockets.asyncio.client import connect

from bench import processes

SUBSCRIBERS, EVENTS, ROUNDS = 200, 10, 3
DOCUMENT = (
    "subscription {{ {alias}: phoneNumberEvents {{ cursor type number "
    "changes {{ field after }} }} }}"
)
IMPORT = (
    'mutation {{ importPhoneNumber(input: {{number: "+1{n}", numberType: LONGCODE}}) '
    "{{ __typename }} }}"
)
SETTINGS = {
    "NUMBERGATE_OPEN_ACCESS": "true",
    "NUMBERGATE_RATE_LIMIT": "0",
    "NUMBERGATE_PROJECT_SUBSCRIBERS": str(SUBSCRIBERS),
}


class Audience:
    """The subscribers, which count what they hear."""

    def __init__(self, size: int) -> None:
        self.heard, self.expected, self._size = 0, 0, size
        self._all = asyncio.Event()

    def hear(self) -> None:
        """Count a result."""
        self.heard += 1
        if self.heard >= self.expected:
            self._all.set()

    async def wait(self) -> None:
        """Wait until each has heard one more."""
        self.expected += self._size
        if self.heard < self.expected:
            self._all.clear()
        await asyncio.wait_for(self._all.wait(), processes.WAIT_SECONDS)


async def by_sse(port: int, alias: str, audience: Audience, ready: Callable[[], object]) -> None:
    """Subscribe by an event stream."""
    body = json.dumps({"query": DOCUMENT.format(alias=alias)})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: "
        f"application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    with contextlib.closing(writer):
        await reader.readuntil(b":\n\n")
        ready()
        while line := await reader.readline():
            if line.startswith(b"event: next"):
                audience.hear()


async def by_websocket(
    port: int, alias: str, audience: Audience, ready: Callable[[], object]
) -> None:
    """Subscribe by a WebSocket."""
    async with connect(
        f"ws://127.0.0.1:{port}/graphql", subprotocols=["graphql-transport-ws"], proxy=None
    ) as socket:
        await socket.send('{"type": "connection_init"}')
        await socket.recv()
        payload = {"query": DOCUMENT.format(alias=alias)}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        await socket.send('{"type": "ping"}')
        await socket.recv()
        ready()
        async for _ in socket:
            audience.hear()


@contextlib.asynccontextmanager
async def listening(port: int, way: Any, aliases: Sequence[str]) -> AsyncIterator[Audience]:
    """Open the subscriptions, and close them afterwards."""
    audience, open_ = Audience(len(aliases)), asyncio.Semaphore(0)
    tasks = list[asyncio.Task[None]]()
    for alias in aliases:  # one by one: a server refuses so many requests at once
        tasks.append(asyncio.create_task(way(port, alias, audience, open_.release)))
        await asyncio.wait_for(open_.acquire(), processes.WAIT_SECONDS)
    yield audience
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Measurement:
    """A server, and the numbers that are imported to it."""

    def __init__(self, server: processes.Server) -> None:
        self.server, self._next = server, 4155550000

    async def events(self, audience: Audience | None) -> float:
        """Import numbers; return the CPU of the server in milliseconds."""
        self.server.reconnect()  # opening the subscriptions may have taken long
        before = self.server.settled()
        for _ in range(EVENTS):
            await self.event(audience)
        return self.server.settled() - before

    async def event(self, audience: Audience | None) -> None:
        """Import a number, and wait until all have heard it."""
        self._next += 1
        body = json.dumps({"query": IMPORT.format(n=self._next)}).encode()
        said = await asyncio.to_thread(self.server.post, body)
        if b"Success" not in said:
            raise SystemExit(said)
        if audience:
            await audience.wait()


async def measured(server: processes.Server) -> AsyncIterator[str]:
    """Yield the lines of a table, with a row for each kind of subscriber."""
    measurement, same = Measurement(server), ["events"] * SUBSCRIBERS
    await measurement.events(None)
    rows = {
        "event streams, the same selections": (by_sse, same),
        "WebSockets, the same selections": (by_websocket, same),
        "event streams, all different": (by_sse, [f"e{n}" for n in range(SUBSCRIBERS)]),
    }
    yield "| 200 subscribers of one project | CPU ms for each and event |"
    yield "|---|---|"
    for name, (way, aliases) in rows.items():
        alone = median([await measurement.events(None) for _ in range(ROUNDS)])
        async with listening(server.port, way, aliases) as audience:
            await measurement.events(audience)
            rounds = [await measurement.events(audience) for _ in range(ROUNDS)]
        each = sorted((total - alone) / EVENTS / SUBSCRIBERS for total in rounds)
        yield f"| {name} | {median(each):.3f} ({each[0]:.3f} to {each[-1]:.3f}) |"


async def _listed(server: processes.Server) -> list[str]:
    return [line async for line in measured(server)]


def lines() -> list[str]:
    """Start a server, measure it, and return the lines of a table."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'numbers.db'}"
        os.environ.pop("NUMBERGATE_DATABASE_URL", None)
        with processes.serving(
            "gateway", "serve", NUMBERGATE_DATABASE_URL=url, **SETTINGS
        ) as server:
            return asyncio.run(_listed(server))


if __name__ == "__main__":
    print(*lines(), sep="\n")
