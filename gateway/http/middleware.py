"""What happens to every request before any door: an id, a place, a log line, and no traceback.

A place is for work, from when a request is all here until its answer begins: whoever sends or reads
slowly takes none. Every answer carries the headers that keep browsers from guessing, telling and
framing; a route that needs others sets its own.
"""

import re
from collections.abc import Awaitable, Iterable
from functools import partial
from operator import itemgetter
from random import getrandbits
from time import perf_counter
from typing import Final

import orjson
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.concurrency.admission import AdmissionControl
from gateway.concurrency.cohort import COHORT, yield_to_arrivals
from gateway.http import request_body
from gateway.http.headers import request_headers
from gateway.observability import logging
from gateway.settings import Settings

_ACCEPTED: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
# Never held up: whoever asks for it decides whether the process lives.
_FREE: Final = {"/healthz", "/readyz"}
_SAFE: Final = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
_NAME: Final = itemgetter(0)  # of a header
_log = structlog.get_logger("numbergate.http")


class RequestMiddleware:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, overloaded: ASGIApp, settings: Settings) -> None:
        """Stand before *app*; *overloaded* answers whom there is no place for."""
        self._app, self._overloaded, self._body_limit = app, overloaded, settings.body_limit
        self._places = AdmissionControl(
            settings.running_requests, settings.waiting_requests, settings.waiting_seconds
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is a place, and answer what escapes with 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, partial(_without_traceback, send))
            return
        exchange, app = Exchange(scope, send), self._app
        asked = logging.REQUEST.set(exchange.request_id)
        COHORT.present += 1
        try:
            if scope["path"] not in _FREE:
                receive = await request_body.arrived(scope, receive, self._body_limit)
                if self._places.take() or await self._places.wait():
                    exchange.place = self._places
                else:
                    app = self._overloaded
                await yield_to_arrivals()  # or each would be answered before the next is counted
            await app(scope, receive, exchange.send)
        except Exception:  # noqa: BLE001  # the last place that can answer
            _log.exception("unexpected_error")
            await exchange.fail()
        finally:
            exchange.leave()
            logging.REQUEST.reset(asked)
            COHORT.present -= 1
            exchange.log()


async def _without_traceback(send: Send, message: Message) -> None:
    """Send *message*; where the start or the stop failed, log where instead of the values."""
    if message["type"].endswith(".failed"):
        _log.exception("not_started" if "startup" in message["type"] else "not_stopped")
        message = {**message, "message": ""}
    await send(message)


class Exchange:
    """One request and what was answered to it."""

    __slots__ = ("_began", "_method", "_send", "_status", "place", "request_id")

    def __init__(self, scope: Scope, send: Send) -> None:
        """Take the client's request id if it is a plain one, else make one."""
        given = request_headers(scope).get(b"x-request-id", b"")
        accepted = given and _ACCEPTED.fullmatch(given)
        self.request_id = given.decode() if accepted else f"{getrandbits(128):032x}"
        scope.setdefault("state", {})["request_id"] = self.request_id
        self._method, self._send = scope["method"], send
        self._status: int | None = None
        self.place: AdmissionControl | None = None  # where it has one
        self._began = perf_counter()

    def send(self, message: Message) -> Awaitable[None]:
        """Leave the place, and send *message*, with the id among the headers."""
        if message["type"] == "http.response.start":
            self.leave()
            self._status = message["status"]
            given = message.get("headers", ())
            own = (b"x-request-id", self.request_id.encode())
            message["headers"] = [*given, own, *_safe(given)]
        return self._send(message)

    def leave(self) -> None:
        """Give the place back, once."""
        if self.place:
            self.place.leave()
            self.place = None

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
        logging.request(logging.Ended(self._method, self._status, took, self.request_id))


def _safe(given: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
    """Return the headers that every answer has, but for those that it has *given* itself."""
    if _SAFE.keys().isdisjoint(map(_NAME, given)):
        return _SAFE.items()
    named = {name for name, _ in given}
    return [header for header in _SAFE.items() if header[0] not in named]
