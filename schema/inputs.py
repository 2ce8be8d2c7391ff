"""What clients send: the domain's commands under their GraphQL names.

Strawberry's hook for building input values hands resolvers a form: what was filled in, and the
command that it becomes when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar, cast
from uuid import UUID

import strawberry
from strawberry.types.arguments import InputContext

from gateway.domain import handlers
from gateway.domain.commands import (
    AttachUpstream,
    CallKind,
    Command,
    ImportNumber,
    MessageKind,
    NumberFilter,
    NumberOrder,
    PlatformProject,
    ReleaseNumber,
    UpdateNumber,
)
from gateway.domain.validation_policy import ValidationPolicy
from schema.derive import input_type
from schema.enums import CallHandlerKind, MessageHandlerKind
from schema.handlers import CallHandlerInput, MessageHandlerInput
from schema.names import key_of, of_domain

C = TypeVar("C", bound=Command)

_REPLACED: Final[dict[Any, Any]] = {
    handlers.CallHandler | None: CallHandlerInput | None,
    handlers.MessageHandler | None: MessageHandlerInput | None,
    list[CallKind] | None: list[CallHandlerKind] | None,  # type: ignore[valid-type]
    list[MessageKind] | None: list[MessageHandlerKind] | None,  # type: ignore[valid-type]
    UUID: strawberry.ID,
    PlatformProject: UUID,  # of another system: no id of ours
}


@dataclass(frozen=True, slots=True)
class Form(Generic[C]):
    """An input as it was filled in."""

    command: type[C]
    asked: Mapping[str, object]
    policy: ValidationPolicy

    def read(self) -> C:
        """Return the command, or raise `Invalid` with everything that is wrong with it."""
        return self.command.of(self.asked, self.policy)


def _input_for(command: type[Command], name: str) -> Any:
    """Make the input type of *command*, which resolvers get as a form."""
    made = input_type(command, name, _REPLACED)
    made.__strawberry_definition__.from_input = partial(_fill_in, command)
    return made


def _fill_in(
    command: type[Command], _input: type, value: Mapping[str, Any], context: InputContext
) -> Form[Command]:
    asked = cast("dict[str, object]", of_domain(value))
    if "id" in asked:
        asked["id"] = key_of(str(asked["id"]), "PhoneNumber") or asked["id"]
    return Form(command, asked, cast("Any", context.info).context.policy)


if TYPE_CHECKING:
    ImportPhoneNumberInput: TypeAlias = Form[ImportNumber]
    UpdatePhoneNumberInput: TypeAlias = Form[UpdateNumber]
    ReleasePhoneNumberInput: TypeAlias = Form[ReleaseNumber]
    AttachUpstreamInput: TypeAlias = Form[AttachUpstream]
    PhoneNumberFilter: TypeAlias = Form[NumberFilter]
    PhoneNumberOrder: TypeAlias = NumberOrder
else:
    ImportPhoneNumberInput = _input_for(ImportNumber, "ImportPhoneNumberInput")
    UpdatePhoneNumberInput = _input_for(UpdateNumber, "UpdatePhoneNumberInput")
    ReleasePhoneNumberInput = _input_for(ReleaseNumber, "ReleasePhoneNumberInput")
    AttachUpstreamInput = _input_for(AttachUpstream, "AttachUpstreamInput")
    PhoneNumberFilter = _input_for(NumberFilter, "PhoneNumberFilter")
    PhoneNumberOrder = input_type(NumberOrder, "PhoneNumberOrder")
    PhoneNumberOrder.__strawberry_definition__.from_input = lambda _, value, __: NumberOrder(
        **value
    )
