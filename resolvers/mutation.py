"""Changing."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from schema.inputs import (
    AttachUpstreamInput,
    ImportPhoneNumberInput,
    ReleasePhoneNumberInput,
    UpdatePhoneNumberInput,
)
from schema.results import (
    ImportPhoneNumberResult,
    ImportPhoneNumberSuccess,
    ReleasePhoneNumberResult,
    ReleasePhoneNumberSuccess,
    UpdatePhoneNumberResult,
    UpdatePhoneNumberSuccess,
)
from schema.upstream import (
    AttachUpstreamResult,
    AttachUpstreamSuccess,
    DetachUpstreamResult,
    DetachUpstreamSuccess,
    SyncUpstreamResult,
    SyncUpstreamSuccess,
    Upstream,
)

ToImport = Annotated[
    ImportPhoneNumberInput, strawberry.argument(description="The number, and what answers it.")
]
ToUpdate = Annotated[
    UpdatePhoneNumberInput, strawberry.argument(description="Which number, and what shall change.")
]
ToAttach = Annotated[
    AttachUpstreamInput, strawberry.argument(description="Which space, and a token for it.")
]
ToRelease = Annotated[ReleasePhoneNumberInput, strawberry.argument(description="Which number.")]


@strawberry.type(description="Changes. Each answers a union: its success, or why nothing changed.")
class Mutation:
    """The write side of the API."""

    @strawberry.mutation(
        description="Bring a number that another provider hosts into the project, and say what "
        "answers its calls and messages. Example: importPhoneNumber(input: "
        '{number: "+14155550123", numberType: LONGCODE})'
    )
    async def import_phone_number(self, info: Info, input: ToImport) -> ImportPhoneNumberResult:
        """Read the command, import the number, show it."""
        ctx = info.context
        done = await ctx.numbers.import_number(ctx.caller, input.read())
        return ImportPhoneNumberSuccess.of(done, ctx.caller)

    @strawberry.mutation(
        description="Change a number. What is left out stays as it is, null clears it, and a "
        "handler is replaced as a whole. Example: updatePhoneNumber(input: "
        '{id: "…", callHandler: {relayTopic: {topic: "office"}}})'
    )
    async def update_phone_number(self, info: Info, input: ToUpdate) -> UpdatePhoneNumberResult:
        """Read the command, change the number, show it."""
        ctx = info.context
        done = await ctx.numbers.update(ctx.caller, input.read())
        return UpdatePhoneNumberSuccess.of(done, ctx.caller)

    @strawberry.mutation(
        description="Give a number up. Its history stays, and it can be imported again, with a "
        "new id. A protected number refuses."
    )
    async def release_phone_number(self, info: Info, input: ToRelease) -> ReleasePhoneNumberResult:
        """Read the command, release the number, say which."""
        ctx = info.context
        done = await ctx.numbers.release(ctx.caller, input.read())
        return ReleasePhoneNumberSuccess.of(done, ctx.caller)

    @strawberry.mutation(
        description="Attach the project to a space of the platform, where its numbers are "
        "provisioned from then on; or renew the token. Needs the scope upstream:manage."
    )
    async def attach_upstream(self, info: Info, input: ToAttach) -> AttachUpstreamResult:
        """Read the command, attach the project, show to what."""
        ctx = info.context
        attached = await ctx.upstreams.attach(ctx.caller, input.read())
        return AttachUpstreamSuccess(upstream=Upstream.of(attached))

    @strawberry.mutation(
        description="Detach the project. Its numbers stay as they are, here and there; changes "
        "that the platform has not confirmed end. Needs the scope upstream:manage."
    )
    async def detach_upstream(self, info: Info) -> DetachUpstreamResult:
        """Detach the project, and say from what."""
        ctx = info.context
        return DetachUpstreamSuccess(space=await ctx.upstreams.detach(ctx.caller))

    @strawberry.mutation(
        description="Compare all numbers with the platform's soon, besides the regular times. "
        "Needs the scope upstream:manage."
    )
    async def sync_upstream(self, info: Info) -> SyncUpstreamResult:
        """Have the sync made due."""
        ctx = info.context
        attached = await ctx.upstreams.request_sync(ctx.caller)
        return SyncUpstreamSuccess(upstream=Upstream.of(attached))
