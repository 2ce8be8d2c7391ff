"""Secrets that no log line of the whole test run may contain."""

import logging
import re
from typing import Any

# Numbers in E.164, tokens, and passwords in URLs.
SECRET = re.compile(r"\+[1-9]\d{6,14}\b|\bng_[0-9a-f]{12}_\S|://[^/\s\"':]*:(?!\*{4}@)[^/\s\"'@]+@")
# Loggers of the tests themselves and of asyncio's debug mode.
_TEST_LOGGERS = ("httpx2", "httpcore", "asyncio", "hypothesis", "library")


class Watch:
    """A factory of log records, which keeps those that leak a secret."""

    def __init__(self) -> None:
        self.leaks: list[str] = []

    def record(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """Create a record, and check it before it is formatted."""
        record = logging.LogRecord(*args, **kwargs)
        self.look(record)
        return record

    def look(self, record: logging.LogRecord) -> None:
        """Keep the record if it leaks a secret."""
        line = f"{record.msg} {record.args}"
        if not str(record.name).startswith(_TEST_LOGGERS) and SECRET.search(line):
            self.leaks.append(f"{record.name}: {line}")


def leaks(log: str) -> list[str]:
    """Return the lines of a server's log that leak a secret."""
    return [line for line in log.splitlines() if line.startswith("{") and SECRET.search(line)]
