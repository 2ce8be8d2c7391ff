"""How many requests are worked on at once: some run, some wait a moment, the rest is sent away.

Without it overload is a queue that grows until every answer comes too late. A place is for work,
from when a request is all here until its answer begins: whoever sends or reads slowly takes none.
Health is never held up: whoever asks for it decides whether the process lives.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Mapping
from typing import Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import heads
from gateway.patience import abreast, limited
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
        self._body_limit = settings.body_limit
        self._places = Places(settings.running_requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is room for it, or answer 503."""
        if scope["type"] != "http" or scope["path"] in _FREE:
            await self._app(scope, receive, send)
            return
        receive = await _arrived(scope, receive, self._body_limit)
        if not self._places.take() and not await self._waited():
            await self._refuse(scope["path"], send)
            return
        place = _Place(self._places, send)
        try:
            await abreast()  # so that they are counted: otherwise each is answered before the next
            await self._app(scope, receive, place.answer)
        finally:
            place.leave()

    async def _refuse(self, path: str, send: Send) -> None:
        shaped = (body for prefix, body in self._refusals.items() if path.startswith(prefix))
        await send({"type": "http.response.start", "status": 503, "headers": [*_HEADERS]})
        await send({"type": "http.response.body", "body": next(shaped, _BODY)})

    async def _waited(self) -> bool:
        """Take a place, if one is free in time."""
        if self._places.waiting >= self._settings.waiting_requests:
            return False
        try:
            with limited(self._settings.waiting_seconds):
                await self._places.wait()
        except TimeoutError:
            return False
        return True


class Places:
    """So many places, and those who wait for one, in their order."""

    def __init__(self, free: int) -> None:
        """Have so many."""
        self._free = free
        self._turns = deque[asyncio.Future[None]]()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._turns)

    def take(self) -> bool:
        """Take a place, if one is free: nobody waits while one is."""
        if not self._free:
            return False
        self._free -= 1
        return True

    async def wait(self) -> None:
        """Take the next place that becomes free and is not somebody else's."""
        turn = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.leave()  # it came too late
            elif turn in self._turns:
                self._turns.remove(turn)
            raise

    def leave(self) -> None:
        """Give a place back, to whoever has waited longest."""
        while self._turns:
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class _Place:
    """One request's place, which it leaves once."""

    __slots__ = ("_places", "_send")

    def __init__(self, places: Places, send: Send) -> None:
        self._places: Places | None = places
        self._send = send

    def answer(self, message: Message) -> Awaitable[None]:
        """Leave, and send."""
        self.leave()
        return self._send(message)

    def leave(self) -> None:
        """Let another in."""
        if self._places:
            self._places.leave()
            self._places = None


async def _arrived(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Wait for the body, as far as it would be read; return what hands it over."""
    announced = heads.of(scope).get(b"content-length", b"")
    if announced.isdigit() and int(announced[:20]) > limit:
        return receive
    messages = [await receive()]
    size = len(messages[0].get("body", b""))
    while messages[-1].get("more_body") and size <= limit:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
    messages.reverse()

    async def hand_over() -> Message:
        return messages.pop() if messages else await receive()

    return hand_over
