"""Reading."""

from functools import partial
from typing import Annotated

import strawberry

from gateway.commands import FindNumber
from gateway.paging import Window
from resolvers.context import Info
from schema.connection import PhoneNumberConnection
from schema.names import read_id
from schema.phone_number import Node, PhoneNumber

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
    strawberry.argument(description="How many at most, 1 to 100. 20 when left out."),
]
After = Annotated[
    str | None, strawberry.argument(description="Only what follows this cursor: an endCursor.")
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
        row = await ctx.numbers.find(ctx.caller, FindNumber.by(key, number, ctx.policy))
        return PhoneNumber.of(row) if row else None

    @strawberry.field(description="The project's numbers, newest first, page by page.")
    async def phone_numbers(
        self, info: Info, first: First = None, after: After = None
    ) -> PhoneNumberConnection:
        """List numbers."""
        ctx = info.context
        page = await ctx.numbers.page(ctx.caller, Window(first=first, after=after))
        return PhoneNumberConnection.of(page, partial(ctx.numbers.count, ctx.caller))


async def _nodes(info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
    """Find things by id; phone numbers are the only things so far."""
    numbers, caller = info.context.numbers, info.context.caller
    rows = await numbers.get_many(caller, [read_id(id_, "PhoneNumber") for id_ in ids])
    return [PhoneNumber.of(row) if row else None for row in rows]
