"""Lists of phone numbers as Relay connections."""

from collections.abc import Awaitable, Callable
from typing import Final, Self

import strawberry

from gateway.domain.caller import Caller
from gateway.models.pagination import Page
from schema.drawing import costs
from schema.page_info import PageInfo
from schema.phone_number import PhoneNumber

_COUNT_COST: Final = 20  # every number that the filter finds is looked at


@strawberry.type(description="An entry of the list.")
class PhoneNumberEdge:
    """A number and where it stands."""

    node: PhoneNumber = strawberry.field(description="The number.")
    cursor: str = strawberry.field(
        description="Where the number stands in this order. Opaque: hand it back as it came."
    )


@strawberry.type(description="A page of phone numbers.")
class PhoneNumberConnection:
    """A page, drawn in the way that is asked for."""

    page: strawberry.Private[Page]
    caller: strawberry.Private[Caller]
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="Where the page lies in the list.")
    def page_info(self) -> PageInfo:
        """Say where it lies."""
        return PageInfo.of(self.page)

    @strawberry.field(description="The numbers and their cursors.")
    def edges(self) -> list[PhoneNumberEdge]:
        """Draw numbers and cursors."""
        cursors = map(self.page.order.cursor, self.page.rows)
        pairs = zip(self.nodes(), cursors, strict=True)
        return [PhoneNumberEdge(node=node, cursor=cursor) for node, cursor in pairs]

    @strawberry.field(description="The numbers alone, when no cursor but the last is needed.")
    def nodes(self) -> list[PhoneNumber]:
        """Draw numbers."""
        return PhoneNumber.all_of(self.page.rows, self.caller)

    @strawberry.field(
        description="How long the list is. Counted only when it is selected.",
        metadata=costs(_COUNT_COST),
    )
    async def total_count(self) -> int:
        """Count now."""
        return await self.count()

    @classmethod
    def of(cls, page: Page, caller: Caller, count: Callable[[], Awaitable[int]]) -> Self:
        """Show a page to the caller; *count* is called when the total is wanted."""
        return cls(page=page, caller=caller, count=count)
