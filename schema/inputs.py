"""What clients send: the domain's commands under their GraphQL names.

Strawberry's hook for building input values hands over the command itself, so a resolver gets it
valid, or the client gets every reason why it is not.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from strawberry.types.arguments import InputContext

from gateway import handlers
from gateway.commands import Command, ImportNumber
from schema.derive import input_type
from schema.handlers import CallHandlerInput, MessageHandlerInput
from schema.names import of_domain

_ONE_OFS: Final[dict[Any, Any]] = {
    handlers.CallHandler | None: CallHandlerInput | None,
    handlers.MessageHandler | None: MessageHandlerInput | None,
}


def _input_for(command: type[Command], name: str) -> Any:
    """Make the input type of *command*, which becomes the command when it is read."""
    made = input_type(command, name, _ONE_OFS)
    made.__strawberry_definition__.from_input = partial(_build, command)
    return made


def _build(
    command: type[Command], _input: type, value: Mapping[str, Any], context: InputContext
) -> Command:
    asked = cast("dict[str, object]", of_domain(value))
    return command.of(asked, cast("Any", context.info).context.policy)


if TYPE_CHECKING:
    ImportPhoneNumberInput: TypeAlias = ImportNumber
else:
    ImportPhoneNumberInput = _input_for(ImportNumber, "ImportPhoneNumberInput")
