"""The present moment: services take it as a field, so that tests may stop it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)
