"""What happens to every request before any door: an id, a log line, and no traceback.

Every answer carries the headers that keep browsers from guessing, telling and framing; a route
that needs others sets its own.
"""

import os
import re
from collections.abc import Awaitable, Iterable
from functools import partial
from time import perf_counter
from typing import Final

import orjson
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import heads, logs

_ACCEPTED: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_SAFE: Final = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
_log = structlog.get_logger("numbergate.http")


class Edge:
    """Gives each request an id, which every answer and log line carries."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer what escapes with 500 and the id."""
        if scope["type"] != "http":
            await self._app(scope, receive, partial(_without_traceback, send))
            return
        exchange = Exchange(scope, send)
        asked = logs.REQUEST.set(exchange.request_id)
        try:
            await self._app(scope, receive, exchange.send)
        except Exception:  # noqa: BLE001  # the last place that can answer
            _log.exception("unexpected_error")
            await exchange.fail()
        finally:
            logs.REQUEST.reset(asked)
        exchange.log()


async def _without_traceback(send: Send, message: Message) -> None:
    """Send *message*; where the start or the stop failed, log where instead of the values."""
    if message["type"].endswith(".failed"):
        _log.exception("not_started" if "startup" in message["type"] else "not_stopped")
        message = {**message, "message": ""}
    await send(message)


class Exchange:
    """One request and what was answered to it."""

    __slots__ = ("_began", "_method", "_send", "_status", "request_id")

    def __init__(self, scope: Scope, send: Send) -> None:
        """Take the client's request id if it is a plain one, else make one."""
        given = heads.of(scope).get(b"x-request-id", b"")
        accepted = given and _ACCEPTED.fullmatch(given)
        self.request_id = given.decode() if accepted else os.urandom(16).hex()
        scope.setdefault("state", {})["request_id"] = self.request_id
        self._method, self._send = scope["method"], send
        self._status: int | None = None
        self._began = perf_counter()

    def send(self, message: Message) -> Awaitable[None]:
        """Send *message*, with the id among the headers."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            given = message.get("headers", ())
            own = (b"x-request-id", self.request_id.encode())
            message["headers"] = [*given, own, *_safe({name for name, _ in given})]
        return self._send(message)

    async def fail(self) -> None:
        """Answer 500, unless an answer has begun."""
        if self._status is not None:
            return
        body = {"error": "Unexpected error.", "requestId": self.request_id}
        headers = [(b"content-type", b"application/json")]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": orjson.dumps(body)})

    def log(self) -> None:
        """Write the request's one line: what was called and how it went, nothing that was sent."""
        took = round((perf_counter() - self._began) * 1000, 2)
        logs.request(self.request_id, self._method, self._status, took)


def _safe(named: set[bytes]) -> Iterable[tuple[bytes, bytes]]:
    """Return the headers that every answer has, but for those that it has *named* itself."""
    if named.isdisjoint(_SAFE):
        return _SAFE.items()
    return [header for header in _SAFE.items() if header[0] not in named]
