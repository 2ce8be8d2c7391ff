"""Commands on the project's numbers: find, look up, update, amend and release."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from gateway.domain.commands.base import (
    EXPECTED_VERSION_DESCRIPTION,
    IDEMPOTENCY_KEY_DESCRIPTION,
    Command,
    Notice,
    NumberId,
)
from gateway.domain.commands.number_fields import (
    CallHandlerOneOf,
    MessageHandlerOneOf,
    Tags,
    handler_notices,
    require_capability,
)
from gateway.domain.e164 import E164, E164Syntax
from gateway.domain.enums import CallReceiveMode, Capability
from gateway.domain.text import Key, Name, forbid_null
from gateway.domain.validation_policy import STRICT
from gateway.errors import FieldFailure, Invalid

_NUMBER_ID_DESCRIPTION = "The id or the uuid of the number."


class FindNumber(Command):
    """Find a number of the project by its E.164 number."""

    operation = "find"

    number: E164

    @classmethod
    def by(cls, number_id: UUID | None, number: str | None) -> UUID | str:
        """Return the only one of the two that is given; raise `Invalid` for none or both.

        The validation policy does not apply: a number stays findable when the policy changes.
        """
        if (number_id is None) is (number is None):
            text = "Name a number by its id or by the number itself, and not by both."
            raise Invalid(FieldFailure(("number",), "one_of", text))
        return number_id or cls.of({"number": number}, STRICT).number


class LookUpNumber(Command):
    """Ask for libphonenumber's knowledge of any number, whether the project has it or not."""

    operation = "look_up"

    number: E164Syntax


class UpdateNumber(Command):
    """The fields of a number to change. A field that is left out stays as it is; null clears it."""

    operation = "update"

    id: NumberId = Field(description=_NUMBER_ID_DESCRIPTION)
    expected_version: int | None = Field(None, ge=1, description=EXPECTED_VERSION_DESCRIPTION)
    name: Name | None = Field(
        None, description='A label for people. Null clears it. Example: "Front desk"'
    )
    tags: Tags = Field(
        default_factory=list,
        description="Labels to find numbers by. They replace all present tags; null removes them. "
        'Example: ["support", "eu"]',
    )
    call_receive_mode: CallReceiveMode | None = Field(
        None, description="Whether incoming calls are treated as voice or fax. Cannot be null."
    )
    call_handler: CallHandlerOneOf | None = Field(
        None,
        description="The handler that answers calls: exactly one kind. It replaces the present "
        "handler with all its settings; null removes it. Needs the capability VOICE or FAX. "
        'Example: {relayTopic: {topic: "office"}}',
    )
    message_handler: MessageHandlerOneOf | None = Field(
        None,
        description="The handler that answers messages: exactly one kind. It replaces the present "
        "handler with all its settings; null removes it. Needs the capability SMS or MMS. "
        'Example: {lamlWebhooks: {requestUrl: "https://example.com/sms"}}',
    )
    release_protected: bool | None = Field(
        None,
        description="Whether releasePhoneNumber is refused for this number. Cannot be null.",
    )
    idempotency_key: Key | None = Field(None, description=IDEMPOTENCY_KEY_DESCRIPTION)

    _not_cleared = field_validator("call_receive_mode", "release_protected")(forbid_null)

    def patch(self) -> dict[str, Any]:
        """Return the columns to change, with their new values."""
        given = self.model_fields_set - _NOT_COLUMNS
        return {field: getattr(self, field) for field in type(self).model_fields if field in given}

    def check(self, capabilities: list[Capability]) -> None:
        """Raise `Invalid` if a field needs a capability that is not among *capabilities*."""
        failures = list(_capability_failures(self.patch(), capabilities))
        if failures:
            raise Invalid(*failures)

    def notices(self) -> list[Notice]:
        """Return the warnings about the handlers."""
        return list(handler_notices(self.call_handler, self.message_handler))


class AmendNumber(Command):
    """A read-modify-write update: ``make_update`` gets the locked row and returns the command.

    For REST, where a request may set a part of a handler and the rest is in the stored row.
    ``body`` is the request's body, which the fingerprint is made of.
    """

    operation = "amend"

    id: NumberId
    body: dict[str, Any]
    make_update: Callable[[Any], UpdateNumber] = Field(exclude=True)
    expected_version: None = None
    idempotency_key: Key | None = None


_NOT_COLUMNS: Final = {"id", "expected_version", "idempotency_key"}


class ReleaseNumber(Command):
    """The number to release."""

    operation = "release"

    id: NumberId = Field(description=_NUMBER_ID_DESCRIPTION)
    expected_version: int | None = Field(None, ge=1, description=EXPECTED_VERSION_DESCRIPTION)
    idempotency_key: Key | None = Field(None, description=IDEMPOTENCY_KEY_DESCRIPTION)


def _capability_failures(
    patch: dict[str, Any], capabilities: list[Capability]
) -> Iterator[FieldFailure]:
    for field in ("call_receive_mode", "call_handler", "message_handler"):
        try:
            require_capability(field, patch.get(field), capabilities)
        except PydanticCustomError as exc:
            yield FieldFailure((field,), exc.type, exc.message())
