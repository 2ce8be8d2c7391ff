"""Logging: structured lines on standard error, without values that clients sent.

An exception is logged as its type and stack, never with its message: a database's message may
hold the row.
"""

import logging
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, cast

import orjson
import structlog
from structlog.types import EventDict, Processor

from gateway.concurrency.cohort import COHORT
from gateway.observability.log_queue import LogQueue
from gateway.settings import LogFormat, Settings

_JSON_LINE: Final = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
# The id of the current request; None outside of requests.
REQUEST_ID: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
_http_logger = logging.getLogger("numbergate.http")


# Libraries whose usual lines say nothing new, or say what no log may hold: an HTTP client's have
# the whole URL, with the number that a platform is asked for.
_QUIET: Final = ("alembic.runtime.migration", "httpx2", "httpcore2")


class LogHandler(logging.StreamHandler[Any]):
    """Writes every line of the process, to a queue: no request waits for a reader of the log."""

    is_json = False

    def __init__(self, stream: Any) -> None:
        """Write to *stream*, from a thread."""
        self._queue = LogQueue(stream, _report_dropped)
        super().__init__(self._queue)

    def close(self) -> None:
        """Write the lines that wait, unless no one reads them."""
        self._queue.close()
        super().close()

    def drain(self) -> None:
        """Wait until the lines that are queued now are written, two seconds at most."""
        self._queue.drain()


def _report_dropped(count: int) -> None:
    structlog.get_logger("numbergate.logging").warning("log_lines_dropped", count=count)


def configure_logging(settings: Settings) -> None:
    """Write the log lines of this process and its libraries to standard error, in one format."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = [_handler(settings.log_format)]
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


def _handler(log_format: LogFormat) -> LogHandler:
    """Return the handler of all lines, also of libraries that use the standard library."""
    handler = LogHandler(sys.stderr)
    handler.is_json = log_format is LogFormat.JSON
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, _drop_details],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(log_format),
            ],
        )
    )
    return handler


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

    JSON is written to the handler's stream directly: the processors of structlog and logging are
    slow, and every request would pay for them.
    """
    handler = _log_handler()
    if handler is None or not _http_logger.isEnabledFor(logging.INFO):
        return
    if handler.is_json:
        now = datetime.now(UTC)
        with suppress(OSError):  # a full disk must not fail requests
            handler.stream.write(b"".join([_json_line(line, now) for line in lines]).decode())
        return
    for line in lines:
        structlog.get_logger(_http_logger.name).info("request", **line._asdict())


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


def _renderer(log_format: LogFormat) -> Processor:
    if log_format is LogFormat.JSON:
        return structlog.processors.JSONRenderer(_dumps)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _dumps(event: EventDict, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def _add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Add the id of the current request, if there is one."""
    if request_id := REQUEST_ID.get():
        event.setdefault("request_id", request_id)
    return event


def _format_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and stack, causes first."""
    info: Any = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    exc: object = cast("tuple[object, ...]", info)[1] if isinstance(info, tuple) else info
    if isinstance(exc, BaseException):
        event["traceback"] = _stack(exc)
    return event


def _drop_details(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep the first line of a message: libraries append tracebacks with values to it."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _stack(exc: BaseException) -> list[str]:
    """Return type and frames of the causes and of the exception: ``file:line function``."""
    cause = exc.__cause__ or exc.__context__
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(exc.__traceback__)
    ]
    return [*(_stack(cause) if cause else ()), type(exc).__qualname__, *frames]


# The processors of all lines, of structlog and of the standard library's loggers.
_SHARED: Final[Sequence[Processor]] = [
    _add_request_id,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _format_exception,
]
