"""Failure types: the core's expected failures in GraphQL, and the handlers that convert them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import strawberry

from gateway import errors
from gateway.domain.caller import Caller
from schema.names import camel, global_id, path
from schema.phone_number import PhoneNumber

_CODE = "A code for programs. Codes never change their meaning."
_MESSAGE = "An explanation for people. Its text may change."


@strawberry.interface(
    description="A failure that the caller can act on. Select code and message on this interface "
    "to handle every failure, also those that are added later."
)
class Problem:
    """The fields of every failure."""

    code: str = strawberry.field(description=_CODE)
    message: str = strawberry.field(description=_MESSAGE)


@strawberry.type(description="A reason why a field of the input is not valid.")
class FieldError:
    """See `gateway.errors.FieldFailure`."""

    path: list[str] = strawberry.field(
        description="The path of the field, from the argument on; items of lists by their index. "
        'Example: ["input", "callHandler", "lamlWebhooks", "requestUrl"]'
    )
    code: str = strawberry.field(description=f'{_CODE} Example: "invalid_characters"')
    message: str = strawberry.field(
        description="An explanation for people, often with a suggestion. Its text may change."
    )
    suggestion: str | None = strawberry.field(
        description="The value that is certainly meant, which a button can put in. Null if none is "
        'certain. Example: "+14155550123"'
    )

    @classmethod
    def of(cls, failure: errors.FieldFailure) -> Self:
        """Convert a failure of the core."""
        where = path(("input", *failure.path))
        code, message, suggestion = failure.code, failure.message, failure.suggestion
        return cls(path=where, code=code, message=message, suggestion=suggestion)

    @classmethod
    def of_row(cls, failure: Mapping[str, Any]) -> Self:
        """Convert a stored failure of a row of a bulk job: its path begins at the row."""
        where = path(failure["path"])
        suggestion = failure.get("suggestion")
        return cls(
            path=where, code=failure["code"], message=failure["message"], suggestion=suggestion
        )


@strawberry.type(
    description="The input is not valid. fieldErrors lists all reasons. Nothing was changed."
)
class ValidationFailed(Problem):
    """See `gateway.errors.Invalid`."""

    field_errors: list[FieldError] = strawberry.field(
        description="The failures, in the order of the input's fields."
    )

    @classmethod
    def of(cls, failure: errors.Invalid, caller: Caller) -> Self:
        """Convert the failure for the caller."""
        field_errors = [FieldError.of(f) for f in failure.failures]
        return cls(code=failure.code, message=failure.message, field_errors=field_errors)


@strawberry.type(description="The project has this number already. Nothing was changed.")
class NumberTaken(Problem):
    """See `gateway.errors.NumberTaken`."""

    existing: PhoneNumber = strawberry.field(description="The number that the project has.")
    differs: list[str] = strawberry.field(
        description="The fields of the input whose values differ from those of the existing "
        'number, as your token may see them. Example: ["name", "callHandler"]'
    )

    @classmethod
    def of(cls, failure: errors.NumberTaken, caller: Caller) -> Self:
        """Convert the failure for the caller."""
        existing = PhoneNumber.of(failure.existing, caller)
        differs = [camel(name) for name in failure.differs]
        return cls(code=failure.code, message=failure.message, existing=existing, differs=differs)


@strawberry.type(
    description="The project has no number with this id: it never had it, or the number was "
    "released. Nothing was changed."
)
class NumberNotFound(Problem):
    """See `gateway.errors.NumberNotFound`."""

    phone_number_id: strawberry.ID = strawberry.field(description="The id in the input.")

    @classmethod
    def of(cls, failure: errors.NumberNotFound, caller: Caller) -> Self:
        """Convert the failure for the caller."""
        requested = global_id("PhoneNumber", failure.number_id)
        return cls(code=failure.code, message=failure.message, phone_number_id=requested)


@strawberry.type(
    description="The number has another version than expectedVersion: it changed since you read "
    "it. Nothing was changed. Check the current number, and retry with its version."
)
class VersionConflict(Problem):
    """See `gateway.errors.VersionConflict`."""

    current: PhoneNumber = strawberry.field(description="The number as it is now.")

    @classmethod
    def of(cls, failure: errors.VersionConflict, caller: Caller) -> Self:
        """Convert the failure for the caller."""
        current = PhoneNumber.of(failure.current, caller)
        return cls(code=failure.code, message=failure.message, current=current)


@strawberry.type(description="The idempotency key cannot be used. Nothing was changed.")
class IdempotencyConflict(Problem):
    """See `gateway.errors.IdempotencyConflict`."""

    reason: errors.IdempotencyConflictReason = strawberry.field(
        description="Why the key cannot be used."
    )

    @classmethod
    def of(cls, failure: errors.IdempotencyConflict, caller: Caller) -> Self:
        """Convert the failure for the caller."""
        return cls(code=failure.code, message=failure.message, reason=failure.reason)


@strawberry.type(
    description="The mutation was refused for any other reason, which code names. Reasons that are "
    "added later have this type too. Nothing was changed."
)
class Rejected(Problem):
    """See `gateway.errors.Rejected`."""

    retryable: bool = strawberry.field(
        description="Whether the same request may succeed later, unchanged."
    )
    retry_after_seconds: int | None = strawberry.field(
        description="The number of seconds to wait before a retry. Null if none is recommended."
    )

    @classmethod
    def of(cls, failure: errors.Rejected, caller: Caller) -> Self:
        """Convert the failure for the caller."""
        return cls(
            code=failure.code,
            message=_MESSAGES.get(type(failure), failure.message),
            retryable=failure.retryable,
            retry_after_seconds=failure.retry_after_seconds,
        )


# Messages that name fields of this API. The other failures have the messages of the core.
_MESSAGES: Final[Mapping[type[errors.Rejected], str]] = {
    errors.ReleaseProtected: "The number is protected. Set releaseProtected to false before "
    "releasing it.",
}


@dataclass(frozen=True, slots=True)
class FailureHandler:
    """An exception handler of Strawberry: turns a failure into the result of the field.

    It applies to fields whose union has *error_type*; elsewhere the failure becomes an error.
    """

    exception_type: type[errors.Failure]
    error_type: type[Problem]

    def handle(self, exception: Any, *, field: object, info: Any) -> Problem:
        """Convert the failure for the caller."""
        convert: Callable[[Any, Caller], Problem] = getattr(self.error_type, "of")  # noqa: B009
        return convert(exception, info.context.caller)


FAILURE_HANDLERS: Final = (
    FailureHandler(errors.Invalid, ValidationFailed),
    FailureHandler(errors.NumberTaken, NumberTaken),
    FailureHandler(errors.NumberNotFound, NumberNotFound),
    FailureHandler(errors.VersionConflict, VersionConflict),
    FailureHandler(errors.IdempotencyConflict, IdempotencyConflict),
    FailureHandler(errors.Rejected, Rejected),
)
