"""Mutation resolvers: of phone numbers, and of the attachment to a platform."""

from typing import Annotated

import strawberry

from gateway.models.bulk_job import JobKind
from resolvers.connections import ConnectionMutations
from resolvers.context import Info
from resolvers.handler_checks import HandlerCheckMutation
from resolvers.webhooks import WebhookMutation
from schema.bulk_job_results import (
    CancelImportJobResult,
    CancelImportJobSuccess,
    CancelUpdateJobResult,
    CancelUpdateJobSuccess,
    StartImportJobResult,
    StartImportJobSuccess,
    StartUpdateJobResult,
    StartUpdateJobSuccess,
)
from schema.bulk_jobs import ImportJob, UpdateJob
from schema.inputs import (
    AttachUpstreamInput,
    ImportPhoneNumberInput,
    ReleasePhoneNumberInput,
    StartImportJobInput,
    StartUpdateJobInput,
    UpdatePhoneNumberInput,
)
from schema.names import read_id
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
    ImportPhoneNumberInput,
    strawberry.argument(description="The number, its capabilities and its handlers."),
]
ToUpdate = Annotated[
    UpdatePhoneNumberInput,
    strawberry.argument(description="The id of the number, and the fields to change."),
]
ToAttach = Annotated[
    AttachUpstreamInput,
    strawberry.argument(description="The space of the platform, and a token for it."),
]
ToStart = Annotated[
    StartImportJobInput,
    strawberry.argument(description="Where the rows come from, and what to do with them."),
]
ToStartUpdate = Annotated[
    StartUpdateJobInput,
    strawberry.argument(description="Which numbers, and what to change of them."),
]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The id of the job.")]
ToRelease = Annotated[
    ReleasePhoneNumberInput, strawberry.argument(description="The id of the number.")
]


