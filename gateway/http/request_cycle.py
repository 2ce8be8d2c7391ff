"""Request/response cycle: uvicorn's, with a fast path for complete bodies and responses.

uvicorn expects a body in parts, inspects each header of a response, and writes head and body
separately. Here a body that has arrived completely is returned at once, and a response of one
message with a Content-Length, as nearly all are, is checked and written in one piece.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

_CRLF: Final = b"\r\n"
_CONNECTION_CLOSE: Final = b"\r\nconnection: close"
_ALLOWED_BYTES: Final = bytes({*b"\t", *range(0x20, 0x7F), *range(0x80, 0x100)})
_header_line: Final = b": ".join


class LazyEvent:
    """An `asyncio.Event` that is created at the first wait."""

    __slots__ = ("_event", "_is_set")

    def __init__(self) -> None:
        self._is_set = False
        self._event: asyncio.Event | None = None

    def set(self) -> None:
        """Wake all tasks that wait."""
        self._is_set = True
        if self._event:
            self._event.set()

    def clear(self) -> None:
        """Make later calls of `wait` block."""
        self._is_set = False
        if self._event:
            self._event.clear()

    async def wait(self) -> None:
        """Wait until the event is set."""
        if not self._is_set:
            event = self._event = self._event or asyncio.Event()
            await event.wait()


class RequestCycle(RequestResponseCycle):
    """The `receive` and `send` of one request."""

    response_size = 0  # bytes of the largest part of the body, which the transport holds
    _start: Any = None  # the response's start message, until its body follows
    _is_read = False

    async def receive(self) -> Any:
        """Return the body at once if it is complete; uvicorn handles everything else."""
        if self.more_body or self._is_read or self.disconnected or self.response_complete:
            return await super().receive()
        self._is_read = True
        self.message_event.clear()
        self.flow.resume_reading()
        return {"type": "http.request", "body": bytes(self.body), "more_body": False}

    async def send(self, message: Any) -> None:
        """Write the message; a start is held back and written with the body."""
        start, self._start = self._start, None
        self.response_size = max(self.response_size, len(message.get("body", b"")))
        if start is None and message["type"] == "http.response.start":
            self._start = message
        elif start is None or not self._write(start, message):
            if start:
                await super().send(start)
            await super().send(message)

    def _write(self, start: Any, message: Any) -> bool:
        """Write the response in one piece, and tell whether that was possible."""
        body = message.get("body", b"")
        head = self._head(start, len(body))
        if head is None or message.get("more_body") or self.flow.write_paused or self.disconnected:
            return False
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(head + body)
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
        return True

    def _head(self, start: Any, length: int) -> bytes | None:
        """Return the head of a response with *length* bytes of body; None where uvicorn is needed.

        That is the case for HEAD, other connection or transfer headers, and invalid bytes.
        """
        headers = [*self.default_headers, *start["headers"]]
        if self.scope["method"] == "HEAD" or not _is_framed(headers, length):
            return None
        head = STATUS_LINE[start["status"]] + _CRLF.join(map(_header_line, headers))
        if head.translate(None, _ALLOWED_BYTES) != _CRLF * len(headers):
            return None  # a value holds a byte that it must not; names are constants in the code
        return head + (_CRLF * 2 if self.keep_alive else _CONNECTION_CLOSE + _CRLF * 2)


def _is_framed(headers: Sequence[tuple[bytes, bytes]], length: int) -> bool:
    """Tell whether Content-Length alone says where the body ends, and no header is repeated."""
    values = dict(headers)
    is_plain = b"connection" not in values and b"transfer-encoding" not in values
    is_sized = values.get(b"content-length") == b"%d" % length
    return is_plain and is_sized and len(values) == len(headers)
