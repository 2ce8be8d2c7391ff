"""HTTP/1.1 on the socket: uvicorn's own protocol, with an end to patience.

uvicorn waits for a request for as long as the client likes and takes headers of any size. Here a
head and a body each have their time and a head its size; who exceeds them is told, and let go.
"""

import asyncio
from functools import cache
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.settings import Settings

_REFUSAL: Final = b"HTTP/1.1 %b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_LINE: Final = len(b": \r\n")
_TOO_SLOW: Final = b"408 Request Timeout"
_TOO_LARGE: Final = b"431 Request Header Fields Too Large"


@cache
def _settings() -> Settings:
    return Settings.read()


class _HeadTooLargeError(Exception):
    """Ends the parser's work; it answers as for any malformed request, in our words."""


class Protocol(HttpToolsProtocol):
    """One connection. uvicorn makes it; its own timer begins when an answer has ended."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has no end."""
        self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > _settings().header_limit:
            self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Wait for the head of another request."""
        super().on_message_begin()
        if not self._in_head:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Wait for the body; raise where the head was too large."""
        lines = sum(len(name) + len(value) + _LINE for name, value in self.headers)
        if lines > _settings().header_limit:
            raise _HeadTooLargeError
        self._in_head = False
        self._wait(_settings().body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing: what follows is our work."""
        self._stop_waiting()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, or one whose head is too large."""
        too_large = self._in_head and self._head_bytes > _settings().header_limit
        if too_large:
            self._refuse(_TOO_LARGE)
        else:
            super().send_400_response(msg)

    def _await_head(self) -> None:
        self._in_head, self._head_bytes = True, 0
        self._wait(_settings().header_seconds)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._refuse, _TOO_SLOW)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: bytes) -> None:
        """Say why, unless an answer has begun already, and close the connection."""
        self._stop_waiting()
        cycle: Any = self.cycle
        if self.transport.is_closing():
            return
        if cycle is None or cycle.response_complete or not cycle.response_started:
            self.transport.write(_REFUSAL % status)
        self.transport.close()
