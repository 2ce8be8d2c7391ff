"""HTTP/1.1 on the socket: uvicorn's own protocol, with an end to patience.

uvicorn waits for a request for as long as the client likes, takes headers and trailers of any
size, and loses the body of a request that offers to speak another protocol. Here a head, a body
and the taking of an answer have their time, and whatever surrounds a body has its size.
"""

import asyncio
from functools import cache, lru_cache
from math import inf
from typing import Any, Final, cast
from urllib.parse import unquote

import httptools
import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.concurrency import timeouts
from gateway.http.request_cycle import LazyEvent, RequestCycle
from gateway.settings import Settings

_ASGI: Final = {"version": "3.0", "spec_version": "2.3"}
_REFUSAL: Final = b"HTTP/1.1 %b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_LINE: Final = len(b": \r\n")
_MALFORMED: Final = b"400 Bad Request"
_TOO_SLOW: Final = b"408 Request Timeout"
_TOO_LARGE: Final = b"413 Content Too Large"
_HEAD_TOO_LARGE: Final = b"431 Request Header Fields Too Large"

_log = structlog.get_logger("numbergate.protocol")


@cache
def _settings() -> Settings:
    return Settings.read()


@lru_cache(256)
def _parsed(url: bytes) -> tuple[str, bytes]:
    """Return a URL's path, as it was sent, and its query."""
    parsed = httptools.parse_url(url)
    return parsed.path.decode("ascii"), parsed.query or b""


class _HeadTooLargeError(Exception):
    """Ends the parser's work."""


class Protocol(HttpToolsProtocol):
    """One connection. uvicorn makes it."""

    # uvicorn's own types know nothing of what it has not set yet.
    parser: Any
    app: Any
    cycle: Any
    scope: Any
    _surplus: int  # bytes beside bodies, since a head was awaited
    _head_size = 0  # as far as it was read

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        settings = _settings()
        self._head_limit, self._body_limit = settings.header_limit, settings.body_limit
        self._head_seconds, self._body_seconds = settings.header_seconds, settings.body_seconds
        self._reader_timer: asyncio.TimerHandle | None = None
        self._patience = timeouts.scheduler_of(self.loop)
        self._await_head()
        self._patience.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._patience.remove(self)
        self._stop_waiting_for_reader()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless what surrounds the body has no end."""
        if self._is_idle:
            self._await_head()
        self._surplus += len(data)
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self._refuse(_HEAD_TOO_LARGE if self._is_head_too_large else _MALFORMED)
        if self._surplus > self._head_limit:
            self._check_surplus()

    def on_message_begin(self) -> None:
        """Wait for the head of another request."""
        self.url, self.headers, self.expect_100_continue = b"", [], False
        self._head_size = 0
        if not self._in_head:
            self._await_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header. Trailers are none: they come when the request was let in already."""
        if self._in_head:
            self._head_size += len(name) + len(value) + _LINE
            name = name.lower()
            self.expect_100_continue |= name == b"expect" and value.lower() == b"100-continue"
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Wait for the body; raise where the head was too large."""
        if self._head_size > self._head_limit:
            raise _HeadTooLargeError
        if self.parser.should_upgrade():
            return  # until it is read again, without the offer
        path, query = _parsed(self.url)  # or it is no head
        self._in_head = False
        self.due = self.loop.time() + self._body_seconds
        self._begin(path, query)

    def _begin(self, path: str, query: bytes) -> None:
        """Let the application work on the request, after those that came before it."""
        version, before = self.parser.get_http_version(), self.cycle
        self.scope = {
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
        lasting = version != "1.0" and self.parser.should_keep_alive()
        self.cycle = RequestCycle(
            self.scope, self.transport, self.flow, self.logger, self.access_logger,
            False, self.server_state.default_headers, cast("asyncio.Event", LazyEvent()),  # noqa: FBT003
            self.expect_100_continue, lasting and not self.app_state["stop"].announced,
            self.on_response_complete,
        )  # fmt: skip
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_body(self, body: bytes) -> None:
        """Take a part of the body; the application counts it."""
        self._surplus -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for nothing: what follows is our work."""
        if not self._in_head:
            self.due = inf
            super().on_message_complete()
            if not self._is_answering:  # the answer came before the body had
                self._await_another()

    def pause_writing(self) -> None:
        """Wait for the client to take what was written."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """Wait no more, but for the rest of the last answer."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._stop_waiting_for_reader()

    def on_response_complete(self) -> None:
        """Wait for another request, or for the client to take the rest of the last answer."""
        if self.transport.is_closing():
            self._await_reader()
        elif self.pipeline:
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        if self.due == inf:  # nothing of the next has come yet
            self._await_another()

    def timeout_keep_alive_handler(self) -> None:
        """Close the idle connection, when the client has taken its answer."""
        super().timeout_keep_alive_handler()
        self._await_reader()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _is_head_too_large(self) -> bool:
        return self._in_head and max(self._surplus, self._head_size) > self._head_limit

    def _check_surplus(self) -> None:
        """Refuse a head, or what surrounds a body, that has no end."""
        if self._in_head:
            self._refuse(_HEAD_TOO_LARGE)
        elif self._surplus > self._head_limit + self._body_limit:
            self._refuse(_TOO_LARGE)

    def _feed(self, data: bytes) -> None:
        """Parse *data*. Who offers another protocol is answered in this one, as HTTP allows."""
        rest: bytes | memoryview = data
        while True:
            try:
                self.parser.feed_data(rest)
            except httptools.HttpParserUpgrade as offer:
                rest = memoryview(rest)[offer.args[0] :]
                self.parser.feed_data(self._head_without_offer())
            else:
                return

    def _head_without_offer(self) -> bytes:
        method, version = self.parser.get_method(), self.parser.get_http_version()
        if method == b"CONNECT":
            raise httptools.HttpParserError
        kept = (b"%b: %b\r\n" % line for line in self.headers if line[0] != b"upgrade")
        return b"%b %b HTTP/%b\r\n%b\r\n" % (method, self.url, version.encode(), b"".join(kept))

    def _await_another(self) -> None:
        self._is_idle = True
        self.due = self.loop.time() + self.timeout_keep_alive

    def _await_head(self) -> None:
        self._in_head, self._is_idle, self._surplus = True, False, 0
        self.due = self.loop.time() + self._head_seconds

    def give_up(self) -> None:
        """Refuse a slow client; where it is us who keep it waiting, wait again."""
        if self._is_idle:
            self.timeout_keep_alive_handler()
        elif self.flow.read_paused or (self._in_head and self._is_answering):
            self.due = self.loop.time() + self._body_seconds
        else:
            self._refuse(_TOO_SLOW)

    def _await_reader(self) -> None:
        if self._reader_timer is None:
            seconds = _settings().answer_seconds
            self._reader_timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting_for_reader(self) -> None:
        if self._reader_timer:
            self._reader_timer.cancel()
            self._reader_timer = None

    def _refuse(self, status: bytes) -> None:
        """Say why, unless it would be read as the answer to another request, and close."""
        self.due = inf
        if self.transport.is_closing():
            return
        _log.info("refused", status=status.decode())
        cycle: Any = self.cycle
        if not self._is_answering or not (self._in_head or self.pipeline or cycle.response_started):
            self.transport.write(_REFUSAL % status)
        self.transport.close()
        self._await_reader()
