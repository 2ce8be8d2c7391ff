"""A client of graphql-transport-ws that sends whatever a test wants to send."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.servers import LIMIT

PROTOCOL = Subprotocol("graphql-transport-ws")


@dataclass
class Socket:
    """An open connection."""

    connection: ClientConnection

    async def send(self, **message: Any) -> None:
        """Send a message of the subprotocol."""
        await self.connection.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        """Return the next message."""
        async with asyncio.timeout(LIMIT):
            message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def initialize(self, token: str) -> None:
        """Send the token, and wait for the acknowledgement."""
        payload = {"Authorization": f"Bearer {token}"}
        await self.send(type="connection_init", payload=payload)
        assert await self.receive() == {"type": "connection_ack"}

    async def subscribe(self, id_: str, document: str, **variables: Any) -> None:
        """Begin an operation."""
        payload = {"query": document, "variables": variables}
        await self.send(id=id_, type="subscribe", payload=payload)

    async def numbers(self, count: int) -> list[str]:
        """Return the phone numbers of the next so many results."""
        results = [(await self.receive())["payload"] for _ in range(count)]
        return [result["data"]["phoneNumberEvents"]["number"] for result in results]

    async def closed(self) -> tuple[int, str]:
        """Wait until the server closes the connection; return the code and the reason."""
        async with asyncio.timeout(LIMIT):
            try:
                while True:
                    await self.connection.recv()
            except ConnectionClosed:
                return self.connection.close_code or 0, self.connection.close_reason or ""


@asynccontextmanager
async def connected(
    url: str,
    token: str = "",
    *,
    origin: str | None = None,
    protocols: tuple[str, ...] = (PROTOCOL,),
) -> AsyncIterator[Socket]:
    """Open a connection; with a *token*, initialize it."""
    async with connect(
        f"{url.replace('http', 'ws', 1)}/graphql",
        subprotocols=[Subprotocol(name) for name in protocols] or None,
        origin=Origin(origin) if origin else None,
        open_timeout=LIMIT,
        close_timeout=LIMIT,
        ping_timeout=LIMIT,
        max_size=None,
        proxy=None,
    ) as connection:
        socket = Socket(connection)
        if token:
            await socket.initialize(token)
        yield socket
