"""What no log line of the whole test run may hold, whoever wrote it."""

import logging
import re
from typing import Any

# Numbers in E.164, tokens, and passwords in URLs.
SECRET = re.compile(r"\+[1-9]\d{6,14}\b|\bng_[0-9a-f]{12}_\S|://[^/\s\"':]*:(?!\*{4}@)[^/\s\"'@]+@")
# What the tests themselves, and the event loop's debugging, have to say.
_NOT_OURS = ("httpx2", "httpcore", "asyncio", "hypothesis", "library")


class Watch:
    """Makes log records, and remembers those that give something away."""

    def __init__(self) -> None:
        self.leaks: list[str] = []

    def record(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """Make a record, and look at it before anything is cut from it."""
        record = logging.LogRecord(*args, **kwargs)
        self.look(record)
        return record

    def look(self, record: logging.LogRecord) -> None:
        """Remember the record if it gives something away."""
        line = f"{record.msg} {record.args}"
        if not str(record.name).startswith(_NOT_OURS) and SECRET.search(line):
            self.leaks.append(f"{record.name}: {line}")


def leaks(log: str) -> list[str]:
    """Return the lines of a server's log that give something away."""
    return [line for line in log.splitlines() if line.startswith("{") and SECRET.search(line)]
