"""Handler kind types: the catalogue of kinds and their settings, from which clients build forms."""

from typing import Final, Self

import strawberry

from gateway.domain import handler_catalogue
from gateway.domain.handler_catalogue import CATALOGUE, Channel, SettingType
from schema.column_fields import has_length
from schema.names import camel


@strawberry.type(description="A setting of a handler kind: a field of its input.")
class HandlerSetting:
    """See `gateway.domain.handler_catalogue.HandlerSetting`."""

    name: str = strawberry.field(
        description="The name of the field, in the input and in the output. Example: requestUrl"
    )
    label: str = strawberry.field(description="A label for forms. Example: Request URL")
    description: str = strawberry.field(description="What it is for, often with an example.")
    type: SettingType = strawberry.field(description="What its value is. Example: URL")
    choices: list[str] = strawberry.field(
        description='The values to choose from; empty unless the type is CHOICE. Example: ["GET", '
        '"POST"]'
    )
    required: bool = strawberry.field(description="Whether the input needs it.")
    default: str | None = strawberry.field(
        description="The value if it is left out. Null if there is none. Example: POST"
    )

    @classmethod
    def of(cls, setting: handler_catalogue.HandlerSetting) -> Self:
        """Convert a setting. The values of an enumeration are spelled in capitals, as its names."""
        is_choice = setting.type is SettingType.CHOICE
        return cls(
            name=camel(setting.name),
            label=setting.label,
            description=setting.description,
            type=setting.type,
            choices=[choice.upper() for choice in setting.choices],
            required=setting.required,
            default=setting.default.upper() if setting.default and is_choice else setting.default,
        )


_SETTINGS: Final = has_length(max(len(kind.settings) for kind in CATALOGUE))


@strawberry.type(
    description="A kind of handler with its settings. Build forms of it, and a kind that is added "
    "later appears in them by itself."
)
class HandlerKind:
    """See `gateway.domain.handler_catalogue.HandlerKind`."""

    channel: Channel = strawberry.field(description="What a handler of this kind answers.")
    name: str = strawberry.field(
        description="The name of the kind in the input: the field of CallHandlerInput or "
        "MessageHandlerInput. Example: relayTopic"
    )
    kind: str = strawberry.field(
        description="The value of CallHandlerKind or MessageHandlerKind. Example: RELAY_TOPIC"
    )
    label: str = strawberry.field(description="A label for people. Example: Relay topic")
    description: str = strawberry.field(description="What it does with calls or messages.")
    settable: bool = strawberry.field(
        description="Whether clients can set it. False for kinds that only the platform assigns."
    )
    deprecated: str | None = strawberry.field(
        description="Why another kind should be chosen. Null if this one is not deprecated."
    )
    settings: list[HandlerSetting] = strawberry.field(
        description="The settings, in the order of the form.", metadata=_SETTINGS
    )

    @classmethod
    def of(cls, kind: handler_catalogue.HandlerKind) -> Self:
        """Convert a kind."""
        return cls(
            channel=kind.channel,
            name=camel(kind.kind),
            kind=kind.kind.upper(),
            label=kind.label,
            description=kind.description,
            settable=kind.settable,
            deprecated=kind.deprecated,
            settings=[HandlerSetting.of(setting) for setting in kind.settings],
        )


HANDLER_KINDS: Final = tuple(HandlerKind.of(kind) for kind in CATALOGUE)
