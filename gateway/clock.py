"""Clock: the current time. Services take the function as a field, so that tests can replace it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)
