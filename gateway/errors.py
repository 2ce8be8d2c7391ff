"""Expected failures, as exceptions: each has a stable code, a message, and data.

Raise one of these when the caller can act on it. Any other exception is a bug: it is logged, and
the caller gets "Unexpected error." with the request's id. Codes never change; messages may.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final
from uuid import UUID

MOST_FAILURES: Final = 20  # of one input, in any response, report or terminal
_LONGEST_NAME: Final = 64  # characters
_LONGEST_MESSAGE: Final = 400


class Failure(Exception):
    """Base of every expected failure."""

    code: ClassVar[str]
    message: str

    def __str__(self) -> str:
        """Return the code only: a message may hold values from the caller, and this is logged."""
        return self.code


@dataclass(frozen=True, slots=True)
class FieldFailure:
    """A validation error of one field. The path holds the domain's field names and list indexes.

    Names and the message may hold what a caller sent, and are cut to a readable length.
    """

    path: tuple[str | int, ...]
    code: str
    message: str

    def __post_init__(self) -> None:
        """Cut what is too long to be read."""
        path = tuple(part if isinstance(part, int) else part[:_LONGEST_NAME] for part in self.path)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "message", self.message[:_LONGEST_MESSAGE])


class Invalid(Failure):
    """Validation failed: the first failures at once, each with its field.

    Beyond `MOST_FAILURES` the last one says how many more there are.
    """

    code = "validation_failed"

    def __init__(self, *failures: FieldFailure) -> None:
        super().__init__()
        self.all_failures = failures  # for those that raise them again, together with others
        self.failures = _first(failures)
        count = len(failures)
        self.message = f"{count} {'field is' if count == 1 else 'fields are'} not valid."


def _first(failures: tuple[FieldFailure, ...]) -> tuple[FieldFailure, ...]:
    if len(failures) <= MOST_FAILURES:
        return failures
    text = f"{len(failures) - MOST_FAILURES:,} more fields are not valid."
    return (*failures[:MOST_FAILURES], FieldFailure((), "more_failures", text))


class NumberTaken(Failure):
    """The project has this number already; *differs* names the fields with other values."""

    code = "number_taken"
    message = "The project has this number already."

    def __init__(self, existing: Any, differs: list[str]) -> None:
        super().__init__()
        self.existing = existing
        self.differs = differs


class NumberNotFound(Failure):
    """The project has no number with this id, or it was released."""

    code = "number_not_found"
    message = "The project has no number with this id."

    def __init__(self, number_id: UUID) -> None:
        super().__init__()
        self.number_id = number_id


class VersionConflict(Failure):
    """The number's version is not the expected one: it was changed in between."""

    code = "version_conflict"

    def __init__(self, expected: int, current: Any) -> None:
        super().__init__()
        self.current = current
        self.message = f"The number is at version {current.version}, not at {expected}."


class IdempotencyConflictReason(StrEnum):
    """Why a key cannot be used."""

    PARAMETER_MISMATCH = "parameter_mismatch"
    IN_PROGRESS = "in_progress"


class IdempotencyConflict(Failure):
    """The idempotency key belongs to another request, or to one that is still running."""

    code = "idempotency_conflict"

    def __init__(self, reason: IdempotencyConflictReason) -> None:
        super().__init__()
        self.reason = reason
        self.message = _CONFLICTS[reason]


_CONFLICTS = {
    IdempotencyConflictReason.PARAMETER_MISMATCH: (
        "This idempotency key was used with other input. Use a new key for a new request."
    ),
    IdempotencyConflictReason.IN_PROGRESS: (
        "A request with this idempotency key is still running. Try again in a moment."
    ),
}


class Rejected(Failure):
    """Any other reason to reject an operation; ``retryable`` tells whether a retry can succeed."""

    code = "rejected"
    retryable: bool = False
    retry_after_seconds: int | None = None


class Unavailable(Rejected):
    """The database cannot answer now: it is busy, full or unreachable."""

    code = "unavailable"
    message = (
        "The database cannot answer now. Try again in a moment, with the same idempotency key."
    )
    retryable = True
    retry_after_seconds = 1


class Overloaded(Rejected):
    """Too many requests run and wait: admission control rejected this one."""

    code = "overloaded"
    message = "Too many requests are in progress. Try again in a moment."
    retryable = True
    retry_after_seconds = 1


class OperationTimeout(Rejected):
    """The operation exceeded its timeout and was cancelled."""

    code = "timeout"
    retryable = True
    retry_after_seconds = 1

    def __init__(self, seconds: float, *, writes: bool) -> None:
        super().__init__()
        self.message = f"The operation was cancelled after {seconds:g} seconds."
        if writes:  # a commit may be in progress
            self.message += (
                " Its mutations may have been committed: repeat them with the same idempotency keys"
                " to get their results."
            )


