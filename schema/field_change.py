"""Changed fields: the type of a change in events and results."""

from enum import EnumType
from typing import Any, Final, Self

import orjson
import strawberry

from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.models import results
from schema.names import camel, to_graphql

_HANDLERS: Final = {"call_handler", "message_handler"}
_ENUM_SETTINGS: Final = {
    (model.kind, name)
    for model in (*CALL_HANDLERS.values(), *MESSAGE_HANDLERS.values())
    for name, setting in model.model_fields.items()
    if isinstance(setting.annotation, EnumType)
}
_ENUMS: Final = {
    "number_type", "capabilities", "call_receive_mode", "e911_status", "provisioning",
}  # fmt: skip


@strawberry.type(description="A field whose value changed.")
class FieldChange:
    """See `gateway.models.results.FieldChange`."""

    field: str = strawberry.field(
        description='The name of the field of PhoneNumber. Example: "callHandler"'
    )
    before: str | None = strawberry.field(
        description="The value before the change: text as it is, other values as JSON, a handler "
        'as the JSON of its input. Example: {"relayTopic":{"topic":"office"}}'
    )
    after: str | None = strawberry.field(
        description="The value after the change, in the same notation as before."
    )

    @classmethod
    def of(cls, change: results.FieldChange) -> Self:
        """Convert a change of the core."""
        before, after = (_text(change.field, value) for value in (change.before, change.after))
        return cls(field=camel(change.field), before=before, after=after)


def _text(field: str, value: Any) -> str | None:
    if field in _HANDLERS and value is not None:
        value = to_graphql(_as_input(**value))
    if field in _ENUMS and value is not None:
        value = value.upper() if isinstance(value, str) else [str(v).upper() for v in value]
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _as_input(kind: str, **settings: Any) -> dict[str, Any]:
    """Return a stored handler as a one-of input, with the enumerations' names in capitals."""
    fields = {n: v.upper() if (kind, n) in _ENUM_SETTINGS else v for n, v in settings.items()}
    return {kind: fields}
