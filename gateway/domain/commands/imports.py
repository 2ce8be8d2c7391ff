"""The import command: add a number that a carrier or provider hosts to the project."""

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import Any

from pydantic import Field, ValidationInfo, ValidatorFunctionWrapHandler, field_validator

from gateway.domain import validation
from gateway.domain.commands.base import IDEMPOTENCY_KEY_DESCRIPTION, Command, Notice
from gateway.domain.commands.number_fields import (
    CallHandlerOneOf,
    Capabilities,
    MessageHandlerOneOf,
    Tags,
    handler_notices,
    require_capability,
)
from gateway.domain.e164 import E164, hint, other_number
from gateway.domain.enums import CallReceiveMode, Capability, NumberType
from gateway.domain.numbering_plan import metadata_of
from gateway.domain.text import Key, Name, violation


class IfExists(StrEnum):
    """What importPhoneNumber does if the project has the number already."""

    FAIL = "fail"
    RETURN_EXISTING = "return_existing"


class ImportRow(Command):
    """A number of an import job, with its capabilities and handlers."""

    operation = "import"

    number: E164 = Field(
        description="The number in E.164 format: a plus, the country calling code and the national "
        'number, digits only, 15 at most. Example: "+14155550123"'
    )
    number_type: NumberType = Field(
        description="The type of the number. TOLLFREE is refused for a number that the numbering "
        "plan of its country knows as another type."
    )
    capabilities: Capabilities = Field(
        default_factory=lambda: list(Capability),
        description="The capabilities to enable. Default: all four. Example: [VOICE, SMS]",
    )
    name: Name | None = Field(
        None, description='A label for people, 1 to 255 characters. Example: "Front desk"'
    )
    tags: Tags = Field(
        default_factory=list,
        description="Labels to find numbers by, each of 1 to 64 lower-case letters, "
        'digits and . _ : - characters. Example: ["support", "eu"]',
    )
    call_receive_mode: CallReceiveMode = Field(
        CallReceiveMode.VOICE,
        description="Whether incoming calls are treated as voice or fax. FAX needs the capability "
        "FAX.",
    )
    call_handler: CallHandlerOneOf | None = Field(
        None,
        description="The handler that answers calls: exactly one kind. Needs the capability VOICE "
        'or FAX. Example: {relayTopic: {topic: "office"}}',
    )
    message_handler: MessageHandlerOneOf | None = Field(
        None,
        description="The handler that answers messages: exactly one kind. Needs the capability SMS "
        'or MMS. Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}',
    )

    @field_validator("number_type")
    @classmethod
    def _check_number_type(cls, value: NumberType, info: ValidationInfo) -> NumberType:
        number = info.data.get("number")
        if (
            number
            and value is NumberType.TOLLFREE
            and metadata_of(number).type is NumberType.LONGCODE
        ):
            text = "Its country's numbering plan says that this number is not toll-free."
            raise violation("number_type_mismatch", text)
        return value

    @field_validator("capabilities")
    @classmethod
    def _sort(cls, value: list[Capability]) -> list[Capability]:
        return [capability for capability in Capability if capability in value]

    @field_validator("call_receive_mode", "call_handler", "message_handler", mode="wrap")
    @classmethod
    def _check_capabilities(
        cls, value: object, validate: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        enabled = info.data.get("capabilities")
        check = partial(require_capability, str(info.field_name), value, enabled)
        return validation.check_and_validate(check, partial(validate, value))

    def notices(self) -> list[Notice]:
        """Return the warnings about the number and its handlers."""
        return [*_number_notices(self), *handler_notices(self.call_handler, self.message_handler)]


class ImportNumber(ImportRow):
    """A number that another provider hosts, with its capabilities and handlers."""

    if_exists: IfExists = Field(
        IfExists.FAIL, description="What to do if the project has the number already."
    )
    idempotency_key: Key | None = Field(None, description=IDEMPOTENCY_KEY_DESCRIPTION)


def _number_notices(command: ImportRow) -> Iterator[Notice]:
    metadata = metadata_of(command.number)
    if not metadata.valid:
        yield Notice(
            ("number",),
            "unassigned_range",
            "No such range is assigned in its country, as far as libphonenumber knows."
            + hint(other_number(command.number)),
        )
    if command.number_type is NumberType.LONGCODE and metadata.type is NumberType.TOLLFREE:
        yield Notice(("number_type",), "number_type_mismatch", "This is a toll-free number.")
    if Capability.MMS in command.capabilities and Capability.SMS not in command.capabilities:
        yield Notice(("capabilities",), "mms_without_sms", "MMS rarely works without SMS.")
