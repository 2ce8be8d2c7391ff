"""Importing a number."""

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import Any

from pydantic import Field, ValidationInfo, ValidatorFunctionWrapHandler, field_validator

from gateway.domain import validation
from gateway.domain.commands.base import KEY, Command, Notice
from gateway.domain.commands.settings import (
    CallHandlerChoice,
    Capabilities,
    MessageHandlerChoice,
    Tags,
    demand,
    handler_notices,
)
from gateway.domain.e164 import E164, metadata_of
from gateway.domain.enums import CallReceiveMode, Capability, NumberType
from gateway.domain.text import Key, Name, wrong


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
        default_factory=lambda: list(Capability),
        description="What to enable. All four when left out. Example: [VOICE, SMS]",
    )
    name: Name | None = Field(
        None, description="A name to tell numbers apart, 1 to 255 characters. Example: Front desk"
    )
    tags: Tags = Field(
        default_factory=list,
        description="Labels to find numbers by. Example: [support, eu]",
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
    idempotency_key: Key | None = Field(None, description=KEY)

    @field_validator("number_type")
    @classmethod
    def _suits_the_number(cls, value: NumberType, info: ValidationInfo) -> NumberType:
        number = info.data.get("number")
        if (
            number
            and value is NumberType.TOLLFREE
            and metadata_of(number).type is NumberType.LONGCODE
        ):
            text = "Its country's numbering plan says that this number is not toll-free."
            raise wrong("number_type_mismatch", text)
        return value

    @field_validator("capabilities")
    @classmethod
    def _in_order(cls, value: list[Capability]) -> list[Capability]:
        return [capability for capability in Capability if capability in value]

    @field_validator("call_receive_mode", "call_handler", "message_handler", mode="wrap")
    @classmethod
    def _suits_the_capabilities(
        cls, value: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        enabled = info.data.get("capabilities")
        check = partial(demand, str(info.field_name), value, enabled)
        return validation.together(check, partial(validate, value))

    def notices(self) -> list[Notice]:
        """Return what the caller should know although the command is valid."""
        return [*_number_notices(self), *handler_notices(self.call_handler, self.message_handler)]


def _number_notices(command: ImportNumber) -> Iterator[Notice]:
    known = metadata_of(command.number)
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
