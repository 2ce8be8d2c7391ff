"""Handler types: GraphQL types, unions and one-of inputs, derived from `domain.handlers`."""

import inspect
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import strawberry
import strawberry.pydantic

from gateway.domain import handlers
from gateway.domain.handler import Handler, UnreadSetting
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from schema.derive import input_type

for model in (UnreadSetting, *CALL_HANDLERS.values(), *MESSAGE_HANDLERS.values()):
    strawberry.pydantic.type(model, description=inspect.getdoc(model))

CallHandler: TypeAlias = Annotated[
    handlers.CallHandler,
    strawberry.union(
        "CallHandler",
        description="What answers the calls of a number: one type for each kind, with the settings "
        "of this kind. The names of a kind correspond: the type RelayTopicCallHandler is the field "
        "relayTopic of CallHandlerInput and the value RELAY_TOPIC of CallHandlerKind.",
    ),
]
MessageHandler: TypeAlias = Annotated[
    handlers.MessageHandler,
    strawberry.union(
        "MessageHandler",
        description="What answers the messages of a number: one type for each kind, with the "
        "settings of this kind. The names of a kind correspond: the type RelayTopicMessageHandler "
        "is the field relayTopic of MessageHandlerInput and the value RELAY_TOPIC of "
        "MessageHandlerKind.",
    ),
]


def _one_of(name: str, kinds: Mapping[str, type[Handler]], description: str) -> Any:
    """Make the one-of input, with a field for each settable kind."""
    settable = {kind: model for kind, model in kinds.items() if model.settable}
    body: dict[str, Any] = {
        kind: strawberry.field(
            default=strawberry.UNSET,
            description=inspect.getdoc(model),
            deprecation_reason=model.deprecated,
        )
        for kind, model in settable.items()
    }
    body["__annotations__"] = {
        kind: input_type(model, f"{model.__name__}Input") | None for kind, model in settable.items()
    }
    body["__module__"] = __name__
    return strawberry.input(type(name, (), body), one_of=True, description=description)


CallHandlerInput = _one_of(
    "CallHandlerInput",
    CALL_HANDLERS,
    "The handler that answers calls: set exactly one field, with the settings of that kind. "
    'Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}',
)
MessageHandlerInput = _one_of(
    "MessageHandlerInput",
    MESSAGE_HANDLERS,
    "The handler that answers messages: set exactly one field, with the settings of that kind. "
    'Example: {relayTopic: {topic: "office"}}',
)
