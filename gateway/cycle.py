"""One request on its connection: uvicorn's own cycle, which writes a whole answer in one go.

uvicorn looks at every header of every answer, and writes the head and the body apart. An answer
that is all there, as nearly all of ours are, is checked and written as one text.
"""

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

_END: Final = b"\r\n"
_CLOSING: Final = (b"connection", b"close")
_OTHERWISE_FRAMED: Final = (b"connection", b"transfer-encoding")


class Cycle(RequestResponseCycle):
    """What ASGI's receive and send do."""

    _start: Any = None  # of an answer whose body has not come yet

    async def send(self, message: Any) -> None:
        """Write the message, a start together with what follows it."""
        start, self._start = self._start, None
        if start is None:
            if message["type"] == "http.response.start" and not self.response_started:
                self._start = message
            else:
                await super().send(message)
        elif not self._is_whole(start, message) or not self._written(start, message["body"]):
            await super().send(start)
            await super().send(message)

    def _is_whole(self, start: Any, message: Any) -> bool:
        """Tell whether this is all of an answer whose length is its body's, for a client who waits.

        A HEAD has no body, whatever its length says.
        """
        if self.disconnected or self.flow.write_paused or self.scope["method"] == "HEAD":
            return False
        length = b"content-length", b"%d" % len(message.get("body", b""))
        framed = {name for name, _ in start["headers"]}.intersection(_OTHERWISE_FRAMED)
        return not message.get("more_body") and length in start["headers"] and not framed

    def _written(self, start: Any, body: bytes) -> bool:
        """Write the answer, unless a header is none: uvicorn says so."""
        headers = [*self.default_headers, *start["headers"]]
        if not self.keep_alive:
            headers.append(_CLOSING)
        lines = b"".join([b"%b: %b\r\n" % header for header in headers])
        if not _are_lines(lines, len(headers)):
            return False
        self.response_started = self.response_complete = True
        self.transport.write(b"".join((STATUS_LINE[start["status"]], lines, _END, body)))
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
        return True


def _are_lines(lines: bytes, count: int) -> bool:
    """Tell whether these are so many lines and nothing that a header must not hold."""
    found = lines.count(_END)
    return found == count == lines.count(b"\n") == lines.count(b"\r") and b"\0" not in lines
