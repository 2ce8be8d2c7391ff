"""The filter and the order of a list of numbers."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, NewType
from uuid import UUID

from pydantic import BeforeValidator, Field, WrapValidator

from gateway.domain.commands.base import Command, ConnectionId, NumberId
from gateway.domain.commands.number_fields import MAX_TAGS, NOT_EMPTY, distinct
from gateway.domain.enums import (
    CallReceiveMode,
    Capability,
    EventType,
    NumberType,
    ProvisioningStatus,
)
from gateway.domain.frozen_model import FrozenModel
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.lists import MaxItems
from gateway.domain.text import Line, Pattern, Tag

CallKind = NewType("CallKind", str)
MessageKind = NewType("MessageKind", str)


def _blank_is_none(value: object) -> object:
    """Read blank text as no condition: the empty input of a search form."""
    return None if isinstance(value, str) and not value.strip() else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


_DIGITS = Pattern(re.compile(r"\+|\+?[0-9]+"), 16, "digits, and a plus before them,")
_COUNTRY = Pattern(re.compile(r"[A-Z]{2}"), 2, "two capital letters")
_HOST = Pattern(re.compile(r"[a-z0-9._:-]+"), 253, "the characters of a host name")
MAX_FOLLOWED: Final = 100  # numbers whose events one stream may choose
_MAX_COUNTRIES: Final = 250  # ISO 3166-1 has 249
_MAX_IDS: Final = 100
_Text = Annotated[str, BeforeValidator(Line(trim=True))]
_Digits = Annotated[str, BeforeValidator(_DIGITS)]
_Host = Annotated[str, BeforeValidator(_HOST), BeforeValidator(_lower)]
_BlankIsNone = BeforeValidator(_blank_is_none)
_Country = Annotated[str, BeforeValidator(_COUNTRY)]
_Distinct = WrapValidator(distinct)


class NumberFilter(Command):
    """Conditions on the numbers to list. A number must meet all the conditions that are given."""

    operation = "list"

    search: Annotated[_Text | None, _BlankIsNone] = Field(
        None,
        description="A part of the number or of the name, as people type it. Digits are found "
        "whatever stands between them; with a plus they are the beginning of the number, which is "
        'faster. Example: "(415) 555"',
    )
    ids: Annotated[list[NumberId], _Distinct, NOT_EMPTY, MaxItems(_MAX_IDS, "ids")] | None = Field(
        None, description="The number has one of these ids, or one of these uuids."
    )
    number_contains: Annotated[_Digits | None, _BlankIsNone] = Field(
        None,
        description="A part of the number, digits only. With a plus it is a prefix, which is "
        'faster. Example: "+1415"',
    )
    name_contains: Annotated[_Text | None, _BlankIsNone] = Field(
        None, description='A part of the name, ignoring case. Example: "desk"'
    )
    number_type: NumberType | None = Field(None, description="The type of the number.")
    capabilities_all: (
        Annotated[list[Capability], _Distinct, NOT_EMPTY, MaxItems(len(Capability), "capabilities")]
        | None
    ) = Field(None, description="The number has all these capabilities. Example: [VOICE, SMS]")
    country_codes: (
        Annotated[list[_Country], _Distinct, NOT_EMPTY, MaxItems(_MAX_COUNTRIES, "countries")]
        | None
    ) = Field(
        None,
        description="The number is of one of these countries, by ISO 3166-1 alpha-2. "
        'Example: ["US", "CA"]',
    )
    call_handler_kinds: (
        Annotated[list[CallKind], _Distinct, NOT_EMPTY, MaxItems(len(CALL_HANDLERS), "kinds")]
        | None
    ) = Field(None, description="The call handler is of one of these kinds. Example: [RELAY_TOPIC]")
    message_handler_kinds: (
        Annotated[list[MessageKind], _Distinct, NOT_EMPTY, MaxItems(len(MESSAGE_HANDLERS), "kinds")]
        | None
    ) = Field(
        None, description="The message handler is of one of these kinds. Example: [RELAY_TOPIC]"
    )
    has_call_handler: bool | None = Field(
        None, description="Whether the number has a call handler. False: calls are not answered."
    )
    has_message_handler: bool | None = Field(
        None,
        description="Whether the number has a message handler. False: messages are not answered.",
    )
    handler_url_host: Annotated[_Host | None, _BlankIsNone] = Field(
        None,
        description="The host of any URL in the number's handlers, without the port. "
        'Example: "example.com"',
    )
    tags_all: Annotated[list[Tag], _Distinct, NOT_EMPTY, MaxItems(MAX_TAGS, "tags")] | None = Field(
        None, description='The number has all these tags. Example: ["support"]'
    )
    tags_any: Annotated[list[Tag], _Distinct, NOT_EMPTY, MaxItems(MAX_TAGS, "tags")] | None = Field(
        None, description='The number has one of these tags. Example: ["support", "sales"]'
    )
    release_protected: bool | None = Field(
        None, description="Whether releasePhoneNumber is refused for the number."
    )
    call_receive_mode: CallReceiveMode | None = Field(
        None, description="Whether incoming calls are treated as voice or fax. Example: FAX"
    )
    provisioning: (
        Annotated[
            list[ProvisioningStatus],
            _Distinct,
            NOT_EMPTY,
            MaxItems(len(ProvisioningStatus), "states"),
        ]
        | None
    ) = Field(
        None, description="The provisioning is in one of these states. Example: [PENDING, FAILED]"
    )
    connection_id: ConnectionId | None = Field(
        None, description="The number was imported from this connection: its id or its uuid."
    )
    created_after: datetime | None = Field(
        None,
        description='The number was imported after this time. Example: "2026-01-31T12:00:00Z"',
    )
    created_before: datetime | None = Field(
        None,
        description='The number was imported before this time. Example: "2026-01-31T12:00:00Z"',
    )
    updated_after: datetime | None = Field(
        None,
        description='The number last changed after this time. Example: "2026-01-31T12:00:00Z"',
    )
    updated_before: datetime | None = Field(
        None,
        description='The number last changed before this time. Example: "2026-01-31T12:00:00Z"',
    )


class ListEvents(Command):
    """The filter of a list of events: only events of these types."""

    operation = "list_events"

    types: Annotated[list[EventType], NOT_EMPTY, MaxItems(len(EventType), "types")] | None = None


class FollowEvents(ListEvents):
    """The filter of a stream of events: only of these types, and only of these numbers."""

    operation = "follow_events"

    ids: Annotated[list[NumberId], NOT_EMPTY, MaxItems(MAX_FOLLOWED, "ids")] | None = None

    def wants(self, type_: EventType, number_id: UUID) -> bool:
        """Return whether an event of this type and number passes the filter."""
        is_of_type = not self.types or type_ in self.types
        return is_of_type and (not self.ids or number_id in self.ids)


class Facet(StrEnum):
    """A field by whose values the numbers of a list are counted."""

    TAG = "tag"
    COUNTRY = "country"
    CALL_HANDLER_KIND = "call_handler_kind"
    MESSAGE_HANDLER_KIND = "message_handler_kind"
    NUMBER_TYPE = "number_type"
    PROVISIONING = "provisioning"


MOST_FACET_VALUES: Final = 100


class OrderField(StrEnum):
    """The field that a list of numbers is sorted by."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    NUMBER = "number"
    NAME = "name"


class OrderDirection(StrEnum):
    """The direction of a sort order."""

    ASC = "asc"
    DESC = "desc"


class NumberOrder(FrozenModel):
    """The sort order of a list of numbers. Numbers with equal values are sorted by their ids."""

    field: OrderField = Field(
        description="The field to sort by. For NAME, a number without a name sorts as empty text."
    )
    direction: OrderDirection = Field(description="Ascending or descending.")


ALL_EVENTS: Final = ListEvents.model_validate({})
NO_FILTER: Final = NumberFilter.model_validate({})
NEWEST_FIRST: Final = NumberOrder(field=OrderField.CREATED_AT, direction=OrderDirection.DESC)
