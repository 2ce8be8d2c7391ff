"""Backpressure over all connections: the responses that clients have not read yet.

A slow client holds one response. Many of them would hold memory without bound, so beyond a limit
those that have waited longest are closed. A response counts whole: the event loop keeps all of it
until the last byte is sent.
"""

from typing import Protocol

from gateway.observability.loggers import Logger

_log = Logger("numbergate.protocol")


class Transport(Protocol):
    """What a connection writes to."""

    def abort(self) -> None:
        """Close the connection and drop what is not sent."""
        ...


class UnsentResponses:
    """The connections of this process whose clients do not read as fast as is written."""

    def __init__(self, limit: int) -> None:
        """Hold responses of *limit* bytes at most, and the last one whatever its size."""
        self._limit, self._total = limit, 0
        self._sizes: dict[Transport, int] = {}

    def add(self, transport: Transport, size: int) -> None:
        """Hold a response that waits for its client; close the oldest others beyond the limit."""
        self.discard(transport)
        self._sizes[transport] = size
        self._total += size
        while self._total > self._limit and len(self._sizes) > 1:
            oldest = next(iter(self._sizes))
            _log.warning("slow_reader_closed", response_bytes=self._sizes[oldest])
            self.discard(oldest)
            oldest.abort()

    def discard(self, transport: Transport) -> None:
        """Forget a connection whose client has read, or that is closed."""
        self._total -= self._sizes.pop(transport, 0)
