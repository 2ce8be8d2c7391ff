"""Handler kinds as GraphQL types, unions and one-of inputs: all derived.

The one source is `gateway.domain.handlers`.
"""

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
        description="What answers a number's calls: one type per kind, with the settings that "
        "this kind has and no others. A kind has one name in three spellings: the type "
        "RelayTopicCallHandler is relayTopic in CallHandlerInput and RELAY_TOPIC in "
        "CallHandlerKind.",
    ),
]
MessageHandler: TypeAlias = Annotated[
    handlers.MessageHandler,
    strawberry.union(
        "MessageHandler",
        description="What answers a number's messages: one type per kind, with the settings that "
        "this kind has and no others. A kind has one name in three spellings: the type "
        "RelayTopicMessageHandler is relayTopic in MessageHandlerInput and RELAY_TOPIC in "
        "MessageHandlerKind.",
    ),
]


def _one_of(name: str, kinds: Mapping[str, type[Handler]], description: str) -> Any:
    """Make the one-of input: a field for each kind that clients may set."""
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
    "What shall answer calls: exactly one kind with its settings. "
    'Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}',
)
MessageHandlerInput = _one_of(
    "MessageHandlerInput",
    MESSAGE_HANDLERS,
    "What shall answer messages: exactly one kind with its settings. "
    'Example: {relayTopic: {topic: "office"}}',
)
