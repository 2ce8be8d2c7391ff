"""Middleware of every request: request id, admission control, security headers, log line and 500.

A request takes a slot of admission control from when its body has arrived until its response
begins: a client that sends or reads slowly occupies none. The security headers stop browsers from
sniffing types, sending referrers, caching and framing; a route may set its own values.
"""

from collections.abc import Awaitable, Iterable
from functools import partial
from operator import itemgetter
from time import perf_counter
from typing import Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.concurrency import scan_budget
from gateway.concurrency.admission import AdmissionControl
from gateway.concurrency.cohort import COHORT, yield_to_arrivals
from gateway.http import request_body, uploads, websocket_exchange
from gateway.http.request_id import request_id
from gateway.http.route_template import route_of
from gateway.observability import logging
from gateway.observability.log_format import REQUEST_ID
from gateway.observability.loggers import Logger

# Health checks bypass admission control: an orchestrator restarts a process that fails them.
_HEALTH_PATHS: Final = {"/healthz", "/readyz"}
_SECURITY_HEADERS: Final = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
_header_name: Final = itemgetter(0)
_log = Logger("numbergate.http")


class RequestMiddleware:
    """The outermost middleware."""

    def __init__(
        self, app: ASGIApp, overloaded: ASGIApp, admission: AdmissionControl, body_limit: int
    ) -> None:
        """Wrap *app*; *overloaded* responds to requests that *admission* control rejects."""
        self._app, self._overloaded = app, overloaded
        self._admission, self._body_limit = admission, body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit the request and pass it on; respond 500 to an exception that nothing caught."""
        if scope["type"] == "websocket":
            await websocket_exchange.serve(self._app, scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, partial(_without_traceback, send))
            return
        exchange, app = Exchange(scope, send), self._app
        token = REQUEST_ID.set(exchange.request_id)
        scan_budget.begin()
        try:
            if scope["method"] == "PUT" and uploads.is_upload_path(scope["path"]):
                exchange.leave_cohort()  # it arrives over minutes, and no other waits for it
            elif scope["path"] not in _HEALTH_PATHS:
                receive = await request_body.buffered(scope, receive, self._body_limit)
                if self._admission.acquire_nowait() or await self._admission.acquire():
                    exchange.admission = self._admission
                else:
                    app = self._overloaded
                # Without this, each request would finish before the next asks for a slot.
                await yield_to_arrivals()
            await app(scope, receive, exchange.send)
        except Exception:  # noqa: BLE001  # the last frame that can respond
            _log.exception("unexpected_error")
            await exchange.send_error()
        finally:
            if exchange.admission:
                exchange.release()
            REQUEST_ID.reset(token)
            exchange.leave_cohort()
            exchange.log()


async def _without_traceback(send: Send, message: Message) -> None:
    """Send *message*; of a failed startup or shutdown, log the stack and drop the values."""
    if message["type"].endswith(".failed"):
        _log.exception("startup_failed" if "startup" in message["type"] else "shutdown_failed")
        message = {**message, "message": ""}
    await send(message)


class Exchange:
    """One HTTP exchange: a request and its response."""

    __slots__ = (
        "_is_in_cohort", "_method", "_scope", "_send", "_started_at", "_status", "admission",
        "request_id",
    )  # fmt: skip

    def __init__(self, scope: Scope, send: Send) -> None:
        """Use the client's X-Request-Id if it has the form of an id, else generate one."""
        self.request_id = request_id(scope)
        scope.setdefault("state", {})["request_id"] = self.request_id
        self._method, self._send = scope["method"], send
        self._scope = scope
        self._status: int | None = None
        self.admission: AdmissionControl | None = None  # set while the request has a slot
        self._started_at = perf_counter()
        self._is_in_cohort = True
        COHORT.in_flight += 1

    def send(self, message: Message) -> Awaitable[None]:
        """Send *message*; release the slot and add headers when the response begins."""
        if message.get("more_body"):
            self.leave_cohort()  # a stream, which no other request has to wait for
        elif message["type"] == "http.response.start":
            self.release()
            self._status = message["status"]
            headers = message.get("headers", ())
            request_id = (b"x-request-id", self.request_id.encode())
            message["headers"] = [*headers, request_id, *_missing_security_headers(headers)]
        return self._send(message)

    def release(self) -> None:
        """Release the slot, once."""
        if self.admission:
            self.admission.release()
            self.admission = None

    def leave_cohort(self) -> None:
        """Let other requests wait for this one no longer."""
        COHORT.in_flight -= self._is_in_cohort
        self._is_in_cohort = False

    async def send_error(self) -> None:
        """Respond 500, unless a response has begun."""
        if self._status is not None:
            return
        body = {"error": "Unexpected error.", "requestId": self.request_id}
        headers = [(b"content-type", b"application/json")]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": orjson.dumps(body)})

    def log(self) -> None:
        """Log method, status, duration and route: path and query come from the client."""
        milliseconds = round((perf_counter() - self._started_at) * 100_000) / 100
        logging.log_request(
            logging.RequestLine(
                self._method, self._status, milliseconds, self.request_id, route_of(self._scope)
            )
        )


def _missing_security_headers(
    headers: Iterable[tuple[bytes, bytes]],
) -> Iterable[tuple[bytes, bytes]]:
    """Return the security headers that the response's *headers* do not set themselves."""
    if _SECURITY_HEADERS.keys().isdisjoint(map(_header_name, headers)):
        return _SECURITY_HEADERS.items()
    names = {name for name, _ in headers}
    return [header for header in _SECURITY_HEADERS.items() if header[0] not in names]
