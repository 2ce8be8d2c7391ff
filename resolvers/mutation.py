"""Changing."""

import strawberry

from resolvers.context import Info
from schema.inputs import ImportPhoneNumberInput
from schema.phone_number import PhoneNumber
from schema.results import ImportPhoneNumberResult, ImportPhoneNumberSuccess, Notice


@strawberry.type(description="Changes. Each answers a union: its success, or why nothing changed.")
class Mutation:
    """The write side of the API."""

    @strawberry.mutation(
        description="Bring a number that another provider hosts into the project, and say what "
        "answers its calls and messages. Example: importPhoneNumber(input: "
        '{number: "+14155550123", numberType: LONGCODE})'
    )
    async def import_phone_number(
        self,
        info: Info,
        input: ImportPhoneNumberInput,
    ) -> ImportPhoneNumberResult:
        """Answer with the number; by now the command is valid."""
        done = await info.context.numbers.import_number(info.context.caller, input)
        return ImportPhoneNumberSuccess(
            phone_number=PhoneNumber.of(done.row),
            warnings=Notice.all_of(done.notices),
            replayed=done.replayed,
        )
