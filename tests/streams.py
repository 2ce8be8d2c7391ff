"""Event streams of a server, read as a client of the protocol graphql-sse reads them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import httpx2

from tests.servers import LIMIT

FOLLOW = """
subscription ($after: String, $types: [PhoneNumberEventType!], $ids: [ID!]) {
  phoneNumberEvents(after: $after, types: $types, ids: $ids) { cursor type number }
}
"""

# The cursor before the first event of a project. A socket does not say when it has begun to follow:
# from here on it misses nothing that is written meanwhile.
START = "WyJldmVudHMiLDBd"


class Event(NamedTuple):
    """An event of a stream. Its type is next, complete, or none for a comment."""

    type: str
    data: Any
    id: str | None = None

    @property
    def number(self) -> str:
        """The phone number that the event is about."""
        number: str = self.data["data"]["phoneNumberEvents"]["number"]
        return number


@dataclass
class Stream:
    """An open stream: reading it waits for events, and fails when there are none for too long."""

    response: httpx2.Response
    _lines: AsyncIterator[str]
    comments: int = 0
    cursor: str | None = None
    seen: list[Event] = field(default_factory=list[Event])

    @classmethod
    async def of(cls, response: httpx2.Response) -> Self:
        """Read the comment that each stream begins with."""
        stream = cls(response, aiter(response.aiter_lines()))
        if response.status_code == httpx2.codes.OK:
            assert await stream._block() == [":"]
        return stream

    async def next(self) -> Event:
        """Return the next event; raise `StopAsyncIteration` at the end of the stream."""
        async with asyncio.timeout(LIMIT):
            while (block := await self._block()) == [":"]:
                self.comments += 1
        fields = dict(line.split(":", 1) for line in block)
        data = fields.get("data", "").strip()
        event = Event(
            fields["event"].strip(),
            json.loads(data) if data else None,
            fields["id"].strip() if "id" in fields else None,
        )
        self.cursor = event.id or self.cursor
        self.seen.append(event)
        return event

    async def numbers(self, count: int) -> list[str]:
        """Return the numbers of the next so many events."""
        return [(await self.next()).number for _ in range(count)]

    async def _block(self) -> list[str]:
        lines = list[str]()
        while line := await anext(self._lines):
            lines.append(line)
        return lines


@asynccontextmanager
async def following(
    url: str,
    document: str = FOLLOW,
    *,
    token: str = "",
    resume: str | None = None,
    **variables: Any,
) -> AsyncIterator[Stream]:
    """Open a stream of *document* at the server with this *url*."""
    body = {"query": document, "variables": variables}
    async with streaming(url, body, token=token, resume=resume) as stream:
        yield stream


@asynccontextmanager
async def streaming(
    url: str, body: dict[str, Any], *, token: str = "", resume: str | None = None
) -> AsyncIterator[Stream]:
    """Open the stream that is asked for by *body*, as JSON."""
    headers = {"Accept": "text/event-stream"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if resume:
        headers["Last-Event-ID"] = resume
    async with (
        httpx2.AsyncClient(base_url=url) as client,
        client.stream("POST", "/graphql", json=body, headers=headers) as response,
    ):
        stream = await Stream.of(response)  # kept here: the end of its iterator ends the response
        yield stream
