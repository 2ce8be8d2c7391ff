"""What mutations answer: a closed union each, with `Rejected` for every reason added later."""

from collections.abc import Sequence
from typing import Annotated, Self, TypeAlias

import strawberry

from gateway import commands
from schema.errors import IdempotencyConflict, NumberTaken, Rejected, ValidationFailed
from schema.names import path
from schema.phone_number import PhoneNumber


@strawberry.type(
    name="Warning", description="Something to know about a request that succeeded all the same."
)
class Notice:
    """See `gateway.commands.Notice`."""

    code: str = strawberry.field(description="For programs. Example: insecure_url")
    message: str = strawberry.field(description="For people. May change.")
    path: list[str] = strawberry.field(
        description="The field it is about, from the argument on. Example: [input, number]"
    )

    @classmethod
    def all_of(cls, notices: Sequence[commands.Notice]) -> list[Self]:
        """Show notices to clients."""
        return [cls(code=n.code, message=n.message, path=path(("input", *n.path))) for n in notices]


@strawberry.type(description="The number is in the project.")
class ImportPhoneNumberSuccess:
    """The whole resource, so that nobody has to ask again."""

    phone_number: PhoneNumber = strawberry.field(description="The number as it is now.")
    warnings: list[Notice] = strawberry.field(
        description="What to know about it. Empty when all is well."
    )
    replayed: bool = strawberry.field(
        description="Whether this repeats the answer to an earlier request with the same key."
    )


ImportPhoneNumberResult: TypeAlias = Annotated[
    ImportPhoneNumberSuccess | ValidationFailed | NumberTaken | IdempotencyConflict | Rejected,
    strawberry.union(
        "ImportPhoneNumberResult", description="The number, or why it was not imported."
    ),
]
