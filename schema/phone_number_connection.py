"""Relay connection of phone numbers (the GraphQL Cursor Connections specification)."""

from collections.abc import Awaitable, Callable
from typing import Final, Self

import strawberry

from gateway.domain.caller import Caller
from gateway.models.pagination import Page
from schema.column_fields import costs
from schema.facets import Count, PhoneNumberFacets
from schema.page_info import edges_of, page_info_field
from schema.phone_number import PhoneNumber

_COUNT_COST: Final = 20  # the query visits every number that the filter matches


@strawberry.type(description="A phone number in a list, with its cursor.")
class PhoneNumberEdge:
    """An edge of `PhoneNumberConnection`."""

    node: PhoneNumber = strawberry.field(description="The phone number.")
    cursor: str = strawberry.field(
        description="The position of this number in the list. Opaque: pass it unchanged as after "
        "or before, with the same orderBy."
    )


@strawberry.type(description="A page of phone numbers.")
class PhoneNumberConnection:
    """A page, whose fields are resolved when they are selected."""

    page: strawberry.Private[Page]
    caller: strawberry.Private[Caller]
    count: strawberry.Private[Callable[[], Awaitable[int]]]
    count_by: strawberry.Private[Count]

    page_info = page_info_field()

    @strawberry.field(description="The phone numbers of the page, each with its cursor.")
    def edges(self) -> list[PhoneNumberEdge]:
        """Return numbers and cursors."""
        return edges_of(PhoneNumberEdge, self.nodes(), self.page)

    @strawberry.field(
        description="The phone numbers of the page, without cursors: shorter than edges, as "
        "pageInfo has the cursors of the next and the previous page."
    )
    def nodes(self) -> list[PhoneNumber]:
        """Return the numbers."""
        return PhoneNumber.all_of(self.page.rows, self.caller)

    @strawberry.field(
        description="The number of entries on all pages. Counted when it is selected, which takes "
        "longer in large projects.",
        metadata=costs(_COUNT_COST),
    )
    async def total_count(self) -> int:
        """Count the numbers."""
        return await self.count()

    @strawberry.field(
        description="How many numbers of all pages have each tag, handler kind, country, type and "
        "state. Example: facets { tags(first: 10) { value count } countries { value count } }"
    )
    def facets(self) -> PhoneNumberFacets:
        """Return the counts, none of which is made yet."""
        return PhoneNumberFacets(count=self.count_by)

    @classmethod
    def of(
        cls, page: Page, caller: Caller, count: Callable[[], Awaitable[int]], count_by: Count
    ) -> Self:
        """Make the connection of a page for the caller.

        *count* is called for ``totalCount``, and *count_by* for each of ``facets``.
        """
        return cls(page=page, caller=caller, count=count, count_by=count_by)
