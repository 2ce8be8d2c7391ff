"""GraphQL enumerations: those of the domain, with names and descriptions of their values."""

import inspect
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from gateway.domain.commands.imports import IfExists
from gateway.domain.commands.listing import OrderDirection, OrderField
from gateway.domain.enums import (
    CallFlowVersion,
    CallReceiveMode,
    Capability,
    ConnectionStatus,
    DeliveryStatus,
    E911Status,
    EventType,
    HttpMethod,
    JobStatus,
    NumberFormat,
    NumberType,
    Provider,
    ProviderNumberState,
    ProvisioningStatus,
    RowFate,
    WebhookStatus,
)
from gateway.domain.handler import Handler
from gateway.domain.handler_catalogue import Channel, SettingType
from gateway.domain.handler_documents import Severity
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.errors import IdempotencyConflictReason
from gateway.exhaustive import exhaustive


def _define(members: type[StrEnum], name: str | None = None, **descriptions: str) -> None:
    """Make *members* a GraphQL enumeration, with a description for each value."""
    exhaustive(f"Descriptions of {members.__name__}", descriptions, members.__members__)
    enum: Any = strawberry.enum(members, name=name, description=inspect.getdoc(members))
    for value in enum.__strawberry_definition__.values:
        value.description = descriptions[value.name]


def _define_kinds(name: str, description: str, kinds: Mapping[str, type[Handler]]) -> type[StrEnum]:
    """Make the enumeration of handler kinds, with the docstring of each class."""
    make: Any = StrEnum
    members: type[StrEnum] = make(name, {kind.upper(): kind for kind in kinds})
    members.__doc__ = description
    _define(members, **{k.upper(): inspect.getdoc(model) or "" for k, model in kinds.items()})
    return members


