"""What mutations answer: a closed union each, with `Rejected` for every reason added later."""

from collections.abc import Sequence
from typing import Annotated, Self, TypeAlias

import strawberry

from gateway.domain import commands
from gateway.domain.caller import Caller
from gateway.domain.enums import NumberType
from gateway.models import results
from gateway.models.results import CommandResult
from schema.errors import (
    FieldError,
    IdempotencyConflict,
    NumberNotFound,
    NumberTaken,
    Rejected,
    ValidationFailed,
    VersionConflict,
)
from schema.field_change import FieldChange
from schema.names import global_id, path
from schema.phone_number import PhoneNumber
from schema.scalars import E164


@strawberry.type(
    name="Warning", description="Something to know about a request that succeeded all the same."
)
class Notice:
    """See `gateway.domain.commands.Notice`."""

    code: str = strawberry.field(description="For programs. Example: insecure_url")
    message: str = strawberry.field(description="For people. May change.")
    path: list[str] = strawberry.field(
        description="The field it is about, from the argument on. Example: [input, number]"
    )

    @classmethod
    def all_of(cls, notices: Sequence[commands.Notice]) -> list[Self]:
        """Show notices to clients."""
        return [cls(code=n.code, message=n.message, path=path(("input", *n.path))) for n in notices]


_REPLAYED = "Whether this repeats the answer to an earlier request with the same key."
_WARNINGS = "What to know about it. Empty when all is well."


@strawberry.type(description="The number is in the project.")
class ImportPhoneNumberSuccess:
    """The whole resource, so that nobody has to ask again."""

    phone_number: PhoneNumber = strawberry.field(description="The number as it is now.")
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, done: CommandResult, caller: Caller) -> Self:
        """Show the outcome to the caller."""
        number, warnings = PhoneNumber.of(done.row, caller), Notice.all_of(done.notices)
        return cls(phone_number=number, warnings=warnings, replayed=done.replayed)


@strawberry.type(description="The number is as it was asked for.")
class UpdatePhoneNumberSuccess:
    """The whole resource, and what is new about it."""

    phone_number: PhoneNumber = strawberry.field(description="The number as it is now.")
    changes: list[FieldChange] = strawberry.field(
        description="What changed, field by field. Empty when everything was so already."
    )
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, done: CommandResult, caller: Caller) -> Self:
        """Show the outcome to the caller."""
        return cls(
            phone_number=PhoneNumber.of(done.row, caller),
            changes=[FieldChange.of(change) for change in done.changes],
            warnings=Notice.all_of(done.notices),
            replayed=done.replayed,
        )


@strawberry.type(description="The number was given up, and can be imported again.")
class ReleasePhoneNumberSuccess:
    """What is left to say of a released number."""

    id: strawberry.ID = strawberry.field(description="The id that the number had.")
    number: E164 = strawberry.field(description="The number that is free again.")
    phone_number: PhoneNumber | None = strawberry.field(
        description="The number while the platform has not confirmed its release. "
        "Null: it is released."
    )
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, done: CommandResult, caller: Caller) -> Self:
        """Show the outcome to the caller."""
        return cls(
            id=global_id("PhoneNumber", done.row.id),
            number=E164(done.row.number),
            phone_number=PhoneNumber.of(done.row, caller) if done.change else None,
            warnings=Notice.all_of(done.notices),
            replayed=done.replayed,
        )


@strawberry.type(description="What an import would do. Nothing was written.")
class ImportCheck:
    """See `gateway.models.results.ImportCheck`."""

    valid: bool = strawberry.field(description="Whether the import would succeed.")
    number: E164 | None = strawberry.field(description="The number, if it is one.")
    country_code: str | None = strawberry.field(
        description="The country it would have, by ISO 3166-1 alpha-2."
    )
    detected_type: NumberType | None = strawberry.field(
        description="What its numbering plan says of its type. Null: it does not tell."
    )
    existing: PhoneNumber | None = strawberry.field(
        description="The project's number, if it has this one already."
    )
    field_errors: list[FieldError] = strawberry.field(description="Why the input cannot be.")
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)

    @classmethod
    def of(cls, check: results.ImportCheck, caller: Caller) -> Self:
        """Show the check to the caller."""
        return cls(
            valid=check.would_succeed,
            number=E164(check.command.number) if check.command else None,
            country_code=check.metadata.country_code if check.metadata else None,
            detected_type=check.metadata.type if check.metadata else None,
            existing=PhoneNumber.of(check.existing, caller) if check.existing else None,
            field_errors=[FieldError.of(failure) for failure in check.failures],
            warnings=Notice.all_of(check.notices),
        )


ImportPhoneNumberResult: TypeAlias = Annotated[
    ImportPhoneNumberSuccess | ValidationFailed | NumberTaken | IdempotencyConflict | Rejected,
    strawberry.union(
        "ImportPhoneNumberResult", description="The number, or why it was not imported."
    ),
]
UpdatePhoneNumberResult: TypeAlias = Annotated[
    UpdatePhoneNumberSuccess
    | ValidationFailed
    | NumberNotFound
    | VersionConflict
    | IdempotencyConflict
    | Rejected,
    strawberry.union(
        "UpdatePhoneNumberResult", description="The number, or why it was not changed."
    ),
]
ReleasePhoneNumberResult: TypeAlias = Annotated[
    ReleasePhoneNumberSuccess
    | ValidationFailed
    | NumberNotFound
    | VersionConflict
    | IdempotencyConflict
    | Rejected,
    strawberry.union(
        "ReleasePhoneNumberResult", description="The number's end, or why it was not released."
    ),
]
