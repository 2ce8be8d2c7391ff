"""Request/response cycle: uvicorn's, with a fast path for complete bodies and responses.

uvicorn expects a body in parts, inspects each header of a response, and writes head and body
separately. Here a body that has arrived completely is returned at once, and a response of one
message with a Content-Length, as nearly all are, is checked and written in one piece.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

_CRLF: Final = b"\r\n"
_CONTENT_LENGTH: Final = b"\r\ncontent-length: %d\r\n"
_CONNECTION_CLOSE: Final = b"connection: close\r\n"
_ALLOWED_BYTES: Final = bytes({*b"\t\r\n", *range(0x20, 0x7F), *range(0x80, 0x100)})
_CONNECTION: Final = b"\r\nconnection:"
_TRANSFER_ENCODING: Final = b"\r\ntransfer-encoding:"


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
        lines = b"".join([b"%b: %b\r\n" % header for header in headers])
        head = STATUS_LINE[start["status"]] + lines
        if not _is_valid_head(head, 1 + len(headers)) or _CONTENT_LENGTH % length not in head:
            return None
        if self.scope["method"] == "HEAD" or _CONNECTION in head or _TRANSFER_ENCODING in head:
            return None
        return head + (_CRLF if self.keep_alive else _CONNECTION_CLOSE + _CRLF)


def _is_valid_head(head: bytes, count: int) -> bool:
    """Tell whether *head* has *count* lines, and no byte that a header value must not hold.

    Header names are constants in the code and need no check.
    """
    has_lines = head.count(_CRLF) == count == head.count(b"\n") == head.count(b"\r")
    return has_lines and not head.translate(None, _ALLOWED_BYTES)
