"""What callers may ask for, and who they are. Building a command is all the validation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Self, cast
from uuid import UUID

import orjson
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_serializer,
    field_validator,
)

from gateway import complaints, urls
from gateway.e164 import E164, NumberType, facts
from gateway.errors import FieldFailure, Invalid
from gateway.handlers import CallHandler, MessageHandler
from gateway.kinds import Handler, OneOf
from gateway.models import CallReceiveMode, Capability
from gateway.policy import Policy
from gateway.text import Key, Name, Tag, wrong

MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. Every query of a service is bound to ``project_id``."""

    project_id: UUID
    actor: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about a command that is valid all the same."""

    path: tuple[str, ...]
    code: str
    message: str


class Command(BaseModel):
    """Frozen and closed: an unknown field is a failure, not a no-op."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operation: ClassVar[str]

    @classmethod
    def of(cls, asked: Mapping[str, object], policy: Policy) -> Self:
        """Build the command, or raise `Invalid` with everything that is wrong with it."""
        try:
            return cls.model_validate(asked, context=policy, by_alias=False, by_name=True)
        except ValidationError as exc:
            raise Invalid(*complaints.of(exc)) from None

    @field_serializer("call_handler", "message_handler", check_fields=False)
    def _as_stored(self, handler: Handler | None) -> dict[str, Any] | None:
        return handler.stored() if handler else None

    def fingerprint(self) -> str:
        """Return a hash of what is asked, the same for every spelling of the same command."""
        asked = self.model_dump(mode="json", exclude={"idempotency_key"})
        return sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _items(values: object) -> list[object]:
    return cast("list[object]", values) if isinstance(values, list) else []


def _distinct(values: object) -> object:
    """Refuse a list that says one thing twice; the rest of it is checked item by item."""
    items = _items(values)
    if len({str(item) for item in items}) < len(items):
        raise wrong("duplicate", "The same value is listed twice.")
    return values


def _tags(values: object) -> object:
    """Read no tags for null, and refuse more than fifty."""
    if (count := len(_items(values))) > MOST_TAGS:
        raise wrong("too_long", f"{count} tags were given; a number has at most {MOST_TAGS}.")
    return [] if values is None else _distinct(values)


def _capabilities(values: object) -> object:
    """Read everything for null, and refuse nothing."""
    if values == []:
        raise wrong("empty", "Name at least one capability, or leave them out.")
    return list(Capability) if values is None else _distinct(values)


Tags = Annotated[list[Tag], BeforeValidator(_tags)]
Capabilities = Annotated[list[Capability], BeforeValidator(_capabilities)]
CallHandlerChoice = Annotated[CallHandler, OneOf()]
MessageHandlerChoice = Annotated[MessageHandler, OneOf()]


class FindNumber(Command):
    """Find a number by its id or by the number itself."""

    operation = "find"

    id: UUID | None = None
    number: E164 | None = None

    @classmethod
    def by(cls, number_id: UUID | None, number: str | None, policy: Policy) -> Self:
        """Build the command from exactly one of the two; raise `Invalid` otherwise."""
        if (number_id is None) is (number is None):
            text = "Name a number by its id or by the number itself, and not by both."
            raise Invalid(FieldFailure(("number",), "one_of", text))
        return cls.of({"id": number_id, "number": number}, policy)


class IfExists(StrEnum):
    """What an import does when the project has the number already."""

    FAIL = "fail"
    RETURN_EXISTING = "return_existing"


