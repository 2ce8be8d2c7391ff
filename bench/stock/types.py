"""The GraphQL types and inputs of the stock application, and their conversion from rows."""

import base64
from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry

from bench.stock.numbers import Number


@strawberry.enum
class Capability(Enum):
    """What a number supports: one bit each."""

    VOICE = 1
    FAX = 2
    SMS = 4
    MMS = 8


@strawberry.enum
class NumberType(Enum):
    """Carriers' class of a number."""

    LONGCODE = "longcode"
    TOLLFREE = "tollfree"


@strawberry.enum
class HttpMethod(Enum):
    """The HTTP method of a webhook."""

    GET = "GET"
    POST = "POST"


@strawberry.type
class LamlWebhooksCallHandler:
    """Calls request a URL."""

    request_url: str
    request_method: HttpMethod


@strawberry.type
class RelayTopicCallHandler:
    """Calls go to a topic."""

    topic: str


@strawberry.type
class LamlWebhooksMessageHandler:
    """Messages request a URL."""

    request_url: str
    request_method: HttpMethod


@strawberry.type
class RelayApplicationMessageHandler:
    """Messages go to an application."""

    application: str


CallHandler = Annotated[
    LamlWebhooksCallHandler | RelayTopicCallHandler, strawberry.union("CallHandler")
]
MessageHandler = Annotated[
    LamlWebhooksMessageHandler | RelayApplicationMessageHandler, strawberry.union("MessageHandler")
]


def _call_handler(stored: dict[str, str] | None) -> CallHandler | None:
    if stored is None:
        return None
    if stored["kind"] == "relay_topic":
        return RelayTopicCallHandler(topic=stored["topic"])
    method = HttpMethod(stored["request_method"])
    return LamlWebhooksCallHandler(request_url=stored["request_url"], request_method=method)


def _message_handler(stored: dict[str, str] | None) -> MessageHandler | None:
    if stored is None:
        return None
    if stored["kind"] == "relay_application":
        return RelayApplicationMessageHandler(application=stored["application"])
    method = HttpMethod(stored["request_method"])
    return LamlWebhooksMessageHandler(request_url=stored["request_url"], request_method=method)


@strawberry.type
class PhoneNumber:
    """A phone number."""

    id: strawberry.ID
    number: str
    name: str | None
    capabilities: list[Capability]
    number_type: NumberType
    country_code: str | None
    tags: list[str]
    version: int
    created_at: datetime
    call_handler: CallHandler | None
    message_handler: MessageHandler | None

    @classmethod
    def of(cls, row: Number) -> "PhoneNumber":
        """Convert a row."""
        return cls(
            id=strawberry.ID(base64.urlsafe_b64encode(f"PhoneNumber:{row.id}".encode()).decode()),
            number=row.number,
            name=row.name,
            capabilities=[c for c in Capability if row.capabilities & c.value],
            number_type=NumberType(row.number_type),
            country_code=row.country_code,
            tags=row.tags,
            version=row.version,
            created_at=row.created_at,
            call_handler=_call_handler(row.call_handler),
            message_handler=_message_handler(row.message_handler),
        )


@strawberry.type
class PhoneNumberConnection:
    """A page."""

    nodes: list[PhoneNumber]


@strawberry.type(name="Warning")
class Notice:
    """A warning of an import."""

    code: str


@strawberry.type
class ImportPhoneNumberSuccess:
    """The number was imported."""

    phone_number: PhoneNumber
    warnings: list[Notice]


@strawberry.type
class UpdatePhoneNumberSuccess:
    """The number was updated."""

    phone_number: PhoneNumber


@strawberry.input
class LamlWebhooksCallHandlerInput:
    """Request a URL."""

    request_url: str
    request_method: HttpMethod = HttpMethod.POST


@strawberry.input
class CallHandlerInput:
    """The handler of calls."""

    laml_webhooks: LamlWebhooksCallHandlerInput


@strawberry.input
class ImportPhoneNumberInput:
    """The number and its handlers."""

    number: str
    number_type: NumberType
    name: str | None = None
    call_handler: CallHandlerInput


@strawberry.input
class UpdatePhoneNumberInput:
    """The id of the number and its new name."""

    id: strawberry.ID
    name: str


ImportPhoneNumberResult = Annotated[
    ImportPhoneNumberSuccess, strawberry.union("ImportPhoneNumberResult")
]
UpdatePhoneNumberResult = Annotated[
    UpdatePhoneNumberSuccess, strawberry.union("UpdatePhoneNumberResult")
]