_define(
    HttpMethod,
    GET="The parameters are in the query string.",
    POST="The parameters are in the request body.",
)
_define(
    CallFlowVersion,
    WORKING_COPY="The version that is being edited, with changes that are not deployed.",
    CURRENT_DEPLOYED="The version that was last deployed.",
)
_define(
    NumberType,
    LONGCODE="An ordinary number: local, mobile or national.",
    TOLLFREE="A toll-free number, whose calls are paid by the called party.",
)
_define(
    NumberFormat,
    E164="A plus and digits. Example: +14155550123",
    INTERNATIONAL="With the calling code and separators. Example: +1 415-555-0123",
    NATIONAL="As it is written in its country. Example: (415) 555-0123",
    RFC3966="A URI for links. Example: tel:+1-415-555-0123",
)
_define(
    Capability,
    VOICE="Voice calls.",
    FAX="Faxes.",
    SMS="Text messages.",
    MMS="Multimedia messages, such as pictures.",
)
_define(
    CallReceiveMode,
    VOICE="Incoming calls are treated as voice.",
    FAX="Incoming calls are treated as faxes.",
)
_define(
    E911Status,
    PENDING="The address was submitted and is not confirmed yet.",
    ACTIVE="The address is registered: emergency services receive it with calls.",
    FAILED="The registration of the address was refused.",
    PENDING_REMOVAL="The removal of the address was requested and is not confirmed yet.",
    UNREGISTERED="No address is registered.",
)
_define(
    IfExists,
    FAIL="The result is NumberTaken, with the existing number.",
    RETURN_EXISTING="The result is a success with the existing number, unchanged, and a warning.",
)
_define(
    EventType,
    "PhoneNumberEventType",
    IMPORTED="The number was imported into the project.",
    UPDATED="Fields of the number changed.",
    RELEASED="The number was released.",
    E911_CHANGED="The state of its emergency (E911) address changed.",
    DRIFT_DETECTED="The number's configuration at the provider differs from this one.",
    OTHER="Any other event, which has no type of its own yet.",
)
_define(
    OrderField,
    "PhoneNumberOrderField",
    CREATED_AT="The time of the import.",
    UPDATED_AT="The time of the last change.",
    NUMBER="The number, compared digit by digit from the left.",
    NAME="The name. The collation is the database's.",
)
_define(
    ProvisioningStatus,
    ACTIVE="The platform has confirmed the fields as they are.",
    PENDING="A change is in progress. The fields are those before it, and `requested` has the "
    "requested ones.",
    FAILED="The platform refused the last change. The fields are those before it.",
    GONE="The platform does not have the number any more.",
    OTHER="A state that has no value of its own yet: see `code`.",
)
_define(
    ConnectionStatus,
    UNVERIFIED="The credentials have not been used yet.",
    ACTIVE="The credentials worked when they were last used.",
    INVALID_CREDENTIALS="The credentials were refused.",
    INSUFFICIENT_SCOPE="The credentials are valid but do not permit to manage numbers.",
    UNREACHABLE="The platform or the provider could not be reached.",
    OTHER="A state that has no value of its own yet: see `code`.",
)
_define(
    Channel,
    "HandlerChannel",
    CALL="Calls: the field callHandler of a phone number.",
    MESSAGE="Messages: the field messageHandler of a phone number.",
)
_define(
    SettingType,
    "HandlerSettingType",
    TEXT="One line of text.",
    URL="An address that the platform calls, with https or http.",
    UUID="The id of something on the platform.",
    CHOICE="One of its choices.",
    OTHER="A type that has no value of its own yet: ask for text.",
)
_define(
    JobStatus,
    "BulkJobStatus",
    COLLECTING="The job waits for its file, which is sent by PUT to uploadPath within an hour.",
    QUEUED="The job waits for a worker.",
    RUNNING="Rows of the job are in progress.",
    COMPLETED="All rows are done.",
    CANCELLED="The job was cancelled. Rows that were done before stay done.",
    FAILED="The job could not go on: see `code`. Rows that were done before stay done.",
    OTHER="A state that has no value of its own yet: see `code`.",
)
_define(
    RowFate,
    WAITING="Nothing was done yet.",
    IMPORTED="The number was imported. In a dry run: it would be.",
    UPDATED="The number was changed. In a dry run: it would be.",
    UNCHANGED="The project has the number with these values already.",
    DIFFERS="The project has the number with other values, which `differs` names. It was left.",
    FAILED="The row is not valid, or was refused: see `code` and `fieldErrors`.",
    PENDING="The platform that the project is attached to has not confirmed the row yet.",
    OTHER="A fate that has no value of its own yet.",
)
_define(
    Severity,
    "HandlerFindingSeverity",
    ERROR="The platform gets no instructions from the URL.",
    WARNING="It may be intended.",
)
_define(
    WebhookStatus,
    ENABLED="Events are sent.",
    DISABLED="No events are sent. `code` says why. Events that happen meanwhile are sent when it "
    "is enabled again.",
    OTHER="A state that has no value of its own yet: see `code`.",
)
_define(
    DeliveryStatus,
    "WebhookDeliveryStatus",
    DUE="The first or the next attempt is to come.",
    DELIVERED="The receiver answered an attempt with a status from 200 to 299.",
    DEAD="The last attempt failed: a dead letter, which can be sent again for 30 days.",
    OTHER="A state that has no value of its own yet.",
)
_define(
    Provider,
    TWILIO="Twilio.",
    TELNYX="Telnyx.",
    SIGNALWIRE="Another space of SignalWire.",
    VONAGE="Vonage.",
    BANDWIDTH="Bandwidth.",
    PLIVO="Plivo.",
    OTHER="A provider that has no value of its own yet.",
)
_define(
    ProviderNumberState,
    NEW="The project does not have the number.",
    IMPORTED="The project has the number. If it came from this connection, the provider's settings "
    "are as they were then.",
    DRIFTED="The project has the number from this connection, and the provider's settings changed "
    "since.",
    GONE="The project has the number from this connection, and the provider has it no more.",
    UNSUPPORTED="The number cannot be imported: `losses` say why.",
    OTHER="A state that has no value of its own yet.",
)
_define(
    OrderDirection,
    ASC="Ascending: the smallest or oldest first.",
    DESC="Descending: the largest or newest first.",
)
_define(
    IdempotencyConflictReason,
    PARAMETER_MISMATCH="The key was used before with other input. Use a new key for a new request.",
    IN_PROGRESS="A request with this key is still running. Retry in a moment with the same key.",
)

CallHandlerKind = _define_kinds(
    "CallHandlerKind", "The kind of a call handler: what answers calls.", CALL_HANDLERS
)
MessageHandlerKind = _define_kinds(
    "MessageHandlerKind", "The kind of a message handler: what answers messages.", MESSAGE_HANDLERS
)
