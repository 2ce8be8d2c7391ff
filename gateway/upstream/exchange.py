"""Exchanges with platforms: one request and its response over a kept HTTP/1.1 connection.

A change is two short requests, so what surrounds them decides what it costs: a request is one write
to the socket, and a response is read by the parser that the server uses too. Redirects are not
followed, no proxy is used, and nothing is sent again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

import httptools

from gateway import tls
from gateway.concurrency.timeouts import timeout

_CONNECTIONS: Final = 100  # in use at the same time
_KEPT_SECONDS: Final = 20  # that an idle connection is kept
_LARGEST: Final = 64 * 1024 * 1024  # bytes of a response
_FINAL: Final = 200  # the first status that is not followed by another one
_HTTPS: Final = 443


class NotSent(Exception):
    """No connection was there to write the request to."""


class Lost(Exception):
    """The request was written, and its response did not come, or not as HTTP."""


class Response(NamedTuple):
    """A response; its headers by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Origin(NamedTuple):
    """A server: where it is, and whether it is asked over TLS."""

    host: str
    port: int
    secured: bool

    @classmethod
    def of(cls, space: str, *, secured: bool) -> "Origin":
        """Return the origin of a host, which may have a port."""
        host, _, port = space.rpartition(":") if space[-1:] != "]" else ("", "", "")
        if not port.isdigit():
            host, port = space, str(_HTTPS)
        return cls(host.strip("[]"), int(port), secured)


class _Connection(asyncio.Protocol):
    """A connection to a platform, which has one request under way at most."""

    def __init__(self) -> None:
        self.is_open, self.is_reusable = False, False
        self.idle_since = 0.0
        self._transport: Any = None
        self._answer: asyncio.Future[Response] | None = None
        self._parser: Any = httptools.HttpResponseParser(self)
        self._size = 0
        self._headers, self._body = dict[str, str](), list[bytes]()
        self._is_read = False  # whether the headers are

    def ask(self, request: bytes) -> asyncio.Future[Response]:
        """Write the request; the future has the response, or raises `Lost`."""
        self._answer = asyncio.get_running_loop().create_future()
        self._size, self.is_reusable, self._is_read = 0, False, False
        self._transport.write(request)
        return self._answer

    def abort(self) -> None:
        """Close it at once."""
        self.is_open = False
        self._transport.abort()

    # asyncio's callbacks ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport, self.is_open = transport, True

    def data_received(self, data: bytes) -> None:
        """Read a part of the response. What was not asked for ends the connection."""
        self._size += len(data)
        if self._answer is None or self._size > _LARGEST:
            self._fail()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade, ValueError):
            self._fail()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the response: a body without a length ends with its connection."""
        self.is_open = False
        if exc is None and self._is_read and self._answer and not self._has_length():
            self._complete()
        self._fail()

    # The parser's callbacks -------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Forget the response before this one. What was not asked for ends the connection."""
        self._headers, self._body, self._is_read = {}, [], False
        if self._answer is None:
            self.abort()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Go on with the body."""
        self._is_read = True

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Pass the response on, unless it only announces another one."""
        if self._parser.get_status_code() >= _FINAL:
            self.is_reusable = self._parser.should_keep_alive()
            self._complete()

    def _has_length(self) -> bool:
        return "content-length" in self._headers or "transfer-encoding" in self._headers

    def _complete(self) -> None:
        answer, self._answer = self._answer, None
        if answer and not answer.done():
            body = b"".join(self._body)
            answer.set_result(Response(self._parser.get_status_code(), self._headers, body))

    def _fail(self) -> None:
        answer, self._answer = self._answer, None
        if answer and not answer.done():
            answer.set_exception(Lost())
        if self.is_open:
            self.abort()


class Exchanges:
    """The connections to all platforms."""

    def __init__(self, connect_seconds: float) -> None:
        """Wait so many seconds for a connection."""
        self._seconds = connect_seconds
        self._idle = defaultdict[Origin, list[_Connection]](list)
        self._free = asyncio.Semaphore(_CONNECTIONS)

    async def send(self, origin: Origin, request: bytes) -> Response:
        """Return the response to a request. Raises `NotSent`, `Lost`.

        When the caller is cancelled, the connection is closed: what was written may still land.
        """
        await self._admitted()
        try:
            connection = self._kept(origin) or await self._opened(origin)
            try:
                response = await connection.ask(request)
            except BaseException:
                connection.abort()
                raise
        finally:
            self._free.release()
        self._keep(origin, connection)
        return response

    async def aclose(self) -> None:
        """Close the idle connections."""
        for connections in self._idle.values():
            for connection in connections:
                connection.abort()
        self._idle.clear()

    async def _admitted(self) -> None:
        try:
            with timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError as late:
            raise NotSent from late

    def _kept(self, origin: Origin) -> _Connection | None:
        """Return the connection that was used last, and close those that were idle too long."""
        oldest = asyncio.get_running_loop().time() - _KEPT_SECONDS
        idle = self._idle[origin]
        while idle:
            connection = idle.pop()
            if connection.is_open and connection.idle_since >= oldest:
                return connection
            connection.abort()
        return None

    def _keep(self, origin: Origin, connection: _Connection) -> None:
        if not (connection.is_open and connection.is_reusable):
            connection.abort()
            return
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle[origin].append(connection)

    async def _opened(self, origin: Origin) -> _Connection:
        """Connect to the first address of the host that answers; each has its share of the time."""
        try:
            with timeout(self._seconds):
                return await self._connected(origin)
        except (OSError, TimeoutError, UnicodeError) as failed:
            raise NotSent from failed

    async def _connected(self, origin: Origin) -> _Connection:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(origin.host, origin.port, type=1)  # SOCK_STREAM
        addresses = list(dict.fromkeys(cast("str", info[4][0]) for info in found))
        for address in addresses[:-1]:
            try:
                with timeout(self._seconds / len(addresses)):
                    return await _connect(address, origin)
            except (OSError, TimeoutError):
                continue
        return await _connect(addresses[-1], origin)


async def _connect(address: str, origin: Origin) -> _Connection:
    context = tls.default_context() if origin.secured else None
    name = origin.host if origin.secured else None
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(
        _Connection, address, origin.port, ssl=context, server_hostname=name
    )
    return connection
