"""Command base class: an immutable, validated request, with warnings and a fingerprint."""

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, ClassVar, NamedTuple, Self
from uuid import UUID

import orjson
from pydantic import (
    BeforeValidator,
    ValidationError,
    field_serializer,
)

from gateway.domain import validation
from gateway.domain.frozen_model import FrozenModel
from gateway.domain.handler import Handler
from gateway.domain.lists import require_maximums
from gateway.domain.text import parse_uuid, violation
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Invalid


class Notice(NamedTuple):
    """A warning about a valid command. Clients see it as the type ``Warning``."""

    path: tuple[str, ...]
    code: str
    message: str


class Command(FrozenModel):
    """A request to a service. An unknown field is a failure.

    ``operation`` is part of the scope of idempotency keys.
    """

    operation: ClassVar[str]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Fail at import if a list has no maximum length."""
        require_maximums(cls)

    @classmethod
    def of(cls, values: Mapping[str, object], policy: ValidationPolicy) -> Self:
        """Build the command, or raise `Invalid` with all failures."""
        try:
            return cls.model_validate(values, context=policy, by_alias=False, by_name=True)
        except ValidationError as exc:
            raise Invalid(*validation.field_failures(exc)) from None

    @field_serializer("call_handler", "message_handler", check_fields=False)
    def _as_stored(self, handler: Handler | None) -> dict[str, Any] | None:
        return handler.to_stored() if handler else None

    def notices(self) -> list[Notice]:
        """Return the warnings about this command."""
        return []

    def fingerprint(self) -> str:
        """Return the SHA-256 of the canonical command, the same for each spelling of its input."""
        fields = self.model_dump(mode="json", exclude={"idempotency_key"}, exclude_unset=True)
        return sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _id_of(what: str, value: object) -> UUID:
    """Read the id of a thing. Python's UUID accepts other notations than this one."""
    found = value if isinstance(value, UUID) else parse_uuid(str(value))
    if found is None:
        raise violation("invalid_id", f"This is not the id of a {what}.")
    return found


NumberId = Annotated[UUID, BeforeValidator(partial(_id_of, "phone number"))]
ConnectionId = Annotated[UUID, BeforeValidator(partial(_id_of, "connection"))]

IDEMPOTENCY_KEY_DESCRIPTION = (
    "An idempotency key of your choice: 1 to 255 printable ASCII characters. A retry with the same "
    "key and input within 24 hours changes nothing and returns the same result, with replayed: "
    'true. Example: "order-4711"'
)
EXPECTED_VERSION_DESCRIPTION = (
    "Optimistic locking: the version of the number that you have read. If the number has another "
    "version now, nothing is changed and the result is VersionConflict. Leave it out to skip this "
    "check. Example: 3"
)
