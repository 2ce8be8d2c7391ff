"""Input types: the domain's commands under their GraphQL names.

A resolver gets a `CommandInput`: values that are not validated yet. Validation happens when the
resolver builds the command, so that its failures are results and not GraphQL errors.
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
    HostReplacement,
    ImportNumber,
    ImportRow,
    ImportSource,
    MessageKind,
    NumberFilter,
    NumberOrder,
    NumberPatch,
    PlatformProject,
    ReleaseNumber,
    StartImportJob,
    StartUpdateJob,
    UpdateNumber,
    UploadSource,
)
from gateway.domain.validation_policy import ValidationPolicy
from schema.derive import input_type
from schema.enums import CallHandlerKind, MessageHandlerKind
from schema.handlers import CallHandlerInput, MessageHandlerInput
from schema.names import key_of

C = TypeVar("C", bound=Command)

_REPLACED: Final[dict[Any, Any]] = {
    handlers.CallHandler | None: CallHandlerInput | None,
    handlers.MessageHandler | None: MessageHandlerInput | None,
    list[CallKind] | None: list[CallHandlerKind] | None,  # type: ignore[valid-type]
    list[MessageKind] | None: list[MessageHandlerKind] | None,  # type: ignore[valid-type]
    UUID: strawberry.ID,
    list[UUID] | None: list[strawberry.ID] | None,
    PlatformProject: UUID,  # an id of the platform, and not a global id
}


@dataclass(frozen=True, slots=True)
class CommandInput(Generic[C]):
    """The values of an input, by the domain's names, and the command to build of them."""

    command: type[C]
    values: Mapping[str, object]
    policy: ValidationPolicy

    def build(self) -> C:
        """Return the command, or raise `Invalid` with all failures."""
        return self.command.of(self.values, self.policy)


def input_for(command: type[Command], name: str, node: str = "PhoneNumber") -> Any:
    """Make the input type of *command*, with Strawberry's hook that converts its values.

    *node* is the type of the object that its field ``id`` names.
    """
    type_ = input_type(command, name, _REPLACED)
    type_.__strawberry_definition__.from_input = partial(_convert, command, node)
    return type_


def _convert(
    command: type[Command], node: str, _input: type, value: Mapping[str, Any], context: InputContext
) -> CommandInput[Command]:
    values = dict(value)
    if "id" in values:
        values["id"] = _key(values["id"], node)
    if values.get("ids"):
        values["ids"] = [_key(id_, node) for id_ in values["ids"]]
    return CommandInput(command, values, cast("Any", context.info).context.policy)


def _key(id_: object, node: str) -> object:
    """Return the key of a global id or a UUID of a number; anything else is for the command."""
    return key_of(str(id_), node) or id_


if TYPE_CHECKING:
    ImportPhoneNumberInput: TypeAlias = CommandInput[ImportNumber]
    UpdatePhoneNumberInput: TypeAlias = CommandInput[UpdateNumber]
    ReleasePhoneNumberInput: TypeAlias = CommandInput[ReleaseNumber]
    AttachUpstreamInput: TypeAlias = CommandInput[AttachUpstream]
    PhoneNumberFilter: TypeAlias = CommandInput[NumberFilter]
    PhoneNumberOrder: TypeAlias = NumberOrder
    StartImportJobInput: TypeAlias = CommandInput[StartImportJob]
    StartUpdateJobInput: TypeAlias = CommandInput[StartUpdateJob]
else:
    ImportPhoneNumberInput = input_for(ImportNumber, "ImportPhoneNumberInput")
    UpdatePhoneNumberInput = input_for(UpdateNumber, "UpdatePhoneNumberInput")
    ReleasePhoneNumberInput = input_for(ReleaseNumber, "ReleasePhoneNumberInput")
    AttachUpstreamInput = input_for(AttachUpstream, "AttachUpstreamInput")
    PhoneNumberFilter = input_for(NumberFilter, "PhoneNumberFilter")
    PhoneNumberOrder = input_type(NumberOrder, "PhoneNumberOrder")
    PhoneNumberOrder.__strawberry_definition__.from_input = lambda _, value, __: NumberOrder(
        **value
    )
    _REPLACED |= {
        NumberFilter: PhoneNumberFilter,
        list[dict[str, Any]] | None: list[input_type(ImportRow, "ImportJobRowInput", _REPLACED)]
        | None,
        UploadSource | None: input_type(UploadSource, "UploadInput") | None,
        HostReplacement | None: input_type(HostReplacement, "HostReplacementInput") | None,
    }
    _REPLACED |= {
        ImportSource: input_type(ImportSource, "ImportSourceInput", _REPLACED, one_of=True),
        NumberPatch: input_type(NumberPatch, "PhoneNumberPatchInput", _REPLACED),
    }
    StartImportJobInput = input_for(StartImportJob, "StartImportJobInput")
    StartUpdateJobInput = input_for(StartUpdateJob, "StartUpdateJobInput")
