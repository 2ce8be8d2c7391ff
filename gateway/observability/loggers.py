"""Loggers: an event and its fields become a line, by structlog.

structlog is imported when the first line is written, see `log_format`.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger


class Logger:
    """Writes lines under a name, such as ``numbergate.http``."""

    def __init__(self, name: str) -> None:
        """Write under *name*."""
        self._name = name

    def info(self, event: str, **fields: object) -> None:
        """Write what is usual."""
        self._logger.info(event, **fields)

    def warning(self, event: str, **fields: object) -> None:
        """Write what someone may have to look at."""
        self._logger.warning(event, **fields)

    def error(self, event: str, **fields: object) -> None:
        """Write a failure."""
        self._logger.error(event, **fields)

    def exception(self, event: str, **fields: object) -> None:
        """Write a failure with the type and stack of the exception that is handled now."""
        self._logger.exception(event, **fields)  # noqa: LOG004  # its callers are handlers

    @cached_property
    def _logger(self) -> "BoundLogger":
        from gateway.observability import log_format

        return log_format.logger(self._name)
