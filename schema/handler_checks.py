"""Handler check types: what was found when the URLs of handlers were asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self, TypeAlias

import strawberry

from gateway.domain.commands.checks import CheckHandler, CheckPhoneNumberHandlers
from gateway.domain.handler_catalogue import Channel
from gateway.domain.handler_documents import Severity
from gateway.models import results
from schema.errors import NumberNotFound, Rejected, ValidationFailed
from schema.inputs import CommandInput, input_for
from schema.names import camel
from schema.result_unions import result_of

if TYPE_CHECKING:
    CheckHandlerInput: TypeAlias = CommandInput[CheckHandler]
    CheckPhoneNumberHandlersInput: TypeAlias = CommandInput[CheckPhoneNumberHandlers]
else:
    CheckHandlerInput = input_for(CheckHandler, "CheckHandlerInput")
    CheckPhoneNumberHandlersInput = input_for(
        CheckPhoneNumberHandlers, "CheckPhoneNumberHandlersInput"
    )


@strawberry.type(description="Something that was found about a URL.")
class HandlerFinding:
    """See `gateway.domain.handler_documents.Finding`."""

    severity: Severity = strawberry.field(description="How grave it is. Example: ERROR")
    code: str = strawberry.field(
        description='A code for programs. Codes never change their meaning. Example: "timed_out"'
    )
    message: str = strawberry.field(
        description="An explanation for people. It quotes nothing of the response."
    )


@strawberry.type(description="What was found when a URL of a handler was asked.")
class HandlerUrlCheck:
    """See `gateway.models.results.UrlCheck`."""

    setting: str = strawberry.field(
        description="The setting of the handler that is the URL. Example: requestUrl"
    )
    answers: bool | None = strawberry.field(
        description="Whether it returns instructions. Null where that cannot be seen."
    )
    status: int | None = strawberry.field(
        description="The HTTP status of the response. Null if there was none. Example: 200"
    )
    milliseconds: int = strawberry.field(description="How long it took. Example: 84")
    media_type: str | None = strawberry.field(
        description="The media type of the response. Example: text/xml"
    )
    certificate_until: datetime | None = strawberry.field(
        description="The time at which the certificate expires. Null without TLS."
    )
    findings: list[HandlerFinding] = strawberry.field(
        description="What was found. Empty if all is well."
    )

    @classmethod
    def of(cls, check: results.UrlCheck) -> Self:
        """Convert a check."""
        return cls(
            setting=camel(check.setting),
            answers=check.answers,
            status=check.status,
            milliseconds=round(check.seconds * 1000),
            media_type=check.media_type,
            certificate_until=check.certificate_until,
            findings=[HandlerFinding(**finding._asdict()) for finding in check.findings],
        )


@strawberry.type(description="What was found for the handler of calls, or for that of messages.")
class HandlerCheck:
    """See `gateway.models.results.HandlerCheck`."""

    channel: Channel = strawberry.field(description="What the handler answers. Example: CALL")
    answers: bool | None = strawberry.field(
        description="Whether the request URL, or else the fallback URL, returns instructions. Null "
        "where that cannot be seen, as for kinds that no URL answers."
    )
    urls: list[HandlerUrlCheck] = strawberry.field(
        description="The URLs that return instructions. Empty for other kinds of handlers."
    )

    @classmethod
    def all_of(cls, checks: Sequence[results.HandlerCheck]) -> list[Self]:
        """Convert checks."""
        return [
            cls(channel=c.channel, answers=c.answers, urls=[HandlerUrlCheck.of(u) for u in c.urls])
            for c in checks
        ]


_CHECKS = "A check for each handler. Empty if there is none."


@strawberry.type(description="The URLs of the handlers were asked.")
class CheckHandlerSuccess:
    """Has the checks."""

    checks: list[HandlerCheck] = strawberry.field(description=_CHECKS)


@strawberry.type(description="The URLs of the phone number's handlers were asked.")
class CheckPhoneNumberHandlersSuccess:
    """Has the checks."""

    checks: list[HandlerCheck] = strawberry.field(description=_CHECKS)


CheckHandlerResult: TypeAlias = Annotated[
    CheckHandlerSuccess | ValidationFailed | Rejected,
    result_of("checkHandler", "what was found, or why nothing was asked"),
]
CheckPhoneNumberHandlersResult: TypeAlias = Annotated[
    CheckPhoneNumberHandlersSuccess | ValidationFailed | NumberNotFound | Rejected,
    result_of("checkPhoneNumberHandlers", "what was found, or why nothing was asked"),
]
