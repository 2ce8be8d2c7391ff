"""What every command is, and who gives it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any, ClassVar, NamedTuple, Self
from uuid import UUID

import orjson
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    field_serializer,
)

from gateway.domain import validation
from gateway.domain.handler import Handler
from gateway.domain.lists import demand_maximums
from gateway.domain.text import wrong
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Invalid


class Notice(NamedTuple):
    """Something to know about a command that is valid all the same."""

    path: tuple[str, ...]
    code: str
    message: str


class Command(BaseModel):
    """Frozen and closed: an unknown field is a failure, not a no-op."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operation: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Refuse to be imported with a list that may be of any length."""
        demand_maximums(cls)

    @classmethod
    def of(cls, asked: Mapping[str, object], policy: ValidationPolicy) -> Self:
        """Build the command, or raise `Invalid` with everything that is wrong with it."""
        try:
            return cls.model_validate(asked, context=policy, by_alias=False, by_name=True)
        except ValidationError as exc:
            raise Invalid(*validation.field_failures(exc)) from None

    @field_serializer("call_handler", "message_handler", check_fields=False)
    def _as_stored(self, handler: Handler | None) -> dict[str, Any] | None:
        return handler.to_stored() if handler else None

    def notices(self) -> list[Notice]:
        """Return what the caller should know although the command is valid."""
        return []

    def fingerprint(self) -> str:
        """Return a hash of what is asked, the same for every spelling of the same command."""
        asked = self.model_dump(mode="json", exclude={"idempotency_key"}, exclude_unset=True)
        return sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _number_id(value: object) -> UUID:
    """Read the id of a number, or say that it is none."""
    if isinstance(value, UUID):
        return value
    try:
        read = UUID(str(value))
    except ValueError:
        read = None
    if read is None or str(read) != str(value).lower():  # Python reads braces and more
        raise wrong("invalid_id", "This is not the id of a phone number.")
    return read


NumberId = Annotated[UUID, BeforeValidator(_number_id)]

KEY = (
    "Asking again with the same key and input within 24 hours changes nothing and gives the same "
    "answer. 1 to 255 printable ASCII characters."
)
EXPECTED_VERSION = (
    "The version that the change is based on; when the number has another by now, the answer is "
    "VersionConflict. Left out: whatever the version."
)
