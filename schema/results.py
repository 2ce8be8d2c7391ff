"""Result types: a closed union for each mutation, of its success and its failures.

The unions never get new members: a failure that is added later is a `Rejected` with a new code.
"""

from collections.abc import Sequence
from typing import Annotated, Self, TypeAlias

import strawberry

from gateway.domain.caller import Caller
from gateway.domain.commands import base
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
from schema.result_unions import result_of
from schema.scalars import E164


@strawberry.type(
    name="Warning",
    description="A possible problem in the input of a request that succeeded or would succeed.",
)
class Notice:
    """See `gateway.domain.commands.base.Notice`."""

    code: str = strawberry.field(
        description='A code for programs. Codes never change their meaning. Example: "insecure_url"'
    )
    message: str = strawberry.field(description="An explanation for people. Its text may change.")
    path: list[str] = strawberry.field(
        description="The path of the field that the warning is about, from the argument on. "
        'Example: ["input", "number"]'
    )

    @classmethod
    def all_of(cls, notices: Sequence[base.Notice]) -> list[Self]:
        """Convert the warnings of a command."""
        return [cls(code=n.code, message=n.message, path=path(("input", *n.path))) for n in notices]


_REPLAYED = "Whether this is the stored result of an earlier request with the same idempotency key."
_WARNINGS = "Possible problems in the input. Empty if there are none."


@strawberry.type(description="The number was imported, or the project had it already.")
class ImportPhoneNumberSuccess:
    """Has the whole resource, so that clients need no second request."""

    phone_number: PhoneNumber = strawberry.field(description="The phone number as it is now.")
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, result: CommandResult, caller: Caller) -> Self:
        """Convert the result for the caller."""
        number, warnings = PhoneNumber.of(result.row, caller), Notice.all_of(result.notices)
        return cls(phone_number=number, warnings=warnings, replayed=result.replayed)


@strawberry.type(description="The number has the values of the input.")
class UpdatePhoneNumberSuccess:
    """Has the whole resource and the changes."""

    phone_number: PhoneNumber = strawberry.field(description="The phone number as it is now.")
    changes: list[FieldChange] = strawberry.field(
        description="The fields that changed. Empty if the number had all these values already."
    )
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, result: CommandResult, caller: Caller) -> Self:
        """Convert the result for the caller."""
        return cls(
            phone_number=PhoneNumber.of(result.row, caller),
            changes=[FieldChange.of(change) for change in result.changes],
            warnings=Notice.all_of(result.notices),
            replayed=result.replayed,
        )


@strawberry.type(description="The number was released. It can be imported again, with another id.")
class ReleasePhoneNumberSuccess:
    """A released number has no readable fields but these."""

    released_id: strawberry.ID = strawberry.field(
        description="The id that the number had: remove it from your store."
    )
    number: E164 = strawberry.field(description="The released number. Example: +14155550123")
    phone_number: PhoneNumber | None = strawberry.field(
        description="The phone number, until the platform has confirmed its release. Null once it "
        "is released."
    )
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, result: CommandResult, caller: Caller) -> Self:
        """Convert the result for the caller."""
        return cls(
            released_id=global_id("PhoneNumber", result.row.id),
            number=E164(result.row.number),
            phone_number=PhoneNumber.of(result.row, caller) if result.change else None,
            warnings=Notice.all_of(result.notices),
            replayed=result.replayed,
        )


@strawberry.type(description="The result of a dry run of importPhoneNumber. Nothing was written.")
class ImportCheck:
    """See `gateway.models.results.ImportCheck`."""

    valid: bool = strawberry.field(description="Whether the import would succeed.")
    number: E164 | None = strawberry.field(
        description="The number in E.164 format. Null if the input is not valid."
    )
    country_code: str | None = strawberry.field(
        description="The countryCode that the phone number would get. Example: US"
    )
    detected_type: NumberType | None = strawberry.field(
        description="The type by the numbering plan of its country. Null if the plan does not "
        "distinguish it."
    )
    existing: PhoneNumber | None = strawberry.field(
        description="The phone number of the project with this number. Null if it has none."
    )
    field_errors: list[FieldError] = strawberry.field(
        description="Why the input is not valid. Empty if it is."
    )
    warnings: list[Notice] = strawberry.field(description=_WARNINGS)

    @classmethod
    def of(cls, check: results.ImportCheck, caller: Caller) -> Self:
        """Convert the result for the caller."""
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
    result_of("importPhoneNumber", "the number, or why it was not imported"),
]
UpdatePhoneNumberResult: TypeAlias = Annotated[
    UpdatePhoneNumberSuccess
    | ValidationFailed
    | NumberNotFound
    | VersionConflict
    | IdempotencyConflict
    | Rejected,
    result_of("updatePhoneNumber", "the number, or why it was not changed"),
]
ReleasePhoneNumberResult: TypeAlias = Annotated[
    ReleasePhoneNumberSuccess
    | ValidationFailed
    | NumberNotFound
    | VersionConflict
    | IdempotencyConflict
    | Rejected,
    result_of("releasePhoneNumber", "the released number, or why it was not released"),
]
