"""Lists of phone numbers as Relay connections."""

from collections.abc import Awaitable, Callable
from typing import Self

import strawberry

from gateway.commands import Caller
from gateway.paging import Page
from schema.page_info import PageInfo
from schema.phone_number import PhoneNumber


@strawberry.type(description="An entry of the list.")
class PhoneNumberEdge:
    """A number and where it stands."""

    node: PhoneNumber = strawberry.field(description="The number.")
    cursor: str = strawberry.field(
        description="Where the number stands in this order. Opaque: hand it back as it came."
    )


@strawberry.type(description="A page of phone numbers.")
class PhoneNumberConnection:
    """A page, drawn once for both ways to read it."""

    edges: list[PhoneNumberEdge] = strawberry.field(description="The numbers and their cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="The numbers alone, when no cursor but the last is needed.")
    def nodes(self) -> list[PhoneNumber]:
        """Return what the edges hold."""
        return [edge.node for edge in self.edges]

    @strawberry.field(description="How long the list is. Counted only when it is selected.")
    async def total_count(self) -> int:
        """Count now."""
        return await self.count()

    @classmethod
    def of(cls, page: Page, caller: Caller, count: Callable[[], Awaitable[int]]) -> Self:
        """Show a page to the caller; *count* is called when the total is wanted."""
        cursors = [page.order.cursor(row) for row in page.rows]
        edges = [
            PhoneNumberEdge(node=PhoneNumber.of(row, caller), cursor=cursor)
            for row, cursor in zip(page.rows, cursors, strict=True)
        ]
        return cls(edges=edges, page_info=PageInfo.of(page, cursors), count=count)
