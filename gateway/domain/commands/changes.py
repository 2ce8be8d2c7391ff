"""Finding, changing and releasing a number that the project has."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from gateway.domain.commands.base import EXPECTED_VERSION, KEY, Command, Notice, NumberId
from gateway.domain.commands.settings import (
    CallHandlerChoice,
    MessageHandlerChoice,
    Tags,
    demand,
    handler_notices,
)
from gateway.domain.e164 import E164, Spelled
from gateway.domain.enums import CallReceiveMode, Capability
from gateway.domain.text import Key, Name, wrong
from gateway.domain.validation_policy import STRICT
from gateway.errors import FieldFailure, Invalid

_NUMBER_ID = "The number's id or uuid."


class FindNumber(Command):
    """Find a number by the number itself."""

    operation = "find"

    number: E164

    @classmethod
    def by(cls, number_id: UUID | None, number: str | None) -> UUID | str:
        """Return exactly one of the two, if it is one by which to find; raise `Invalid` otherwise.

        What was imported under any policy is found under every policy.
        """
        if (number_id is None) is (number is None):
            text = "Name a number by its id or by the number itself, and not by both."
            raise Invalid(FieldFailure(("number",), "one_of", text))
        return number_id or cls.of({"number": number}, STRICT).number


class LookUpNumber(Command):
    """Ask what is known of any number."""

    operation = "look_up"

    number: Spelled


class UpdateNumber(Command):
    """Change what is named. What is left out stays as it is; null clears it."""

    operation = "update"

    id: NumberId = Field(description=_NUMBER_ID)
    expected_version: int | None = Field(None, ge=1, description=EXPECTED_VERSION)
    name: Name | None = Field(
        None, description="A name to tell numbers apart. Null clears it. Example: Front desk"
    )
    tags: Tags = Field(
        default_factory=list,
        description="All the labels, in place of the present ones. Null clears them.",
    )
    call_receive_mode: CallReceiveMode | None = Field(
        None, description="Whether incoming calls are voice or fax. Cannot be null."
    )
    call_handler: CallHandlerChoice | None = Field(
        None,
        description="What answers calls, in place of the present handler as a whole. "
        "Null: nothing does.",
    )
    message_handler: MessageHandlerChoice | None = Field(
        None,
        description="What answers messages, in place of the present handler as a whole. "
        "Null: nothing does.",
    )
    release_protected: bool | None = Field(
        None, description="Whether the number refuses to be released. Cannot be null."
    )
    idempotency_key: Key | None = Field(None, description=KEY)

    @field_validator("call_receive_mode", "release_protected")
    @classmethod
    def _cannot_be_cleared(cls, value: object) -> object:
        if value is None:
            raise wrong("not_nullable", "This cannot be cleared: leave it out, or give a value.")
        return value

    def patch(self) -> dict[str, Any]:
        """Return the settings that are named, with the values they shall have."""
        named = self.model_fields_set - _NOT_SETTINGS
        return {field: getattr(self, field) for field in type(self).model_fields if field in named}

    def check(self, capabilities: list[Capability]) -> None:
        """Raise `Invalid` for what a number with these *capabilities* cannot be set to."""
        failures = list(_misfits(self.patch(), capabilities))
        if failures:
            raise Invalid(*failures)

    def notices(self) -> list[Notice]:
        """Return what the caller should know although the command is valid."""
        return list(handler_notices(self.call_handler, self.message_handler))


class AmendNumber(Command):
    """Change what *update* makes of the number as it is then.

    For doors that say a part of a handler: what the rest is, only the transaction knows.
    """

    operation = "amend"

    id: NumberId
    body: dict[str, Any]
    make_update: Callable[[Any], UpdateNumber] = Field(exclude=True)
    expected_version: None = None
    idempotency_key: Key | None = None


_NOT_SETTINGS: Final = {"id", "expected_version", "idempotency_key"}


class ReleaseNumber(Command):
    """Give a number up: it stays in the history, and can be imported again."""

    operation = "release"

    id: NumberId = Field(description=_NUMBER_ID)
    expected_version: int | None = Field(None, ge=1, description=EXPECTED_VERSION)
    idempotency_key: Key | None = Field(None, description=KEY)


def _misfits(patch: dict[str, Any], capabilities: list[Capability]) -> Iterator[FieldFailure]:
    for setting in ("call_receive_mode", "call_handler", "message_handler"):
        try:
            demand(setting, patch.get(setting), capabilities)
        except PydanticCustomError as exc:
            yield FieldFailure((setting,), exc.type, exc.message())
