"""Resolvers of handler checks: one function for each root field."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from schema.handler_checks import (
    CheckHandlerInput,
    CheckHandlerResult,
    CheckHandlerSuccess,
    CheckPhoneNumberHandlersInput,
    CheckPhoneNumberHandlersResult,
    CheckPhoneNumberHandlersSuccess,
    HandlerCheck,
)

ToCheck = Annotated[
    CheckHandlerInput, strawberry.argument(description="The handlers whose URLs are asked.")
]
NumberToCheck = Annotated[
    CheckPhoneNumberHandlersInput, strawberry.argument(description="The id of the number.")
]


@strawberry.type
class HandlerCheckMutation:
    """The mutations that try handlers, which the root type inherits."""

    @strawberry.mutation(
        description="Asks the URLs of handlers as the platform would, by a test call or message, "
        "and reports what is wrong: whether the host is reached, the certificate, the status, and "
        "whether the response is well-formed LaML or SWML. Nothing is written, and nothing of the "
        "response is shown. Rate limited. Needs the scope numbers:write. Example: "
        'checkHandler(input: {callHandler: {lamlWebhooks: {requestUrl: "https://example.com/voice"'
        "}}}) { ... on CheckHandlerSuccess { checks { answers urls { setting findings { code "
        "message } } } } ... on Problem { code message } }"
    )
    async def check_handler(self, info: Info, input: ToCheck) -> CheckHandlerResult:
        """Check handlers that are not stored."""
        ctx = info.context
        checks = await ctx.handler_checks.check(ctx.caller, input.build())
        return CheckHandlerSuccess(checks=HandlerCheck.all_of(checks))

    @strawberry.mutation(
        description="Asks the URLs of a phone number's handlers as the platform would: will it be "
        "answered? As checkHandler. Needs the scope numbers:write. Example: "
        'checkPhoneNumberHandlers(input: {id: "…"}) { ... on CheckPhoneNumberHandlersSuccess { '
        "checks { channel answers } } ... on Problem { code message } }"
    )
    async def check_phone_number_handlers(
        self, info: Info, input: NumberToCheck
    ) -> CheckPhoneNumberHandlersResult:
        """Check the handlers of a number."""
        ctx = info.context
        checks = await ctx.handler_checks.check_number(ctx.caller, input.build())
        return CheckPhoneNumberHandlersSuccess(checks=HandlerCheck.all_of(checks))
