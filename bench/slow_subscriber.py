"""500 subscribers of one project, one of which reads nothing: what the others and memory notice.

The slow one asks for more than the others, so that its connection is full soon. Numbers are
imported with it and without it, and each is sent once all others have heard the one before.
Run: python -m bench.slow_subscriber
"""

import asyncio
import contextlib
import json
import os
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import processes
from bench.subscribers import Audience, Measurement, by_sse, listening

SUBSCRIBERS, IMPORTS = 500, 100
WIDE = " ".join(f"a{n}: changes {{ field before after }}" for n in range(28))
DOCUMENT = f"subscription {{ phoneNumberEvents {{ {WIDE} }} }}"
SETTINGS = {
    "NUMBERGATE_OPEN_ACCESS": "true",
    "NUMBERGATE_RATE_LIMIT": "0",
    "NUMBERGATE_PROJECT_SUBSCRIBERS": str(SUBSCRIBERS),
    "NUMBERGATE_ANSWER_SECONDS": "3600",  # the slow one is not disconnected
}


@contextlib.asynccontextmanager
async def slow(port: int) -> AsyncIterator[socket.socket]:
    """Subscribe by a connection with a small buffer, and read no event."""
    body = json.dumps({"query": DOCUMENT})
    head = (
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await asyncio.to_thread(connection.connect, ("127.0.0.1", port))
        connection.sendall(f"{head}{body}".encode())
        received = b""
        while b":\n\n" not in received:
            received += await asyncio.to_thread(connection.recv, 4096)
        yield connection


async def run(server: processes.Server, measurement: Measurement, audience: Audience) -> str:
    """Import numbers; return a row of the table."""
    before, seconds = server.memory(), list[float]()
    for _ in range(IMPORTS):
        began = perf_counter()
        await measurement.event(audience)
        seconds.append(perf_counter() - began)
    grown = server.memory() - before
    return f"{1000 * median(seconds):.0f} ms | {1000 * max(seconds):.0f} ms | {grown:+.1f} MB |"


async def measure(server: processes.Server) -> None:
    """Print the table."""
    measurement, aliases = Measurement(server), ["events"] * (SUBSCRIBERS - 1)
    async with listening(server.port, by_sse, aliases) as audience:
        await run(server, measurement, audience)
        print("| subscribers | all have heard: median | longest | memory |\n|---|---|---|---|")
        print(f"| 499 | {await run(server, measurement, audience)}")
        async with slow(server.port):
            print(f"| and one that reads nothing | {await run(server, measurement, audience)}")
            print(f"| the same, later | {await run(server, measurement, audience)}")


def main() -> None:
    """Start a server and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'numbers.db'}"
        os.environ.pop("NUMBERGATE_DATABASE_URL", None)
        with processes.serving(
            "gateway", "serve", NUMBERGATE_DATABASE_URL=url, **SETTINGS
        ) as server:
            asyncio.run(measure(server))


if __name__ == "__main__":
    main()
