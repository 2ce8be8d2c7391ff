"""One request on its connection: uvicorn's own cycle, where it need not wait.

uvicorn prepares for a body that comes in parts, looks at every header of every answer, and writes
head and body apart. A body that is all here is handed over at once, and an answer that is all
there, as nearly all of ours are, is checked and written as one text.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

_END: Final = b"\r\n"
_LENGTH: Final = b"\r\ncontent-length: %d\r\n"
_CLOSING: Final = b"connection: close\r\n"
_ALLOWED: Final = bytes({*b"\t\r\n", *range(0x20, 0x7F), *range(0x80, 0x100)})
_CONNECTION: Final = b"\r\nconnection:"
_ENCODING: Final = b"\r\ntransfer-encoding:"


class LazyEvent:
    """An event that is made when it is waited for first."""

    __slots__ = ("_event", "_is_set")

    def __init__(self) -> None:
        self._is_set = False
        self._event: asyncio.Event | None = None

    def set(self) -> None:
        """Wake who waits."""
        self._is_set = True
        if self._event:
            self._event.set()

    def clear(self) -> None:
        """Let the next one wait."""
        self._is_set = False
        if self._event:
            self._event.clear()

    async def wait(self) -> None:
        """Wait, unless it is set."""
        if not self._is_set:
            event = self._event = self._event or asyncio.Event()
            await event.wait()


class RequestCycle(RequestResponseCycle):
    """What ASGI's receive and send do."""

    _start: Any = None  # of an answer whose body has not come yet
    _is_read = False

    async def receive(self) -> Any:
        """Return the body at once where it is all here; whatever follows is waited for."""
        if self.more_body or self._is_read or self.disconnected or self.response_complete:
            return await super().receive()
        self._is_read = True
        self.message_event.clear()
        self.flow.resume_reading()
        return {"type": "http.request", "body": bytes(self.body), "more_body": False}

    async def send(self, message: Any) -> None:
        """Write the message, a start together with what follows it."""
        start, self._start = self._start, None
        if start is None and message["type"] == "http.response.start":
            self._start = message
        elif start is None or not self._written(start, message):
            if start:
                await super().send(start)
            await super().send(message)

    def _written(self, start: Any, message: Any) -> bool:
        """Write the answer, if this is all of it and its client takes it."""
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
        """Return the head of an answer with a body of this length, if it is as simple as that.

        A HEAD has no body, whatever its length says. And what no header may hold, uvicorn refuses.
        """
        headers = [*self.default_headers, *start["headers"]]
        lines = b"".join([b"%b: %b\r\n" % header for header in headers])
        head = STATUS_LINE[start["status"]] + lines
        if not _are_lines(head, 1 + len(headers)) or _LENGTH % length not in head:
            return None
        if self.scope["method"] == "HEAD" or _CONNECTION in head or _ENCODING in head:
            return None
        return head + (_END if self.keep_alive else _CLOSING + _END)


def _are_lines(head: bytes, count: int) -> bool:
    """Tell whether these are so many lines, with no character that a value must not hold.

    Names are written in the code.
    """
    ends = head.count(_END) == count == head.count(b"\n") == head.count(b"\r")
    return ends and not head.translate(None, _ALLOWED)
