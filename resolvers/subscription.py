"""Subscription resolvers: each returns a stream of objects, and the endpoint executes the rest."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any, Protocol, cast

import strawberry

from gateway.domain.commands import FollowEvents
from gateway.domain.commands.listing import MAX_FOLLOWED
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.services.event_feed import cursor_of
from resolvers.context import Info
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


class Source(Protocol):
    """What a service returns for a subscription: objects without end, until it is closed."""

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


def shown(source: Source, show: Callable[[Any], object]) -> AsyncGenerator[Any, None]:
    """Return the stream that a resolver returns: GraphQL needs no more of it than `Shown` has."""
    return cast("AsyncGenerator[Any, None]", Shown(source, show))
