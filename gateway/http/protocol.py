"""HTTP/1.1 protocol: uvicorn's, with timeouts and size limits against slow and endless clients.

uvicorn waits without limit for a request, accepts headers and trailers of any size, and loses the
body of a request with an Upgrade header. Here the request head, the body and the writing of the
response each have a timeout in seconds, and headers, trailers and chunk framing a limit in bytes.
"""

import asyncio
from functools import cache
from math import inf
from typing import Any, Final, cast
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.concurrency import timeouts
from gateway.http import rejections, uploads
from gateway.http.headers import asks_for_websocket
from gateway.http.request_cycle import LazyEvent, RequestCycle
from gateway.http.unsent_responses import UnsentResponses
from gateway.http.write_timeout import WriteTimeout
from gateway.observability.loggers import Logger
from gateway.settings import Settings
from gateway.text_cache import text_cache

_ASGI: Final = {"version": "3.0", "spec_version": "2.3"}
_HEADER_OVERHEAD: Final = len(b": \r\n")
_CACHED_LENGTH: Final = 512  # bytes of a URL whose parts are cached

_log = Logger("numbergate.protocol")


@cache
def _settings() -> Settings:
    return Settings.read()


@text_cache(256, _CACHED_LENGTH)
def _parse_url(url: bytes) -> tuple[str, bytes]:
    """Return the path, still percent-encoded, and the query."""
    parsed = httptools.parse_url(url)
    return parsed.path.decode("ascii"), parsed.query or b""


class _URLTooLongError(Exception):
    """Raised in a callback of the parser, which stops parsing."""


class _HeadTooLargeError(Exception):
    """Raised in a callback of the parser, which stops parsing."""


