"""Reading."""

import asyncio
from functools import partial
from typing import Annotated

import strawberry

from gateway.domain import e164
from gateway.domain.commands import NEWEST_FIRST, NO_FILTER, FindNumber, ListEvents, LookUpNumber
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.errors import InvalidPage
from gateway.models.pagination import MAX_PAGE_SIZE, Window
from resolvers.context import Info
from schema.connection import PhoneNumberConnection
from schema.events import PhoneNumberEventConnection
from schema.inputs import ImportPhoneNumberInput, PhoneNumberFilter, PhoneNumberOrder
from schema.lookup import PhoneNumberLookup
from schema.names import read_id
from schema.phone_number import Node, PhoneNumber
from schema.results import ImportCheck
from schema.upstream import Upstream

Id = Annotated[strawberry.ID, strawberry.argument(description="The id of any type's thing.")]
Ids = Annotated[
    list[strawberry.ID], strawberry.argument(description="Ids of any types' things, 100 at most.")
]
NumberId = Annotated[
    strawberry.ID | None, strawberry.argument(description="The number's id or uuid.")
]
Number = Annotated[
    str | None, strawberry.argument(description="The number itself. Example: +14155550123")
]
First = Annotated[
    int | None,
    strawberry.argument(description="How many from the start, 1 to 100. 20 when left out."),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Only what follows this cursor: an endCursor. Example: WyJldmVudHMiLDQyXQ"
    ),
]
Last = Annotated[
    int | None, strawberry.argument(description="How many from the end, 1 to 100, not with first.")
]
Before = Annotated[
    str | None,
    strawberry.argument(
        description="Only what precedes this cursor: a startCursor. Example: WyJldmVudHMiLDQyXQ"
    ),
]
Filter = Annotated[
    PhoneNumberFilter | None,
    strawberry.argument(description="Only numbers for which everything in it is true."),
]
OrderBy = Annotated[
    PhoneNumberOrder | None, strawberry.argument(description="Newest first when left out.")
]
Types = Annotated[
    list[EventType] | None,
    strawberry.argument(description=f"Only events of these types. At most {len(EventType)}."),
]
ToCheck = Annotated[
    ImportPhoneNumberInput, strawberry.argument(description="What would be imported.")
]
Wanted = Annotated[
    str, strawberry.argument(description="The number in E.164 format. Example: +14155550123")
]


@strawberry.type(description="Questions. They change nothing.")
class Query:
    """The read side of the API."""

    @strawberry.field(description="The thing with this id. Null: the project has none such.")
    async def node(self, info: Info, id: Id) -> Node | None:
        """Find one thing."""
        return (await _nodes(info, [id]))[0]

    @strawberry.field(description="The things with these ids, in their order; null for each miss.")
    async def nodes(self, info: Info, ids: Ids) -> list[Node | None]:
        """Find several things."""
        return await _nodes(info, ids)

    @strawberry.field(
        description="One number of the project, by its id or by the number itself, not both. "
        "Null: the project has no such number."
    )
    async def phone_number(
        self,
        info: Info,
        id: NumberId = None,
        number: Number = None,
    ) -> PhoneNumber | None:
        """Find one number."""
        ctx, key = info.context, None if id is None else read_id(id, "PhoneNumber")
        row = await ctx.numbers.find(ctx.caller, FindNumber.by(key, number), ctx.columns)
        return PhoneNumber.of(row, ctx.caller) if row else None

    @strawberry.field(
        description="The project's numbers, page by page. Example: phoneNumbers(first: 50, "
        "filter: {hasCallHandler: false}, orderBy: {field: NUMBER, direction: ASC})"
    )
    async def phone_numbers(  # noqa: PLR0913, PLR0917  # GraphQL names them
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter = None,
        order_by: OrderBy = None,
    ) -> PhoneNumberConnection:
        """List numbers."""
        ctx, wanted = info.context, filter.read() if filter else NO_FILTER
        window = Window(first=first, after=after, last=last, before=before)
        order = order_by or NEWEST_FIRST
        page = await ctx.numbers.page(ctx.caller, window, wanted, order, ctx.columns)
        return PhoneNumberConnection.of(
            page, ctx.caller, partial(ctx.numbers.count, ctx.caller, wanted)
        )

    @strawberry.field(
        description="What happened to the project's numbers, in the order it happened. Keep the "
        "last endCursor and ask for what comes after it: nothing is missed and nothing comes twice."
    )
    async def phone_number_events(
        self, info: Info, first: First = None, after: After = None, types: Types = None
    ) -> PhoneNumberEventConnection:
        """List events."""
        ctx, wanted = info.context, ListEvents.of({"types": types}, STRICT)
        page = await ctx.events.page(ctx.caller, Window(first=first, after=after), wanted)
        return PhoneNumberEventConnection.of(page, ctx.loader.load)

    @strawberry.field(
        description="What importPhoneNumber would answer to this input, by the same rules. "
        "Nothing is written."
    )
    async def check_import(self, info: Info, input: ToCheck) -> ImportCheck:
        """Check an import."""
        ctx = info.context
        check = await ctx.numbers.check_import(ctx.caller, input.read)
        return ImportCheck.of(check, ctx.caller)

    @strawberry.field(
        description="What libphonenumber knows of any number, whether the project has it or not."
    )
    async def lookup(self, number: Wanted) -> PhoneNumberLookup:
        """Look a number up, on a thread: the first time, large tables are read."""
        command = LookUpNumber.of({"number": number}, STRICT)
        return PhoneNumberLookup.of(await asyncio.to_thread(e164.lookup, command.number))

    @strawberry.field(
        description="What the project is attached to. Null: nothing; it keeps its own records."
    )
    async def upstream(self, info: Info) -> Upstream | None:
        """Find the attachment."""
        row = await info.context.upstreams.find(info.context.caller)
        return Upstream.of(row) if row else None


async def _nodes(info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
    """Find things by id; phone numbers are the only things so far."""
    if len(ids) > MAX_PAGE_SIZE:
        raise InvalidPage(
            f"{len(ids)} ids were given; at most {MAX_PAGE_SIZE} are looked up at once."
        )
    ctx, keys = info.context, [read_id(id_, "PhoneNumber") for id_ in ids]
    rows = await ctx.numbers.get_many(ctx.caller, keys, ctx.columns)
    return [PhoneNumber.of(row, ctx.caller) if row else None for row in rows]
