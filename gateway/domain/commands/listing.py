"""Which numbers to list, and in which order."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, NewType

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WrapValidator

from gateway.domain.commands.base import Command
from gateway.domain.commands.settings import MOST_TAGS, distinct
from gateway.domain.enums import Capability, EventType, NumberType, ProvisioningStatus
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.lists import AtMost
from gateway.domain.text import Line, Pattern, Tag, wrong

CallKind = NewType("CallKind", str)
MessageKind = NewType("MessageKind", str)


def _some(values: object) -> object:
    """Refuse an empty list: whether it means all or nothing, nobody could tell."""
    if values == []:
        raise wrong("empty", "Name at least one, or leave it out.")
    return values


def _small(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


_DIGITS = Pattern(re.compile(r"\+?[0-9]+"), 16, "digits, and a plus before them,")
_COUNTRY = Pattern(re.compile(r"[A-Z]{2}"), 2, "two capital letters")
_HOST = Pattern(re.compile(r"[a-z0-9._:-]+"), 253, "the characters of a host name")
_COUNTRIES: Final = 250  # ISO 3166-1 has one less
_Country = Annotated[str, BeforeValidator(_COUNTRY)]
_Some = BeforeValidator(_some)
_Distinct = WrapValidator(distinct)


class NumberFilter(Command):
    """Which numbers to list: those for which everything that is named is true."""

    operation = "list"

    number_contains: Annotated[str, BeforeValidator(_DIGITS)] | None = Field(
        None,
        description="Digits somewhere in the number; from its start on, with the plus. "
        "Example: +1415",
    )
    name_contains: Annotated[str, BeforeValidator(Line(trim=True))] | None = Field(
        None, description="Text somewhere in the name, small and capital letters alike."
    )
    number_type: NumberType | None = Field(None, description="How carriers class the number.")
    capabilities_all: (
        Annotated[list[Capability], _Distinct, _Some, AtMost(len(Capability), "capabilities")]
        | None
    ) = Field(None, description="Capabilities that the number has all of.")
    country_codes: (
        Annotated[list[_Country], _Distinct, _Some, AtMost(_COUNTRIES, "countries")] | None
    ) = Field(None, description="Countries, one of which the number has. Example: [US, CA]")
    call_handler_kinds: (
        Annotated[list[CallKind], _Distinct, _Some, AtMost(len(CALL_HANDLERS), "kinds")] | None
    ) = Field(None, description="Kinds, one of which answers calls.")
    message_handler_kinds: (
        Annotated[list[MessageKind], _Distinct, _Some, AtMost(len(MESSAGE_HANDLERS), "kinds")]
        | None
    ) = Field(None, description="Kinds, one of which answers messages.")
    has_call_handler: bool | None = Field(
        None, description="Whether anything answers calls. False finds numbers that ring nowhere."
    )
    has_message_handler: bool | None = Field(None, description="Whether anything answers messages.")
    handler_url_host: Annotated[str, BeforeValidator(_HOST), BeforeValidator(_small)] | None = (
        Field(
            None,
            description="Host that any URL of the number's handlers points at, without its port. "
            "Example: example.com",
        )
    )
    tags_all: Annotated[list[Tag], _Distinct, _Some, AtMost(MOST_TAGS, "tags")] | None = Field(
        None, description="Tags that the number has all of. Example: [support]"
    )
    provisioning: (
        Annotated[
            list[ProvisioningStatus], _Distinct, _Some, AtMost(len(ProvisioningStatus), "states")
        ]
        | None
    ) = Field(None, description="States, one of which the number's provisioning has.")
    created_after: datetime | None = Field(None, description="Only numbers created after this.")
    created_before: datetime | None = Field(None, description="Only numbers created before this.")
    updated_after: datetime | None = Field(
        None, description="Only numbers that changed after this."
    )


class ListEvents(Command):
    """Which events to list: those of one of several types."""

    operation = "list_events"

    types: Annotated[list[EventType], _Some, AtMost(len(EventType), "types")] | None = None


class OrderField(StrEnum):
    """What a list of numbers is ordered by."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    NUMBER = "number"
    NAME = "name"


class OrderDirection(StrEnum):
    """Which end of the order comes first."""

    ASC = "asc"
    DESC = "desc"


class NumberOrder(BaseModel):
    """The order of a list of numbers. Equal ones are ordered by their ids."""

    model_config = ConfigDict(frozen=True)

    field: OrderField = Field(description="What to order by. Numbers without a name come as blank.")
    direction: OrderDirection = Field(description="Which end comes first.")


ALL_EVENTS: Final = ListEvents.model_validate({})
NO_FILTER: Final = NumberFilter.model_validate({})
NEWEST_FIRST: Final = NumberOrder(field=OrderField.CREATED_AT, direction=OrderDirection.DESC)
