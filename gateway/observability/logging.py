"""Logging: structured lines on standard error, without values that clients sent.

An exception is logged as its type and stack, never with its message: a database's message may
hold the row.
"""

import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import orjson

from gateway.concurrency.cohort import COHORT
from gateway.observability.log_format import formatter
from gateway.observability.log_queue import LogQueue
from gateway.observability.loggers import Logger
from gateway.settings import LogFormat, Settings

_JSON_LINE: Final = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
_http_logger = logging.getLogger("numbergate.http")


# Libraries whose usual lines say nothing new, or say what no log may hold: an HTTP client's have
# the whole URL, with the number that a platform is asked for.
_QUIET: Final = ("alembic.runtime", "httpx2", "httpcore2")


class LogHandler(logging.StreamHandler[Any]):
    """Writes every line of the process, to a queue: no request waits for a reader of the log."""

    def __init__(self, stream: Any, log_format: LogFormat) -> None:
        """Write to *stream*, from a thread."""
        self._queue = LogQueue(stream, _report_dropped)
        self.is_json = log_format is LogFormat.JSON
        super().__init__(self._queue)
        self.setFormatter(formatter(log_format))

    def close(self) -> None:
        """Write the lines that wait, unless no one reads them."""
        self._queue.close()
        super().close()

    def drain(self) -> None:
        """Wait until the lines that are queued now are written, two seconds at most."""
        self._queue.drain()


def _report_dropped(count: int) -> None:
    Logger("numbergate.logging").warning("log_lines_dropped", count=count)


def configure_logging(settings: Settings) -> None:
    """Write the log lines of this process and its libraries to standard error, in one format."""
    root = logging.getLogger()
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = [LogHandler(sys.stderr, settings.log_format)]
    root.setLevel(settings.log_level)
    logging.captureWarnings(capture=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def finish_logging() -> None:
    """Write the lines that wait. Later ones are written at once: the process is about to end."""
    if handler := _log_handler():
        handler.close()


def drain_logging() -> None:
    """Wait until the lines that are queued now are written, two seconds at most."""
    if handler := _log_handler():
        handler.drain()


class RequestLine(NamedTuple):
    """The fields of the log line of a finished request.

    ``status`` is None without a response, and ``route`` where no route matched the path.
    """

    method: str
    status: int | None
    milliseconds: float
    request_id: str
    route: str | None = None


def log_request(line: RequestLine) -> None:
    """Write the line of a request, in one batch with other requests that finish now."""
    if COHORT.is_alone:
        _write([line])
    else:
        COHORT.batch(line, _write)


def _write(lines: Sequence[RequestLine]) -> None:
    """Write the lines.

    JSON is written to the handler's stream directly: records of the standard library are slow, and
    every request would pay for them.
    """
    handler = _log_handler()
    if handler is None or not _http_logger.isEnabledFor(logging.INFO):
        return
    if handler.is_json:
        now = datetime.now(UTC)
        try:  # noqa: SIM105  # `suppress` costs every request three calls
            handler.stream.write(b"".join([_json_line(line, now) for line in lines]).decode())
        except OSError:  # a full disk must not fail requests
            pass
        return
    for line in lines:
        Logger(_http_logger.name).info("request", **line._asdict())


def _json_line(line: RequestLine, now: datetime) -> bytes:
    event = {
        "method": line.method,
        "route": line.route,
        "status": line.status,
        "milliseconds": line.milliseconds,
        "event": "request",
        "request_id": line.request_id,
        "logger": _http_logger.name,
        "level": "info",
        "timestamp": now,
    }
    return orjson.dumps(event, option=_JSON_LINE)


def _log_handler() -> LogHandler | None:
    """Return the handler; None before `configure_logging`."""
    for handler in _http_logger.root.handlers:
        if isinstance(handler, LogHandler):
            return handler
    return None
