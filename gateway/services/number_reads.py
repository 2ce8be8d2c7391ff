"""Reads of phone numbers: look up, list and count those of a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from gateway.database import facets, phone_number_filters, text_index
from gateway.database.database import Database
from gateway.database.phone_numbers import PUBLIC_COLUMNS
from gateway.domain.caller import Caller
from gateway.domain.commands.listing import (
    MOST_FACET_VALUES,
    NEWEST_FIRST,
    NO_FILTER,
    Facet,
    NumberFilter,
    NumberOrder,
)
from gateway.domain.enums import Scope
from gateway.errors import InvalidPage
from gateway.models.pagination import Page, Window
from gateway.models.phone_number import PhoneNumber


@dataclass(frozen=True, slots=True)
class NumberReads:
    """The phone numbers of all projects, to be read.

    A method takes *columns*: those that the returned rows have. A row has no others.
    """

    database: Database

    async def find(
        self, caller: Caller, key: UUID | str, columns: frozenset[str] = PUBLIC_COLUMNS
    ) -> PhoneNumber | None:
        """Return the project's number with this id or this E.164 number, or None."""
        caller.require_scope(Scope.NUMBERS_READ)
        column = "id" if isinstance(key, UUID) else "number"
        query = phone_number_filters.lookup_query(column, columns)
        rows = await self.database.fetch(query, {"project": caller.project_id, "key": key})
        return rows[0] if rows else None

    async def get_many(
        self, caller: Caller, ids: Sequence[UUID], columns: frozenset[str] = PUBLIC_COLUMNS
    ) -> Sequence[PhoneNumber | None]:
        """Return the row, or None, for each of the *ids*, in their order: for a data loader."""
        caller.require_scope(Scope.NUMBERS_READ)
        query = phone_number_filters.lookup_many_query(columns | {"id"})
        fetched = await self.database.fetch(query, {"project": caller.project_id, "keys": ids})
        rows = {row.id: row for row in fetched}
        return [rows.get(number_id) for number_id in ids]

    async def page(
        self,
        caller: Caller,
        window: Window,
        filter_: NumberFilter = NO_FILTER,
        order: NumberOrder = NEWEST_FIRST,
        columns: frozenset[str] = PUBLIC_COLUMNS,
    ) -> Page:
        """Return a page of the project's numbers. Raises `InvalidPage`."""
        caller.require_scope(Scope.NUMBERS_READ)
        filter_ = await self._narrowed(caller, filter_)
        query, keyset = phone_number_filters.page_query(filter_, order, window.shape, columns)
        values = keyset.parameters(window) | phone_number_filters.parameters(filter_)
        rows = await self.database.fetch(query, values | {"project": caller.project_id})
        return Page.of(rows, keyset, window)

    async def count(self, caller: Caller, filter_: NumberFilter = NO_FILTER) -> int:
        """Return how many of the project's numbers match the filter."""
        caller.require_scope(Scope.NUMBERS_READ)
        filter_ = await self._narrowed(caller, filter_)
        values = phone_number_filters.parameters(filter_) | {"project": caller.project_id}
        [row] = await self.database.fetch(phone_number_filters.count_query(filter_), values)
        return cast("int", row.total)

    async def facet(
        self, caller: Caller, facet: Facet, filter_: NumberFilter = NO_FILTER, most: int = 20
    ) -> list[tuple[str | None, int]]:
        """Return the *most* frequent values of the numbers that match, and how many have each.

        Raises `InvalidPage`.
        """
        caller.require_scope(Scope.NUMBERS_READ)
        if not 1 <= most <= MOST_FACET_VALUES:
            raise InvalidPage(f"first must be between 1 and {MOST_FACET_VALUES}, and it is {most}.")
        filter_ = await self._narrowed(caller, filter_)
        values = phone_number_filters.parameters(filter_) | {"project": caller.project_id}
        query = facets.facet_query(facet, filter_)
        rows = await self.database.fetch(query, values | {"size": most})
        return [(row.value, row.total) for row in rows]

    async def _narrowed(self, caller: Caller, filter_: NumberFilter) -> NumberFilter:
        """Return the filter for the numbers that a text index of the database finds."""
        match = text_index.match_of(filter_) if self.database.has_text_index else None
        if match is None:
            return filter_
        wanted = {"project": caller.project_id, "match": match}
        [candidates] = await self.database.fetch(text_index.CANDIDATES, wanted)
        return text_index.narrowed(filter_, candidates)
