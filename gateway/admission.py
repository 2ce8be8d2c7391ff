"""How many requests are worked on at once: some run, some wait a moment, the rest is sent away.

Without it overload is a queue that grows until every answer comes too late. A place is for work,
from when a request is all here until its answer begins: whoever sends or reads slowly takes none.
Health is never held up: whoever asks for it decides whether the process lives.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import heads
from gateway.settings import Settings

_FREE: Final = {"/healthz", "/readyz"}
_BODY: Final = orjson.dumps(
    {
        "errors": [
            {
                "message": "Too many requests are being answered. Ask again in a moment.",
                "extensions": {"code": "OVERLOADED"},
            }
        ]
    }
)
_HEADERS: Final = [(b"content-type", b"application/json; charset=utf-8"), (b"retry-after", b"1")]


class Admission:
    """Stands before the doors and counts."""

    def __init__(self, app: ASGIApp, settings: Settings, refusals: Mapping[str, bytes]) -> None:
        """Let as many requests to *app* as *settings* say.

        *refusals* are the bodies for doors that have a shape of their own, by their prefix.
        """
        self._app, self._settings, self._refusals = app, settings, refusals
        self._places = asyncio.Semaphore(settings.running_requests)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is room for it, or answer 503."""
        if scope["type"] != "http" or scope["path"] in _FREE:
            await self._app(scope, receive, send)
            return
        arrived = await _arrived(scope, receive, self._settings.body_limit)
        if await self._admitted():
            await self._placed(scope, arrived, send)
        else:
            await send({"type": "http.response.start", "status": 503, "headers": [*_HEADERS]})
            await send({"type": "http.response.body", "body": self._refusal(scope["path"])})

    def _refusal(self, path: str) -> bytes:
        return next((b for prefix, b in self._refusals.items() if path.startswith(prefix)), _BODY)

    async def _placed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and give its place back as soon as it is answered."""
        place = _Place(self._places, send)
        try:
            # Let those that arrived too be counted first: a request that never waits is otherwise
            # answered before the next is looked at, and all of them queue unseen.
            await asyncio.sleep(0)
            await self._app(scope, receive, place.answer)
        finally:
            place.leave()

    async def _admitted(self) -> bool:
        """Take a place, if one is free in time."""
        if self._places.locked():
            return await self._waited()
        return await self._places.acquire()

    async def _waited(self) -> bool:
        if self._waiting >= self._settings.waiting_requests:
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.waiting_seconds):
                return await self._places.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1


class _Place:
    """One request's place, which it leaves once."""

    __slots__ = ("_places", "_send")

    def __init__(self, places: asyncio.Semaphore, send: Send) -> None:
        self._places: asyncio.Semaphore | None = places
        self._send = send

    def answer(self, message: Message) -> Awaitable[None]:
        """Leave, and send."""
        self.leave()
        return self._send(message)

    def leave(self) -> None:
        """Let another in."""
        if self._places:
            self._places.release()
            self._places = None


async def _arrived(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Wait for the body, as far as it would be read; return what hands it over."""
    announced = heads.of(scope).get(b"content-length", b"")
    if announced.isdigit() and int(announced[:20]) > limit:
        return receive
    messages, size, more = [], 0, True
    while more and size <= limit:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    waiting = iter(messages)

    async def hand_over() -> Message:
        return next(waiting, None) or await receive()

    return hand_over
