"""Secrets that no log line of the whole test run may contain."""

import logging
import re
from base64 import b64encode
from typing import Any, Final
from uuid import UUID

# The project of a platform that tests attach to, and its API token, which no test checks.
PLATFORM_PROJECT: Final = UUID("33333333-3333-4333-8333-333333333333")
PLATFORM_TOKEN: Final = "PT-canary-of-the-platform-0a9f"  # noqa: S105
# The secret of the accounts at providers that tests connect to.
PROVIDER_SECRET: Final = "PS-canary-of-the-provider-77e1"  # noqa: S105
# The token as it is, and as the header of basic authentication has it.
PLATFORM_SECRETS: Final = (
    PLATFORM_TOKEN, b64encode(f"{PLATFORM_PROJECT}:{PLATFORM_TOKEN}".encode()).decode(),
    PROVIDER_SECRET,
)  # fmt: skip
# Numbers in E.164, tokens, and passwords in URLs.
SECRET = re.compile(
    r"(?:\+|%2B)[1-9]\d{6,14}\b|\bng_[0-9a-f]{12}_\S|://[^/\s\"':]*:(?!\*{4}@)[^/\s\"'@]+@|"
    + "|".join(map(re.escape, PLATFORM_SECRETS))
)
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
