"""Failures of the database: unavailable, at another schema revision, not backed up."""

from gateway.errors.base import Failure, Rejected


class Unavailable(Rejected):
    """The database cannot answer now: it is busy, full or unreachable."""

    code = "unavailable"
    message = (
        "The database cannot answer now. Try again in a moment, with the same idempotency key."
    )
    retryable = True
    retry_after_seconds = 1


class SchemaOutdated(Failure):
    """The database is at another schema revision than this version needs."""

    code = "schema_outdated"

    def __init__(self, found: str | None, wanted: str) -> None:
        super().__init__()
        self.message = (
            f"The database is at revision {found or 'none'}; this version needs {wanted}. "
            "Run: numbergate migrate"
        )


class BackupRefused(Failure):
    """No backup was made, and no file is left of it. The message says why."""

    code = "backup_refused"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message
