"""Log format: structlog's processors, for the lines of the gateway and those of its libraries.

This module is imported when the first line is written: structlog takes as long to import as a
command runs, and most commands write no line. An exception is logged as its type and stack, never
with its message: a database's message may hold the row.
"""

import logging
import sys
import traceback
from collections.abc import Sequence
from typing import Any, Final, cast

import orjson
import structlog
from structlog.types import EventDict, Processor

from gateway.observability.logging import REQUEST_ID
from gateway.settings import LogFormat


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of structlog, which hands lines to the one of the standard library."""
    return cast("structlog.stdlib.BoundLogger", structlog.get_logger(name))


def formatter(log_format: LogFormat) -> logging.Formatter:
    """Return the formatter of all lines."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_SHARED, _drop_details],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _renderer(log_format),
        ],
    )


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
