"""Base classes of expected failures: a failure, and a rejection with its retry advice."""

from typing import ClassVar


class Failure(Exception):
    """Base of every expected failure."""

    code: ClassVar[str]
    message: str

    def __str__(self) -> str:
        """Return the code only: a message may hold values from the caller, and this is logged."""
        return self.code


class Rejected(Failure):
    """Any other reason to reject an operation; ``retryable`` tells whether a retry can succeed."""

    code = "rejected"
    retryable: bool = False
    retry_after_seconds: int | None = None
