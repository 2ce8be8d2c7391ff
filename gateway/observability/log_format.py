"""Log format: an event and its fields as a line, for the gateway and its libraries alike.

An exception is written as its type and stack, never with its message: a database's message may hold
the row.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from gateway.settings import LogFormat

FIELDS: Final = "numbergate_fields"  # the attribute of a record that has the fields of its event
# The id of the current request; None outside of requests.
REQUEST_ID: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
_EVENT_WIDTH: Final = 30  # characters, to which the console format pads an event
_COLORS: Final[Mapping[str, int]] = {"info": 32, "warning": 33, "error": 31, "critical": 31}


def formatter(log_format: LogFormat) -> logging.Formatter:
    """Return the formatter of all lines."""
    if log_format is LogFormat.JSON:
        return JSONLines()
    return ConsoleLines(has_colors=sys.stderr.isatty())


class JSONLines(logging.Formatter):
    """Lines for programs: a JSON object each."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return orjson.dumps(_event(record), default=str).decode()


class ConsoleLines(logging.Formatter):
    """Lines for people: time, level and event, then the fields."""

    def __init__(self, *, has_colors: bool) -> None:
        """Write levels in colors where a terminal shows them."""
        super().__init__()
        self._has_colors = has_colors

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        event = _event(record)
        time, level, name = event.pop("timestamp"), event.pop("level"), event.pop("event")
        fields = " ".join(f"{key}={value}" for key, value in event.items())
        return f"{time} {self._level(level)} {name:<{_EVENT_WIDTH}} {fields}"

    def _level(self, level: str) -> str:
        text = f"[{level:<8}]"
        color = _COLORS.get(level)
        return f"\x1b[{color}m{text}\x1b[0m" if color and self._has_colors else text


def _event(record: logging.LogRecord) -> dict[str, Any]:
    """Return the fields of a record, its event, and what all lines have.

    The event is the first line of the message: libraries append tracebacks with values to it.
    """
    event: dict[str, Any] = dict(getattr(record, FIELDS, ()))
    event["event"] = record.getMessage().partition("\n")[0]
    if request_id := REQUEST_ID.get():
        event.setdefault("request_id", request_id)
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
    event |= {
        "logger": record.name,
        "level": record.levelname.lower(),
        "timestamp": at.replace("+00:00", "Z"),
    }
    if record.exc_info and (exc := record.exc_info[1]):
        event["traceback"] = _stack(exc)
    return event


def _stack(exc: BaseException) -> list[str]:
    """Return type and frames of the causes and of the exception: ``file:line function``."""
    cause = exc.__cause__ or exc.__context__
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(exc.__traceback__)
    ]
    return [*(_stack(cause) if cause else ()), type(exc).__qualname__, *frames]
