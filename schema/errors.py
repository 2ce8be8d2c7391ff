"""Expected failures as GraphQL types, and how an exception becomes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import strawberry

from gateway import errors
from gateway.domain.caller import Caller
from schema.names import camel, global_id, path
from schema.phone_number import PhoneNumber


@strawberry.interface(description="Something that went wrong and that the caller can act on.")
class Problem:
    """What every failure says."""

    code: str = strawberry.field(description="For programs. Never changes its meaning.")
    message: str = strawberry.field(description="For people. May change.")


@strawberry.type(description="One thing that is wrong with one field of the input.")
class FieldError:
    """See `gateway.errors.FieldFailure`."""

    path: list[str] = strawberry.field(
        description="Where the field is, from the argument on. "
        "Example: [input, callHandler, lamlWebhooks, requestUrl]"
    )
    code: str = strawberry.field(description="For programs. Example: invalid_characters")
    message: str = strawberry.field(description="For people, with a suggestion where one is safe.")

    @classmethod
    def of(cls, failure: errors.FieldFailure) -> Self:
        """Show a failure to clients."""
        where = path(("input", *failure.path))
        return cls(path=where, code=failure.code, message=failure.message)


@strawberry.type(description="The input cannot be: every reason at once. Nothing was changed.")
class ValidationFailed(Problem):
    """See `gateway.errors.Invalid`."""

    field_errors: list[FieldError] = strawberry.field(
        description="What is wrong, in the order of the input's fields."
    )

    @classmethod
    def of(cls, failure: errors.Invalid, caller: Caller) -> Self:
        """Show the failure to the caller."""
        found = [FieldError.of(f) for f in failure.failures]
        return cls(code=failure.code, message=failure.message, field_errors=found)


@strawberry.type(description="The project has this number already. Nothing was changed.")
class NumberTaken(Problem):
    """See `gateway.errors.NumberTaken`."""

    existing: PhoneNumber = strawberry.field(description="The number as it is.")
    differs: list[str] = strawberry.field(
        description="The fields of the input that the existing number has other values in. "
        "Example: [name, callHandler]"
    )

    @classmethod
    def of(cls, failure: errors.NumberTaken, caller: Caller) -> Self:
        """Show the failure to the caller."""
        existing, differs = (
            PhoneNumber.of(failure.existing, caller),
            [camel(n) for n in failure.differs],
        )
        return cls(code=failure.code, message=failure.message, existing=existing, differs=differs)


@strawberry.type(
    description="The project has no number with this id, or it was released. Nothing was changed."
)
class NumberNotFound(Problem):
    """See `gateway.errors.NumberNotFound`."""

    id: strawberry.ID = strawberry.field(description="The id that was asked for.")

    @classmethod
    def of(cls, failure: errors.NumberNotFound, caller: Caller) -> Self:
        """Show the failure to the caller."""
        asked = global_id("PhoneNumber", failure.number_id)
        return cls(code=failure.code, message=failure.message, id=asked)


@strawberry.type(
    description="The number changed since the version that the change was based on. Nothing was "
    "changed: read the current number, decide again, and ask with its version."
)
class VersionConflict(Problem):
    """See `gateway.errors.VersionConflict`."""

    current: PhoneNumber = strawberry.field(description="The number as it is.")

    @classmethod
    def of(cls, failure: errors.VersionConflict, caller: Caller) -> Self:
        """Show the failure to the caller."""
        current = PhoneNumber.of(failure.current, caller)
        return cls(code=failure.code, message=failure.message, current=current)


@strawberry.type(description="The idempotency key cannot be used. Nothing was changed.")
class IdempotencyConflict(Problem):
    """See `gateway.errors.IdempotencyConflict`."""

    reason: errors.IdempotencyConflictReason = strawberry.field(description="Why not.")

    @classmethod
    def of(cls, failure: errors.IdempotencyConflict, caller: Caller) -> Self:
        """Show the failure to the caller."""
        return cls(code=failure.code, message=failure.message, reason=failure.reason)


@strawberry.type(
    description="Any other reason not to do it; reasons that are added later come as this type, "
    "told apart by their code. Nothing was changed."
)
class Rejected(Problem):
    """See `gateway.errors.Rejected`."""

    retryable: bool = strawberry.field(description="Whether the same request may succeed later.")
    retry_after_seconds: int | None = strawberry.field(
        description="How long to wait before asking again, in seconds."
    )

    @classmethod
    def of(cls, failure: errors.Rejected, caller: Caller) -> Self:
        """Show the failure to the caller."""
        return cls(
            code=failure.code,
            message=_WORDS.get(type(failure), failure.message),
            retryable=failure.retryable,
            retry_after_seconds=failure.retry_after_seconds,
        )


# Messages that name fields of this API. Every other failure is shown in the core's words.
_WORDS: Final[Mapping[type[errors.Rejected], str]] = {
    errors.ReleaseProtected: "The number is protected. Set releaseProtected to false before "
    "releasing it.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Answers with a member of the field's union where it has one for the exception."""

    exception_type: type[errors.Failure]
    error_type: type[Problem]

    def handle(self, exception: Any, *, field: object, info: Any) -> Problem:
        """Show the failure to the caller."""
        show: Callable[[Any, Caller], Problem] = getattr(self.error_type, "of")  # noqa: B009
        return show(exception, info.context.caller)


ANSWERS: Final = (
    Answer(errors.Invalid, ValidationFailed),
    Answer(errors.NumberTaken, NumberTaken),
    Answer(errors.NumberNotFound, NumberNotFound),
    Answer(errors.VersionConflict, VersionConflict),
    Answer(errors.IdempotencyConflict, IdempotencyConflict),
    Answer(errors.Rejected, Rejected),
)
