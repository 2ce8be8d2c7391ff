"""Changed fields: the type of a change in events and results."""

from enum import EnumType
from typing import Any, Final, Self, cast

import orjson
import strawberry

from gateway.domain.handler import read_stored
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.models import results
from schema.handlers import CallHandler, MessageHandler
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


@strawberry.type(
    description="A value of a field, typed: exactly one of these fields is not null, which depends "
    "on the field. Types that are added later are fields here too."
)
class FieldValue:
    """A value as events store it, in the types of the resource."""

    text: str | None = strawberry.field(
        default=None,
        description="Of fields with text, and the name of the value of an enumeration. Example: "
        "Front desk",
    )
    items: list[str] | None = strawberry.field(
        default=None, description='Of tags and capabilities. Example: ["support", "eu"]'
    )
    flag: bool | None = strawberry.field(default=None, description="Of releaseProtected.")
    call_handler: CallHandler | None = strawberry.field(
        default=None,
        description="Of callHandler. Secrets in URLs are always masked as ****.",
    )
    message_handler: MessageHandler | None = strawberry.field(
        default=None,
        description="Of messageHandler. Secrets in URLs are always masked as ****.",
    )

    @classmethod
    def of(cls, field: str, value: Any) -> Self | None:
        """Convert a value of the core; None stays None."""
        if value is None:
            return None
        if field == "call_handler":
            return cls(call_handler=read_stored(CALL_HANDLERS, value))
        if field == "message_handler":
            return cls(message_handler=read_stored(MESSAGE_HANDLERS, value))
        if isinstance(value, bool):
            return cls(flag=value)
        if isinstance(value, list):
            items = cast("list[str]", value)
            return cls(items=[_named(field, item) for item in items])
        return cls(text=_named(field, value))


@strawberry.type(description="A field whose value changed.")
class FieldChange:
    """See `gateway.models.results.FieldChange`."""

    change: strawberry.Private[results.FieldChange]

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

    @strawberry.field(description="The value before the change, typed. Null if it was null.")
    def before_value(self) -> FieldValue | None:
        """Convert the value, which is read from its stored form only when it is selected."""
        return FieldValue.of(self.change.field, self.change.before)

    @strawberry.field(description="The value after the change, typed. Null if it is null.")
    def after_value(self) -> FieldValue | None:
        """Convert the value."""
        return FieldValue.of(self.change.field, self.change.after)

    @classmethod
    def of(cls, change: results.FieldChange) -> Self:
        """Convert a change of the core."""
        name = change.field
        return cls(
            change=change,
            field=camel(name),
            before=_text(name, change.before),
            after=_text(name, change.after),
        )


def _text(field: str, value: Any) -> str | None:
    if field in _HANDLERS and value is not None:
        value = to_graphql(_as_input(**value))
    if isinstance(value, list):
        value = [_named(field, item) for item in cast("list[str]", value)]
    elif isinstance(value, str):
        value = _named(field, value)
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _named(field: str, value: Any) -> str:
    """Return text as it is, and the name of the value of an enumeration in capitals."""
    return str(value).upper() if field in _ENUMS else str(value)


def _as_input(kind: str, **settings: Any) -> dict[str, Any]:
    """Return a stored handler as a one-of input, with the enumerations' names in capitals."""
    fields = {n: v.upper() if (kind, n) in _ENUM_SETTINGS else v for n, v in settings.items()}
    return {kind: fields}
