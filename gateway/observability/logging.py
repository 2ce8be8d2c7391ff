"""Log lines: structured, and without anything that callers sent.

Exceptions are written as their type and the places they passed, never with their message: a
database's message may hold the row.
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
from gateway.settings import LogFormat, Settings

_LINE: Final = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
# The id of the request that is answered here.
REQUEST: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
_requests = logging.getLogger("numbergate.http")


class LogHandler(logging.StreamHandler[Any]):
    """Where every line goes."""

    in_json = False


def configure_logging(settings: Settings) -> None:
    """Send every log line of the process to standard error, in one format."""
    shared: list[Processor] = [
        _asked,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _places,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = LogHandler(sys.stderr)
    handler.in_json = settings.log_format is LogFormat.JSON
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _first_line],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(settings.log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    logging.captureWarnings(capture=True)
    logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)


class Ended(NamedTuple):
    """A request that was answered, as far as its line tells."""

    method: str
    status: int | None
    milliseconds: float
    request_id: str


def request(ended: Ended) -> None:
    """Write the line of a request, with those of others that end at the same time."""
    if COHORT.is_alone:
        _write([ended])
    else:
        COHORT.together(ended, _write)


def _write(many: Sequence[Ended]) -> None:
    """Write a line for each.

    In JSON they go to the handler's stream as they are: the way through structlog and logging is
    long, and every request would go it.
    """
    handler = _lines()
    if handler is None or not _requests.isEnabledFor(logging.INFO):
        return
    if handler.in_json:
        now = datetime.now(UTC)
        with suppress(OSError):  # a log that cannot be written stops nobody
            handler.stream.write(b"".join([_line(ended, now) for ended in many]).decode())
        return
    for ended in many:
        structlog.get_logger(_requests.name).info("request", **ended._asdict())


def _line(ended: Ended, now: datetime) -> bytes:
    line = {
        "method": ended.method,
        "status": ended.status,
        "milliseconds": ended.milliseconds,
        "event": "request",
        "request_id": ended.request_id,
        "logger": _requests.name,
        "level": "info",
        "timestamp": now,
    }
    return orjson.dumps(line, option=_LINE)


def _lines() -> LogHandler | None:
    """Return where every line goes, once it was configured."""
    for handler in _requests.root.handlers:
        if isinstance(handler, LogHandler):
            return handler
    return None


def _renderer(form: LogFormat) -> Processor:
    if form is LogFormat.JSON:
        return structlog.processors.JSONRenderer(_json)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _json(event: EventDict, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def _asked(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Name the request, where there is one."""
    if request_id := REQUEST.get():
        event.setdefault("request_id", request_id)
    return event


def _places(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and where it passed, causes first."""
    given: Any = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    raised: object = cast("tuple[object, ...]", given)[1] if isinstance(given, tuple) else given
    if isinstance(raised, BaseException):
        event["raised"] = places(raised)
    return event


def _first_line(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Drop what libraries append to a message: tracebacks, and exceptions with their values."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def places(raised: BaseException) -> list[str]:
    """Return the type of the exception and its causes, and the line of each frame."""
    inner = raised.__cause__ or raised.__context__
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(raised.__traceback__)
    ]
    return [*(places(inner) if inner else ()), type(raised).__qualname__, *frames]
