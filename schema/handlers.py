"""Handler types: GraphQL types, unions and one-of inputs, derived from `domain.handlers`."""

import inspect
from typing import Annotated, TypeAlias

import strawberry
import strawberry.pydantic

from gateway.domain import handlers
from gateway.domain.handler import UnreadSetting
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from schema.derive import one_of_input

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


CallHandlerInput = one_of_input(
    "CallHandlerInput",
    CALL_HANDLERS,
    "The handler that answers calls: set exactly one field, with the settings of that kind. "
    'Example: {lamlWebhooks: {requestUrl: "https://example.com/voice"}}',
)
MessageHandlerInput = one_of_input(
    "MessageHandlerInput",
    MESSAGE_HANDLERS,
    "The handler that answers messages: set exactly one field, with the settings of that kind. "
    'Example: {relayTopic: {topic: "office"}}',
)