class Protocol(HttpToolsProtocol):
    """One connection; uvicorn creates it."""

    # uvicorn declares these as None, which its own methods never see.
    parser: Any
    app: Any
    cycle: Any
    scope: Any
    _overhead: int  # bytes outside of bodies, since the current head began
    _head_size = 0  # bytes of the headers parsed so far

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the timeout of the first request head."""
        super().connection_made(transport)
        settings = _settings()
        self._unsent: UnsentResponses = self.app_state["unsent"]
        self._head_limit, self._body_limit = settings.header_limit, settings.body_limit
        self._url_limit = settings.url_limit
        self._head_seconds, self._body_seconds = settings.header_seconds, settings.body_seconds
        self._upload_seconds = settings.upload_seconds
        self._body_ends = self._body_seconds  # of the present request
        self._write_timeout = WriteTimeout(self.loop, transport, settings.answer_seconds)
        self._timeouts = timeouts.scheduler_of(self.loop)
        self._start_head_timeout()
        self._timeouts.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove all timeouts."""
        self._leave()
        super().connection_lost(exc)

    def _leave(self) -> None:
        self._timeouts.remove(self)
        self._unsent.discard(self.transport)
        self._write_timeout.stop()

    def data_received(self, data: bytes) -> None:
        """Parse what arrived, and check the size limits."""
        if self._is_idle:
            self._start_head_timeout()
        self._overhead += len(data)
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self._reject(self._rejection())
        if self._overhead > self._head_limit and self in self.connections:
            self._check_overhead()

    def on_message_begin(self) -> None:
        """Start a request: reset its headers, and the timeout unless it already runs."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self._head_size = 0
        if not self._in_head:
            self._start_head_timeout()

    def on_url(self, url: bytes) -> None:
        """Add a part of the URL; raise if it is too long."""
        self.url += url
        if len(self.url) > self._url_limit:
            raise _URLTooLongError

    def on_header(self, name: bytes, value: bytes) -> None:
        """Add a header. Trailers are ignored: they arrive after the request has been dispatched."""
        if self._in_head:
            self._head_size += len(name) + len(value) + _HEADER_OVERHEAD
            name = name.lower()
            if name == b"expect":
                self.expect_100_continue |= value.lower() == b"100-continue"
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Dispatch the request and start the body's timeout; raise if the head was too large."""
        if self._head_size > self._head_limit:
            raise _HeadTooLargeError
        if self.parser.should_upgrade():
            return  # `_feed` parses the head again, without the Upgrade header
        path, query = _parse_url(self.url)  # raises for a malformed URL
        self._in_head = False
        is_upload = self.parser.get_method() == b"PUT" and uploads.is_upload_path(path)
        self._body_ends = self._upload_seconds if is_upload else self._body_seconds
        self.due = self.loop.time() + self._body_ends
        self._dispatch(path, query)

    def _dispatch(self, path: str, query: bytes) -> None:
        """Run the application on the request; behind a pipelined one, queue it."""
        previous, version = self.cycle, self.parser.get_http_version()
        self.scope = self._new_scope(version, path, query)
        keep_alive = version != "1.0" and self.parser.should_keep_alive()
        self.cycle = RequestCycle(
            self.scope, self.transport, self.flow, self.logger, self.access_logger,
            False, self.server_state.default_headers, cast("asyncio.Event", LazyEvent()),  # noqa: FBT003
            self.expect_100_continue, keep_alive and not self.app_state["shutdown"].has_begun,
            self.on_response_complete,
        )  # fmt: skip
        if previous is None or previous.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def _new_scope(self, version: str, path: str, query: bytes) -> dict[str, Any]:
        return {
            "type": "http",
            "asgi": _ASGI,
            "http_version": version,
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "method": self.parser.get_method().decode("ascii"),
            "root_path": self.root_path,
            "path": self.root_path + (unquote(path) if "%" in path else path),
            "raw_path": (self.root_path + path).encode("ascii"),
            "query_string": query,
            "headers": self.headers,
            "state": self.app_state.copy(),
        }

    def on_body(self, body: bytes) -> None:
        """Pass on a part of the body; the application limits its size."""
        self._overhead -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End the body's timeout."""
        if not self._in_head:
            self.due = inf
            super().on_message_complete()
            if not self._is_responding:  # the response was complete before the body
                self._start_keep_alive_timeout()

    def pause_writing(self) -> None:
        """Start the write timeout: the client reads more slowly than the response is written."""
        super().pause_writing()
        self._write_timeout.start()
        self._unsent.add(self.transport, self.cycle.response_size)

    def resume_writing(self) -> None:
        """Stop the write timeout, except while the last response is still flushed."""
        super().resume_writing()
        self._unsent.discard(self.transport)
        if not self.transport.is_closing():
            self._write_timeout.stop()

    def on_response_complete(self) -> None:
        """Dispatch a pipelined request, or start the timeout that applies next."""
        if self.transport.is_closing():
            self._write_timeout.start()
        elif self.pipeline:
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        if self.due == inf:  # no part of the next request has arrived
            self._start_keep_alive_timeout()

    def timeout_keep_alive_handler(self) -> None:
        """Close the idle connection, after the rest of its last response is written."""
        super().timeout_keep_alive_handler()
        self._write_timeout.start()

    @property
    def _is_responding(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _can_upgrade(self) -> bool:
        return self.parser.get_method() == b"GET" and not self._is_responding

    @property
    def _is_head_too_large(self) -> bool:
        return self._in_head and max(self._overhead, self._head_size) > self._head_limit

    @property
    def _can_send_rejection(self) -> bool:
        """Whether the client would read it as the response to the request that it belongs to."""
        return not self._is_responding or not (
            self._in_head or self.pipeline or self.cycle.response_started
        )

    def _rejection(self) -> bytes:
        """Return the status for what the parser does not accept."""
        if len(self.url) > self._url_limit:
            return rejections.URL_TOO_LONG
        return rejections.HEAD_TOO_LARGE if self._is_head_too_large else rejections.MALFORMED

    def _check_overhead(self) -> None:
        """Reject an oversized head, trailers or chunk framing."""
        if self._in_head:
            self._reject(rejections.HEAD_TOO_LARGE)
        elif self._overhead > self._head_limit + self._body_limit:
            self._reject(rejections.TOO_LARGE)

    def _feed(self, data: bytes) -> None:
        """Parse *data*. Upgrades but to WebSocket are ignored, as RFC 9110, 7.8 allows."""
        rest: bytes | memoryview = data
        while True:
            try:
                self.parser.feed_data(rest)
            except httptools.HttpParserUpgrade as upgrade:
                rest = memoryview(rest)[upgrade.args[0] :]
                if self._can_upgrade and asks_for_websocket(self.headers):
                    from gateway.http import websocket_protocol  # for the first WebSocket

                    self._leave()
                    websocket_protocol.take_over(self, _settings(), bytes(rest))
                    return
                self.parser.feed_data(self._head_without_upgrade())
            else:
                return

    def _head_without_upgrade(self) -> bytes:
        method, version = self.parser.get_method(), self.parser.get_http_version()
        if method == b"CONNECT":
            raise httptools.HttpParserError
        kept = (b"%b: %b\r\n" % line for line in self.headers if line[0] != b"upgrade")
        return b"%b %b HTTP/%b\r\n%b\r\n" % (method, self.url, version.encode(), b"".join(kept))

    def _start_keep_alive_timeout(self) -> None:
        self._is_idle = True
        self.due = self.loop.time() + self.timeout_keep_alive

    def _start_head_timeout(self) -> None:
        self._in_head, self._is_idle, self._overhead = True, False, 0
        self.due = self.loop.time() + self._head_seconds

    def expire(self) -> None:
        """Reject a slow client; extend the deadline if it is the server that pauses reading."""
        if self._is_idle:
            self.timeout_keep_alive_handler()
        elif self.flow.read_paused or (self._in_head and self._is_responding):
            self.due = self.loop.time() + self._body_ends
        else:
            self._reject(rejections.TIMEOUT)

    def _reject(self, status: bytes) -> None:
        """Send *status* and close; send nothing if a response to another request is under way."""
        self.due = inf
        if self.transport.is_closing():
            return
        _log.info("request_rejected", status=status.decode())
        if self._can_send_rejection:
            self.transport.write(rejections.response(status))
        self.transport.close()
        self._write_timeout.start()
