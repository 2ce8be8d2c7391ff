"""The domain's enumerations under their GraphQL names, each value explained."""

import inspect
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from gateway.domain.commands import IfExists, OrderDirection, OrderField
from gateway.domain.enums import (
    CallReceiveMode,
    Capability,
    ConnectionStatus,
    E911Status,
    EventType,
    NumberFormat,
    NumberType,
    ProvisioningStatus,
)
from gateway.domain.handler import Handler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS, CallFlowVersion, HttpMethod
from gateway.errors import IdempotencyConflictReason
from gateway.exhaustive import exhaustive


def _explain(members: type[StrEnum], name: str | None = None, **meanings: str) -> None:
    """Make *members* a GraphQL enumeration whose values say what they mean."""
    exhaustive(f"Descriptions of {members.__name__}", meanings, members.__members__)
    made: Any = strawberry.enum(members, name=name, description=inspect.getdoc(members))
    for value in made.__strawberry_definition__.values:
        value.description = meanings[value.name]


def _kinds(name: str, description: str, kinds: Mapping[str, type[Handler]]) -> type[StrEnum]:
    """Make the enumeration of the kinds, one value for each class."""
    make: Any = StrEnum
    members: type[StrEnum] = make(name, {kind.upper(): kind for kind in kinds})
    members.__doc__ = description
    _explain(members, **{k.upper(): inspect.getdoc(model) or "" for k, model in kinds.items()})
    return members


_explain(HttpMethod, GET="The settings go into the query string.", POST="They go into the body.")
_explain(
    CallFlowVersion,
    WORKING_COPY="The version that is being edited.",
    CURRENT_DEPLOYED="The version that was deployed last.",
)
_explain(
    NumberType,
    LONGCODE="An ordinary number: local, mobile or national.",
    TOLLFREE="A number that costs its callers nothing.",
)
_explain(
    NumberFormat,
    E164="+14155550123",
    INTERNATIONAL="+1 415-555-0123",
    NATIONAL="(415) 555-0123",
    RFC3966="tel:+1-415-555-0123",
)
_explain(
    Capability,
    VOICE="Calls.",
    FAX="Faxes.",
    SMS="Text messages.",
    MMS="Messages with pictures and other media.",
)
_explain(
    CallReceiveMode,
    VOICE="Incoming calls are treated as voice.",
    FAX="Incoming calls are treated as faxes.",
)
_explain(
    E911Status,
    PENDING="The registration was sent and is not confirmed yet.",
    ACTIVE="Emergency calls carry the address.",
    FAILED="The registration was refused.",
    PENDING_REMOVAL="The removal was sent and is not confirmed yet.",
    UNREGISTERED="No address is registered.",
)
_explain(
    IfExists,
    FAIL="Answer NumberTaken.",
    RETURN_EXISTING="Answer with the number as it is, unchanged, and a warning.",
)
_explain(
    EventType,
    "PhoneNumberEventType",
    IMPORTED="The number came into the project.",
    UPDATED="Settings of the number changed.",
    RELEASED="The number was given up.",
    E911_CHANGED="The registration of its emergency address changed.",
    DRIFT_DETECTED="The provider's settings were found to differ from these.",
    OTHER="Something that has no type of its own yet.",
)
_explain(
    OrderField,
    "PhoneNumberOrderField",
    CREATED_AT="When the number came into the project.",
    UPDATED_AT="When it last changed.",
    NUMBER="The number's digits, from the left.",
    NAME="The name, byte by byte or as the database's language sorts it.",
)
_explain(
    ProvisioningStatus,
    ACTIVE="The platform has confirmed what is shown.",
    PENDING="A change is under way. What is shown was confirmed before it; `requested` is what "
    "was asked.",
    FAILED="The platform refused the last change. What is shown is as it was before.",
    GONE="The platform does not have the number any more.",
    OTHER="A state that this version has no name for yet: see `code`.",
)
_explain(
    ConnectionStatus,
    UNVERIFIED="Not tried yet.",
    ACTIVE="The credentials worked when they were last used.",
    INVALID_CREDENTIALS="The credentials were refused.",
    INSUFFICIENT_SCOPE="The credentials are valid, and do not allow to manage numbers.",
    UNREACHABLE="It could not be reached.",
    OTHER="A state that this version has no name for yet: see `code`.",
)
_explain(OrderDirection, ASC="The smallest or oldest first.", DESC="The largest or newest first.")
_explain(
    IdempotencyConflictReason,
    PARAMETER_MISMATCH="The key came before with other input.",
    IN_PROGRESS="A request with this key is still running. Ask again in a moment.",
)

CallHandlerKind = _kinds("CallHandlerKind", "What answers a number's calls.", CALL_HANDLERS)
MessageHandlerKind = _kinds(
    "MessageHandlerKind", "What answers a number's messages.", MESSAGE_HANDLERS
)
