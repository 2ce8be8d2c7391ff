"""Facet types: how many numbers of a list have each value of a field."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Self

import strawberry

from gateway.domain.commands.listing import MOST_FACET_VALUES, Facet
from gateway.domain.enums import NumberType, ProvisioningStatus
from schema.column_fields import costs, has_length
from schema.enums import CallHandlerKind, MessageHandlerKind

Count = Callable[[Facet, int], Awaitable[list[tuple[str | None, int]]]]
_COST: Final = 20  # the query visits every number that the filter matches
_LIMITED: Final = costs(_COST)
First = Annotated[
    int,
    strawberry.argument(
        description=f"How many values, the most frequent first, 1 to {MOST_FACET_VALUES}."
    ),
]


@strawberry.type(description="A value of a field, and how many numbers of the list have it.")
class FacetCount:
    """One entry of a facet."""

    value: str | None = strawberry.field(
        description="The value; of an enumeration its name. Null for numbers without one. Example: "
        "RELAY_TOPIC"
    )
    count: int = strawberry.field(description="The number of phone numbers with this value.")

    @classmethod
    def all_of(cls, counted: Iterable[tuple[str | None, int]]) -> list[Self]:
        """Convert values with their numbers."""
        return [cls(value=value, count=count) for value, count in counted]


@strawberry.type(
    description="How many numbers of the list have each value of a field, for filters with numbers "
    "beside them. Each field is counted when it is selected, as long as totalCount takes."
)
class PhoneNumberFacets:
    """Counts under the filter of the list, each by a query of its own."""

    count: strawberry.Private[Count]

    @strawberry.field(
        description="The tags. A number counts for each of its tags. Example: tags(first: 10) { "
        "value count }",
        metadata=_LIMITED,
    )
    async def tags(self, first: First = 20) -> list[FacetCount]:
        """Count by tag."""
        return FacetCount.all_of(await self.count(Facet.TAG, first))

    @strawberry.field(
        description="The countries, by ISO 3166-1 alpha-2. Null for international numbers.",
        metadata=_LIMITED,
    )
    async def countries(self, first: First = 20) -> list[FacetCount]:
        """Count by country."""
        return FacetCount.all_of(await self.count(Facet.COUNTRY, first))

    @strawberry.field(
        description="The kinds of call handlers. Null for numbers without one.",
        metadata=costs(_COST) | has_length(len(CallHandlerKind) + 1),
    )
    async def call_handler_kinds(self) -> list[FacetCount]:
        """Count by kind."""
        return await self._of_enum(Facet.CALL_HANDLER_KIND, CallHandlerKind, "UNRECOGNIZED")

    @strawberry.field(
        description="The kinds of message handlers. Null for numbers without one.",
        metadata=costs(_COST) | has_length(len(MessageHandlerKind) + 1),
    )
    async def message_handler_kinds(self) -> list[FacetCount]:
        """Count by kind."""
        return await self._of_enum(Facet.MESSAGE_HANDLER_KIND, MessageHandlerKind, "UNRECOGNIZED")

    @strawberry.field(
        description="The types of the numbers.",
        metadata=costs(_COST) | has_length(len(NumberType)),
    )
    async def number_types(self) -> list[FacetCount]:
        """Count by type."""
        return await self._of_enum(Facet.NUMBER_TYPE, NumberType, "")

    @strawberry.field(
        description="The states of the provisioning. Null for numbers that no platform has.",
        metadata=costs(_COST) | has_length(len(ProvisioningStatus) + 1),
    )
    async def provisioning(self) -> list[FacetCount]:
        """Count by state."""
        return await self._of_enum(Facet.PROVISIONING, ProvisioningStatus, "OTHER")

    async def _of_enum(self, facet: Facet, members: type[StrEnum], other: str) -> list[FacetCount]:
        """Count by the names of an enumeration; values that it lacks are counted as *other*."""
        names: Mapping[Any, str] = {member.value: member.name for member in members}
        counted = Counter[str | None]()
        for value, count in await self.count(facet, MOST_FACET_VALUES):
            counted[None if value is None else names.get(value, other)] += count
        return FacetCount.all_of(counted.most_common())