@strawberry.type(
    description="The mutations. Each returns a union of its success and its failures: select the "
    "failures by the interface Problem { code message }. After a failure nothing is changed. All "
    "take an idempotencyKey, which makes retries safe."
)
class Mutation(WebhookMutation, HandlerCheckMutation, ConnectionMutations):
    """The root type of mutations."""

    @strawberry.mutation(
        description="Imports a phone number that another provider hosts into the project, with the "
        "handlers that answer its calls and messages. Example: importPhoneNumber(input: {number: "
        '"+14155550123", numberType: LONGCODE, callHandler: {lamlWebhooks: {requestUrl: '
        '"https://example.com/voice"}}}) { ... on ImportPhoneNumberSuccess { phoneNumber { id } } '
        "... on Problem { code message } }"
    )
    async def import_phone_number(self, info: Info, input: ToImport) -> ImportPhoneNumberResult:
        """Import a number."""
        ctx = info.context
        result = await ctx.numbers.import_number(ctx.caller, input.build())
        return ImportPhoneNumberSuccess.of(result, ctx.caller)

    @strawberry.mutation(
        description="Changes a phone number. Fields that are left out stay as they are, null "
        "clears a field, and a handler is replaced as a whole. Example: updatePhoneNumber(input: "
        '{id: "…", callHandler: {relayTopic: {topic: "office"}}}) { ... on '
        "UpdatePhoneNumberSuccess { changes { field before after } } ... on Problem { code message "
        "} }"
    )
    async def update_phone_number(self, info: Info, input: ToUpdate) -> UpdatePhoneNumberResult:
        """Update a number."""
        ctx = info.context
        result = await ctx.numbers.update(ctx.caller, input.build())
        return UpdatePhoneNumberSuccess.of(result, ctx.caller)

    @strawberry.mutation(
        description="Releases a phone number: it is removed from the project. Its events stay, and "
        "it can be imported again, with another id. Refused while releaseProtected is true. "
        'Example: releasePhoneNumber(input: {id: "…"}) { ... on ReleasePhoneNumberSuccess { number '
        "} ... on Problem { code message } }"
    )
    async def release_phone_number(self, info: Info, input: ToRelease) -> ReleasePhoneNumberResult:
        """Release a number."""
        ctx = info.context
        result = await ctx.numbers.release(ctx.caller, input.build())
        return ReleasePhoneNumberSuccess.of(result, ctx.caller)

    @strawberry.mutation(
        description="Attaches the project to a space of the platform. From then on its numbers are "
        "provisioned there. Also replaces the token of the present attachment. Needs the scope "
        "upstream:manage."
    )
    async def attach_upstream(self, info: Info, input: ToAttach) -> AttachUpstreamResult:
        """Attach the project."""
        ctx = info.context
        attached = await ctx.upstreams.attach(ctx.caller, input.build())
        return AttachUpstreamSuccess(upstream=Upstream.of(attached))

    @strawberry.mutation(
        description="Detaches the project from the platform. Its numbers stay as they are on both "
        "sides. Changes that the platform has not confirmed are abandoned. Needs the scope "
        "upstream:manage."
    )
    async def detach_upstream(self, info: Info) -> DetachUpstreamResult:
        """Detach the project."""
        ctx = info.context
        return DetachUpstreamSuccess(space=await ctx.upstreams.detach(ctx.caller))

    @strawberry.mutation(
        description="Requests a sync: all numbers are compared with the platform's soon, in "
        "addition to the scheduled syncs. Needs the scope upstream:manage."
    )
    async def sync_upstream(self, info: Info) -> SyncUpstreamResult:
        """Request a sync."""
        ctx = info.context
        attached = await ctx.upstreams.request_sync(ctx.caller)
        return SyncUpstreamSuccess(upstream=Upstream.of(attached))

    @strawberry.mutation(
        description="Starts an import of many numbers in the background. Example: "
        'startImportJob(input: {source: {csv: "number,number_type\\n+14155550123,longcode"}, '
        "dryRun: true}) { ... on StartImportJobSuccess { job { id status } } ... on Problem { code "
        "message } }"
    )
    async def start_import_job(self, info: Info, input: ToStart) -> StartImportJobResult:
        """Start an import job."""
        ctx = info.context
        started = await ctx.bulk_jobs.start_import(ctx.caller, input.build())
        return StartImportJobSuccess.of(started)

    @strawberry.mutation(
        description="Cancels an import job. Rows that are done stay done; no other row is done "
        "after the response."
    )
    async def cancel_import_job(self, info: Info, id: JobId) -> CancelImportJobResult:
        """Cancel an import job."""
        ctx, key = info.context, read_id(id, "ImportJob")
        cancelled = await ctx.bulk_jobs.cancel(ctx.caller, key, JobKind.IMPORT)
        return CancelImportJobSuccess(job=ImportJob.of(cancelled))

    @strawberry.mutation(
        description="Starts the same changes of many numbers in the background: of those that "
        "match the filter now. A number that changes before its turn is left alone, and its row "
        "fails with version_conflict. Example: startUpdateJob(input: {filter: {handlerUrlHost: "
        '"old.example.com"}, patch: {replaceUrlHost: {old: "old.example.com", new: '
        '"new.example.com"}}}) { ... on StartUpdateJobSuccess { job { id } } ... on Problem { code '
        "message } }"
    )
    async def start_update_job(self, info: Info, input: ToStartUpdate) -> StartUpdateJobResult:
        """Start an update job."""
        ctx = info.context
        started = await ctx.bulk_jobs.start_update(ctx.caller, input.build())
        return StartUpdateJobSuccess.of(started)

    @strawberry.mutation(
        description="Cancels an update job. Rows that are done stay done; no other row is done "
        "after the response."
    )
    async def cancel_update_job(self, info: Info, id: JobId) -> CancelUpdateJobResult:
        """Cancel an update job."""
        ctx, key = info.context, read_id(id, "UpdateJob")
        cancelled = await ctx.bulk_jobs.cancel(ctx.caller, key, JobKind.UPDATE)
        return CancelUpdateJobSuccess(job=UpdateJob.of(cancelled))
