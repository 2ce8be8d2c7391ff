"""Subscription resolvers: each returns a stream of objects, and the endpoint executes the rest."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any, Protocol, cast

import strawberry

from gateway.domain.commands.listing import MAX_FOLLOWED, FollowEvents
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.models.bulk_job import JobKind
from gateway.services.event_feed import cursor_of
from resolvers.context import Info
from schema.bulk_jobs import ImportJob, UpdateJob
from schema.events import PhoneNumberEvent
from schema.names import read_id

After = Annotated[
    str | None,
    strawberry.argument(
        description="Begin after the event with this cursor: first come the events that were "
        "missed, then new ones. Left out: only events from now on. "
        'Example: "WyJldmVudHMiLDQyXQ"'
    ),
]
Types = Annotated[
    list[EventType] | None,
    strawberry.argument(
        description="Only events of these types. Default: all types. "
        f"At most {len(EventType)} items. Example: [RELEASED]"
    ),
]
Ids = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(
        description="Only events of the numbers with these ids. Default: all numbers of the "
        f"project. At most {MAX_FOLLOWED} items."
    ),
]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The id of the job.")]


class Source(Protocol):
    """What a service returns for a subscription: objects to the end, or until it is closed."""

    async def __anext__(self) -> Any:
        """Return the next object."""
        ...

    async def aclose(self) -> None:
        """End the stream."""
        ...


class Shown:
    """A stream of a service, with each object converted for the schema.

    Unlike a generator it is closed for certain, also where its first object was never asked for.
    """

    def __init__(self, source: Source, show: Callable[[Any], object]) -> None:
        """Show the objects of *source*."""
        self._source, self._show = source, show

    def __aiter__(self) -> "Shown":
        return self

    async def __anext__(self) -> object:
        """Return the next object."""
        return self._show(await self._source.__anext__())

    async def aclose(self) -> None:
        """End the stream."""
        await self._source.aclose()


@strawberry.type(
    description="The subscriptions, over server-sent events (Accept: text/event-stream) or a "
    "WebSocket with the subprotocol graphql-transport-ws."
)
class Subscription:
    """The root type of subscriptions."""

    @strawberry.subscription(
        description="The events of the project's phone numbers as they happen, each exactly once. "
        "After a broken connection pass the last cursor as after: nothing is missed and nothing "
        "comes twice. Example: subscription { phoneNumberEvents(types: [UPDATED]) { cursor type "
        "number changes { field before after } } }"
    )
    async def phone_number_events(
        self, info: Info, after: After = None, types: Types = None, ids: Ids = None
    ) -> AsyncGenerator[PhoneNumberEvent, None]:
        """Follow the event log."""
        ctx = info.context
        keys = None if ids is None else [read_id(id_, "PhoneNumber") for id_ in ids]
        wanted = FollowEvents.of({"types": types, "ids": keys}, STRICT)
        rows = await ctx.feed.follow(ctx.caller, wanted, ctx.resume_after or after)
        return shown(rows, lambda row: PhoneNumberEvent.of(row, cursor_of(row)))

    @strawberry.subscription(
        description="The progress of an import job: the job as it is, again when more of it is "
        "done, at most once a second, and its end, which completes the subscription. One null if "
        "the project has no such job. After a broken connection subscribe again. "
        'Example: subscription { importJob(id: "…") { status processed total counts { failed } } }'
    )
    async def import_job(self, info: Info, id: JobId) -> AsyncGenerator[ImportJob | None, None]:
        """Follow an import job."""
        ctx, key = info.context, read_id(id, "ImportJob")
        jobs = ctx.job_feed.follow(ctx.caller, key, JobKind.IMPORT)
        return shown(jobs, lambda job: ImportJob.of(job) if job else None)

    @strawberry.subscription(
        description="The progress of an update job: the job as it is, again when more of it is "
        "done, at most once a second, and its end, which completes the subscription. One null if "
        "the project has no such job. After a broken connection subscribe again. "
        'Example: subscription { updateJob(id: "…") { status processed total counts { failed } } }'
    )
    async def update_job(self, info: Info, id: JobId) -> AsyncGenerator[UpdateJob | None, None]:
        """Follow an update job."""
        ctx, key = info.context, read_id(id, "UpdateJob")
        jobs = ctx.job_feed.follow(ctx.caller, key, JobKind.UPDATE)
        return shown(jobs, lambda job: UpdateJob.of(job) if job else None)


def shown(source: Source, show: Callable[[Any], object]) -> AsyncGenerator[Any, None]:
    """Return the stream that a resolver returns: GraphQL needs no more of it than `Shown` has."""
    return cast("AsyncGenerator[Any, None]", Shown(source, show))