class ImportNumber(Command):
    """Bring a number that another provider hosts into the project."""

    operation = "import"

    number: E164 = Field(
        description="The number in E.164 format: a plus, the calling code and the rest, 5 to 30 "
        "characters, digits only. Example: +14155550123"
    )
    number_type: NumberType = Field(description="How carriers class the number.")
    capabilities: Capabilities = Field(
        default=list(Capability),
        description="What to enable. All four when left out. Example: [VOICE, SMS]",
    )
    name: Name | None = Field(
        None, description="A name to tell numbers apart, 1 to 255 characters. Example: Front desk"
    )
    tags: Tags = Field(
        default=[], description="Labels to find numbers by, 50 at most. Example: [support, eu]"
    )
    call_receive_mode: CallReceiveMode = Field(
        CallReceiveMode.VOICE, description="Whether incoming calls are voice or fax."
    )
    call_handler: CallHandlerChoice | None = Field(
        None, description="What answers calls: exactly one kind. Needs VOICE or FAX."
    )
    message_handler: MessageHandlerChoice | None = Field(
        None, description="What answers messages: exactly one kind. Needs SMS or MMS."
    )
    if_exists: IfExists = Field(
        IfExists.FAIL, description="What to do when the project has the number already."
    )
    idempotency_key: Key | None = Field(
        None,
        description="Asking again with the same key and input within 24 hours changes nothing and "
        "gives the same answer. 1 to 255 printable ASCII characters.",
    )

    @field_validator("number_type")
    @classmethod
    def _suits_the_number(cls, value: NumberType, info: ValidationInfo) -> NumberType:
        number = info.data.get("number")
        if number and value is NumberType.TOLLFREE and facts(number).type is NumberType.LONGCODE:
            text = "Its country's numbering plan says that this number is not toll-free."
            raise wrong("number_type_mismatch", text)
        return value

    @field_validator("capabilities")
    @classmethod
    def _in_order(cls, value: list[Capability]) -> list[Capability]:
        return [capability for capability in Capability if capability in value]

    @field_validator("call_receive_mode")
    @classmethod
    def _can_receive(cls, value: CallReceiveMode, info: ValidationInfo) -> CallReceiveMode:
        if value is CallReceiveMode.FAX:
            _demand(info, "Receiving fax", Capability.FAX)
        return value

    @field_validator("call_handler", mode="wrap")
    @classmethod
    def _can_call(
        cls, value: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> CallHandler | None:
        need = (Capability.VOICE, Capability.FAX) if value else ()
        check = partial(_demand, info, "A call handler", *need)
        handler: CallHandler | None = complaints.together(check, partial(validate, value))
        return handler

    @field_validator("message_handler", mode="wrap")
    @classmethod
    def _can_text(
        cls, value: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> MessageHandler | None:
        need = (Capability.SMS, Capability.MMS) if value else ()
        check = partial(_demand, info, "A message handler", *need)
        handler: MessageHandler | None = complaints.together(check, partial(validate, value))
        return handler

    def notices(self) -> list[Notice]:
        """Return what the caller should know although the command is valid."""
        return [*_number_notices(self), *handler_notices(self.call_handler, self.message_handler)]


def _demand(info: ValidationInfo, what: str, *any_of: Capability) -> None:
    """Refuse *what* unless the number has one of the capabilities, as far as they are known."""
    enabled = info.data.get("capabilities")
    if any_of and enabled is not None and not set(any_of) & set(enabled):
        needed = " or ".join(capability.name for capability in any_of)
        raise wrong("capability_missing", f"{what} needs the capability {needed}.")


def _number_notices(command: ImportNumber) -> Iterator[Notice]:
    known = facts(command.number)
    if not known.valid:
        yield Notice(
            ("number",),
            "unassigned_range",
            "No such range is assigned in its country, as far as libphonenumber knows.",
        )
    if command.number_type is NumberType.LONGCODE and known.type is NumberType.TOLLFREE:
        yield Notice(("number_type",), "number_type_mismatch", "This is a toll-free number.")
    if Capability.MMS in command.capabilities and Capability.SMS not in command.capabilities:
        yield Notice(("capabilities",), "mms_without_sms", "MMS rarely works without SMS.")


def handler_notices(call: Handler | None, message: Handler | None) -> Iterator[Notice]:
    """Yield what the caller should know about the handlers that were chosen."""
    for name, handler in (("call_handler", call), ("message_handler", message)):
        if handler is None:
            continue
        if handler.deprecated:
            yield Notice((name, handler.kind), "deprecated_kind", handler.deprecated)
        for setting, url in handler.urls().items():
            if not urls.is_secure(url):
                text = "Calls to this URL are not encrypted. Use https."
                yield Notice((name, handler.kind, setting), "insecure_url", text)
