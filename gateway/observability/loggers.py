"""Loggers: an event and its fields become a line, by the standard library and `log_format`."""

import logging
from collections.abc import Mapping

from gateway.observability.log_format import FIELDS


class Logger:
    """Writes lines under a name, such as ``numbergate.http``."""

    def __init__(self, name: str) -> None:
        """Write under *name*."""
        self._logger = logging.getLogger(name)

    def info(self, event: str, **fields: object) -> None:
        """Write what is usual."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Write what someone may have to look at."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, *, exc_info: BaseException | None = None, **fields: object) -> None:
        """Write a failure, with the type and stack of the exception *exc_info*."""
        self._write(logging.ERROR, event, fields, exc_info=exc_info)

    def exception(self, event: str, **fields: object) -> None:
        """Write a failure with the type and stack of the exception that is handled now."""
        self._write(logging.ERROR, event, fields, exc_info=True)

    def _write(
        self,
        level: int,
        event: str,
        fields: Mapping[str, object],
        *,
        exc_info: BaseException | bool | None = None,
    ) -> None:
        self._logger.log(level, event, exc_info=exc_info, extra={FIELDS: fields})
