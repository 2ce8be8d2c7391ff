"""WebSocket protocol: uvicorn's, with limits against clients that do not read, or never finish.

uvicorn answers pings without end to a client that reads none of it, keeps fragments of a message
without counting them, and waits for a peer that is gone. Its log lines hold the URL, which may hold
secrets, so they are dropped: the application logs each connection.
"""

import asyncio
import logging
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from gateway.http import rejections
from gateway.http.unsent_responses import UnsentResponses
from gateway.http.write_timeout import WriteTimeout
from gateway.observability.loggers import Logger
from gateway.settings import Settings

_MAX_FRAGMENTS: Final = 1_000  # of one message
_TOO_BIG: Final = 1009  # close codes of RFC 6455, 7.4.1
_BUFFERED_BYTES: Final = 65_536  # which a paused transport holds, about

_silent = logging.getLogger("numbergate.websocket.uvicorn")
_silent.disabled = True
_log = Logger("numbergate.protocol")


def take_over(http: Any, settings: Settings, frames: bytes) -> None:
    """Take the connection over from *http*, with the first *frames*, if there are any yet."""
    lines = b"".join(b"%b: %b\r\n" % line for line in http.headers)
    head = b"GET %b HTTP/1.1\r\n%b\r\n" % (http.url, lines)
    http.connections.discard(http)
    protocol = WebSocketProtocol(
        settings, config=http.config, server_state=http.server_state, app_state=http.app_state
    )
    protocol.begin(http.transport, head + frames)


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """One connection, which the HTTP protocol hands over after its upgrade."""

    def __init__(self, settings: Settings, **uvicorn: Any) -> None:
        """Limit messages and the time to read, as *settings* say."""
        super().__init__(**uvicorn)
        self.logger = _silent
        self.conn.max_message_size = settings.body_limit
        self.conn.available_extensions = []  # no compression: a bomb is 1,000 times its size
        self._answer_seconds = settings.answer_seconds
        # A client that reads slowly reads a ping as late as the results before it.
        self.ping_interval, self.ping_timeout = settings.heartbeat_seconds, settings.answer_seconds
        self._unsent: UnsentResponses = self.app_state["unsent"]

    def begin(self, transport: asyncio.Transport, head: bytes) -> None:
        """Take over a connection whose request *head* has arrived."""
        self._write_timeout = WriteTimeout(self.loop, transport, self._answer_seconds)
        self.connection_made(transport)
        transport.set_protocol(self)
        self.data_received(head)
        if not self.handshake_initiated:  # the head is beyond a limit of the parser
            _log.info("request_rejected", status=rejections.MALFORMED.decode())
            transport.write(rejections.response(rejections.MALFORMED))
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the timer."""
        self._write_timeout.stop()
        self._unsent.discard(self.transport)
        super().connection_lost(exc)

    def handle_cont(self, event: Any) -> None:
        """Add a fragment to the message, unless there are too many."""
        if len(self.frames) >= _MAX_FRAGMENTS:
            self.conn.fail(_TOO_BIG, "Too many fragments")
            self.handle_parser_exception()
            return
        super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless the client reads nothing: its pongs would pile up."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def pause_writing(self) -> None:
        """Start the timeout for the client to read, and count what waits for it."""
        super().pause_writing()
        self._write_timeout.start()
        self._unsent.add(self.transport, _BUFFERED_BYTES)

    def resume_writing(self) -> None:
        """Stop the timeout: the client has read."""
        super().resume_writing()
        self._write_timeout.stop()
        self._unsent.discard(self.transport)

    def keepalive_timeout(self) -> None:
        """Close the connection of a client that answers no ping."""
        super().keepalive_timeout()
        self.transport.abort()

    def shutdown(self) -> None:
        """Close the connection, and do not wait long for a client that reads nothing."""
        super().shutdown()
        self._write_timeout.start()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Do the same when the application is done."""
        super().on_task_complete(task)
        self._write_timeout.start()
