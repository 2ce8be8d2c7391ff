"""Lists of phone numbers as Relay connections."""

from collections.abc import Awaitable, Callable
from typing import Self

import strawberry

from gateway.paging import Page
from schema.phone_number import PhoneNumber


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """What the Relay specification asks for."""

    has_next_page: bool = strawberry.field(description="Whether more follow endCursor.")
    has_previous_page: bool = strawberry.field(description="Whether more precede startCursor.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the page's first entry, for before. Null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the page's last entry, for after. Null on an empty page."
    )


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
    def of(cls, page: Page, count: Callable[[], Awaitable[int]]) -> Self:
        """Show a page to clients; *count* is called when the total is wanted."""
        edges = [
            PhoneNumberEdge(node=PhoneNumber.of(row), cursor=page.order.cursor(row))
            for row in page.rows
        ]
        info = PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return cls(edges=edges, page_info=info, count=count)