class AnswerTooLarge(Failure):
    """The response would have more bytes than are allowed."""

    code = "answer_too_large"

    def __init__(self, limit: int, *, writes: bool = False) -> None:
        super().__init__()
        self.message = (
            f"The answer has more than the {limit:,} bytes that are allowed. Ask for fewer items, "
            "or for fewer fields."
        )
        if writes:
            self.message += " Its mutations have been committed, as far as they came."


class SearchTimeout(Rejected):
    """A search or a count looked at more rows than it has time for, and was stopped."""

    code = "search_timeout"
    message = (
        "The search or count takes too long and was stopped. Name more in the filter, such as the "
        "beginning of the number, or ask for fewer lists at once."
    )


class ShuttingDown(Rejected):
    """The process is shutting down, and should get no new requests."""

    code = "shutting_down"
    message = "shutting down"
    retryable = True


class ReleaseProtected(Rejected):
    """The number is protected from release."""

    code = "release_protected"
    message = "The number is protected from release."


class SecretsNotConfigured(Rejected):
    """There is no key that secrets could be encrypted with."""

    code = "secrets_not_configured"
    message = "This server has no keys to keep secrets with: set NUMBERGATE_SECRET_KEYS."


class SecretUnreadable(Rejected):
    """A stored secret does not decrypt: its key is gone, or its text was moved or changed."""

    code = "secret_unreadable"
    message = "A stored secret cannot be read. Attach or connect again."


class NoUpstream(Rejected):
    """The project is attached to no platform."""

    code = "no_upstream"
    message = "The project is attached to no platform."


class AlreadyAttached(Rejected):
    """The project is attached to another space, or to another project of it."""

    code = "already_attached"
    message = "The project is attached to another space. Detach it first."


class SpaceTaken(Rejected):
    """Another project is attached to the same project of the platform."""

    code = "space_taken"
    message = "Another project is attached to this space and project."


class ConnectionRefused(Rejected):
    """The platform refused the credentials, or could not be reached to try them."""

    code = "connection_refused"

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__()
        self.message, self.retryable = message, retryable


class ChangePending(Rejected):
    """The number has a change that the platform has not confirmed."""

    code = "change_pending"
    message = "The platform has not confirmed an earlier change of this number. Try again later."
    retryable = True
    retry_after_seconds = 5


class UpstreamBusy(Rejected):
    """Too many changes of the project wait for the platform."""

    code = "upstream_busy"
    message = "Too many changes wait for the platform. Try again later."
    retryable = True
    retry_after_seconds = 30


class UpstreamRefused(Rejected):
    """The platform refused the change. The message holds its reason."""

    code = "upstream_refused"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class NumberTakenUpstream(Rejected):
    """The platform has the number already, and not from this project's import."""

    code = "number_taken_upstream"
    message = "The platform has this number already, from elsewhere. It was not touched."


class UpstreamGone(Rejected):
    """The platform does not have the number any more."""

    code = "upstream_gone"
    message = "The platform does not have this number. Import it again, or release it."


class UpstreamDetached(Rejected):
    """The project was detached before the platform confirmed the change."""

    code = "upstream_detached"
    message = "The project was detached before the platform confirmed this change."


class Forbidden(Rejected):
    """The caller lacks the required scope."""

    code = "forbidden"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.message = f"This needs a token with the scope {scope}."


class Unauthenticated(Failure):
    """Authentication failed: the credentials are missing, malformed, unknown or expired."""

    code = "unauthenticated"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class CrossSite(Failure):
    """A page of another site may have sent the request, with access that the browser lent it."""

    code = "cross_site"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class RateLimited(Rejected):
    """The token's rate limit is exhausted; ``retry_after_seconds`` tells when to retry."""

    code = "rate_limited"
    retryable = True

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds
        self.message = (
            f"The rate limit of this token is exceeded. Try again in {retry_after_seconds} s."
        )


class InvalidId(Failure):
    """The text is not an id of the expected type."""

    code = "invalid_id"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class InvalidPage(Failure):
    """The page arguments are invalid: the size, the cursor, or both directions at once."""

    code = "invalid_page"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class BackupRefused(Failure):
    """No backup was made, and no file is left of it. The message says why."""

    code = "backup_refused"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class ProjectNotFound(Failure):
    """No project has this name or id, or several could be meant."""

    code = "project_not_found"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class ProjectNameTaken(Failure):
    """Another project has this name."""

    code = "project_name_taken"
    message = "A project with this name exists already."


class TokenNotFound(Failure):
    """No token has this id, or it was revoked."""

    code = "token_not_found"
    message = "No active token has this id."


class SchemaOutdated(Failure):
    """The database is at another schema revision than this version needs."""

    code = "schema_outdated"

    def __init__(self, found: str | None, wanted: str) -> None:
        super().__init__()
        self.message = (
            f"The database is at revision {found or 'none'}; this version needs {wanted}. "
            "Run: numbergate migrate"
        )
