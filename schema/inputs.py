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
from gateway.domain.commands.base import Command
from gateway.domain.commands.bulk_jobs import (
    ConnectionSource,
    HostReplacement,
    ImportSource,
    NumberPatch,
    StartImportJob,
    StartUpdateJob,
    UploadSource,
)
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.connections import (
    CREDENTIALS,
    AnyCredentials,
    ConnectProvider,
    RefreshConnection,
    RemoveConnection,
    UpdateConnection,
)
from gateway.domain.commands.imports import ImportNumber, ImportRow
from gateway.domain.commands.listing import CallKind, MessageKind, NumberFilter, NumberOrder
from gateway.domain.commands.upstream import AttachUpstream, PlatformProject
from gateway.domain.validation_policy import ValidationPolicy
from schema.derive import input_type, one_of_input
from schema.enums import CallHandlerKind, MessageHandlerKind
from schema.handlers import CallHandlerInput, MessageHandlerInput
from schema.names import key_of

C = TypeVar("C", bound=Command)

_PLATFORM_IDS: Final[dict[Any, Any]] = {PlatformProject: UUID}  # and not global ids
CredentialsInput = one_of_input(
    "ProviderCredentialsInput",
    {model.kind: model for model in CREDENTIALS.values()},
    "The credentials of an account at a provider: set exactly one field. They are stored "
    "encrypted, and never returned.",
    _PLATFORM_IDS,
)
_REPLACED: Final[dict[Any, Any]] = {
    handlers.CallHandler | None: CallHandlerInput | None,
    handlers.MessageHandler | None: MessageHandlerInput | None,
    list[CallKind] | None: list[CallHandlerKind] | None,  # type: ignore[valid-type]
    list[MessageKind] | None: list[MessageHandlerKind] | None,  # type: ignore[valid-type]
    UUID: strawberry.ID,
    UUID | None: strawberry.ID | None,
    list[UUID] | None: list[strawberry.ID] | None,
    AnyCredentials: CredentialsInput,
    AnyCredentials | None: CredentialsInput | None,
    **_PLATFORM_IDS,
}
# The type of the global ids in a field of an input, by the name of the field.
_IDS: Final = {"id": "PhoneNumber", "ids": "PhoneNumber", "connection_id": "ProviderConnection"}


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
    type_, ids = input_type(command, name, _REPLACED), {**_IDS, "id": node}
    named = {field: kind for field, kind in ids.items() if field in command.model_fields}
    type_.__strawberry_definition__.from_input = partial(_convert, command, named)
    return type_


def _convert(
    command: type[Command],
    ids: Mapping[str, str],
    _input: type,
    value: Mapping[str, Any],
    context: InputContext,
) -> CommandInput[Command]:
    values = _with_keys(value, ids) if ids else dict(value)
    if values.get("filter"):
        values["filter"] = _with_keys(values["filter"], _IDS)
    if (source := values.get("source")) and source.get("connection"):
        values["source"] = {**source, "connection": _with_keys(source["connection"], _IDS)}
    return CommandInput(command, values, cast("Any", context.info).context.policy)


def _with_keys(value: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Read global ids. Any other text is left for the command to refuse."""
    values = dict(value)
    for name, type_name in ids.items():
        if given := values.get(name):
            read = partial(_key, type_name)
            values[name] = [*map(read, given)] if isinstance(given, list) else read(given)  # pyright: ignore[reportUnknownArgumentType]
    return values


def _key(type_name: str, id_: object) -> object:
    """Return the key of a global id of this type, or of a UUID; anything else as it is."""
    return key_of(str(id_), type_name) or id_


if TYPE_CHECKING:
    ImportPhoneNumberInput: TypeAlias = CommandInput[ImportNumber]
    UpdatePhoneNumberInput: TypeAlias = CommandInput[UpdateNumber]
    ReleasePhoneNumberInput: TypeAlias = CommandInput[ReleaseNumber]
    AttachUpstreamInput: TypeAlias = CommandInput[AttachUpstream]
    ConnectProviderInput: TypeAlias = CommandInput[ConnectProvider]
    UpdateProviderConnectionInput: TypeAlias = CommandInput[UpdateConnection]
    RefreshProviderNumbersInput: TypeAlias = CommandInput[RefreshConnection]
    RemoveProviderConnectionInput: TypeAlias = CommandInput[RemoveConnection]
    PhoneNumberFilter: TypeAlias = CommandInput[NumberFilter]
    PhoneNumberOrder: TypeAlias = NumberOrder
    StartImportJobInput: TypeAlias = CommandInput[StartImportJob]
    StartUpdateJobInput: TypeAlias = CommandInput[StartUpdateJob]
else:
    ImportPhoneNumberInput = input_for(ImportNumber, "ImportPhoneNumberInput")
    UpdatePhoneNumberInput = input_for(UpdateNumber, "UpdatePhoneNumberInput")
    ReleasePhoneNumberInput = input_for(ReleaseNumber, "ReleasePhoneNumberInput")
    AttachUpstreamInput = input_for(AttachUpstream, "AttachUpstreamInput")
    ConnectProviderInput = input_for(ConnectProvider, "ConnectProviderInput")
    UpdateProviderConnectionInput = input_for(
        UpdateConnection, "UpdateProviderConnectionInput", "ProviderConnection"
    )
    RefreshProviderNumbersInput = input_for(
        RefreshConnection, "RefreshProviderNumbersInput", "ProviderConnection"
    )
    RemoveProviderConnectionInput = input_for(
        RemoveConnection, "RemoveProviderConnectionInput", "ProviderConnection"
    )
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
        ConnectionSource | None: input_type(ConnectionSource, "ConnectionSourceInput", _REPLACED)
        | None,
        HostReplacement | None: input_type(HostReplacement, "HostReplacementInput") | None,
    }
    _REPLACED |= {
        ImportSource: input_type(ImportSource, "ImportSourceInput", _REPLACED, one_of=True),
        NumberPatch: input_type(NumberPatch, "PhoneNumberPatchInput", _REPLACED),
    }
    StartImportJobInput = input_for(StartImportJob, "StartImportJobInput")
    StartUpdateJobInput = input_for(StartUpdateJob, "StartUpdateJobInput")
