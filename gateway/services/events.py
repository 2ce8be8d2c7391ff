"""The service of the event log: pages of what happened to a project's numbers, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from gateway.database import events
from gateway.database.database import Database
from gateway.database.statements import PreparedQuery
from gateway.domain.caller import Caller
from gateway.domain.commands.listing import ALL_EVENTS, FollowEvents, ListEvents
from gateway.domain.enums import Scope
from gateway.models.event import PhoneNumberEvent
from gateway.models.pagination import Page, Window, WindowShape

_AFTER: Final = WindowShape(has_after=True, has_before=False, is_backward=False)


@dataclass(frozen=True, slots=True)
class Events:
    """The events of all projects."""

    database: Database

    async def page(self, caller: Caller, window: Window, wanted: ListEvents = ALL_EVENTS) -> Page:
        """Return the project's events in the order they happened. Raises `InvalidPage`."""
        caller.require_scope(Scope.NUMBERS_READ)
        if wanted.types:
            types = list(dict.fromkeys(wanted.types))
            query = events.LAST_OF_TYPES if window.is_backward else events.OF_TYPES
            found = await self._between(caller, window, query, types)
        else:
            values = events.EVENT_ORDER.parameters(window) | {"project": caller.project_id}
            found = await self.database.fetch(events.page_query(window.shape), values)
        return Page.of(found, events.EVENT_ORDER, window)

    async def pages_of(
        self, caller: Caller, window: Window, number_ids: Sequence[UUID]
    ) -> list[Page]:
        """Return a page of the events of each number, in their order, by one query.

        Raises `InvalidPage`.
        """
        caller.require_scope(Scope.NUMBERS_READ)
        query = events.LAST_OF_EACH_NUMBER if window.is_backward else events.OF_EACH_NUMBER
        rows = await self._between(caller, window, query, number_ids)
        found: dict[UUID, list[PhoneNumberEvent]] = {number_id: [] for number_id in number_ids}
        for row in rows:
            found[row.number_id].append(row)
        return [Page.of(found[key], events.EVENT_ORDER, window) for key in number_ids]

    async def after(
        self, caller: Caller, position: int, most: int, wanted: FollowEvents
    ) -> list[PhoneNumberEvent]:
        """Return the first events after a position, *most* of them, that may pass the filter.

        They are chosen by the filter's ids, or else by its types; the caller applies the rest.
        """
        caller.require_scope(Scope.NUMBERS_READ)
        values = {"project": caller.project_id, "size": most}
        if not wanted.ids and not wanted.types:
            query = events.page_query(_AFTER)
            return await self.database.fetch(query, values | {"after_0": position})
        query = events.OF_NUMBERS if wanted.ids else events.OF_TYPES
        streams = list(dict.fromkeys(wanted.ids or wanted.types or ()))
        return await self.database.fetch(query, values | {"streams": streams, "beyond": position})

    async def lengths(self, project_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Return how many events each project has: the position of its last one."""
        rows = await self.database.fetch(events.LENGTHS, {"projects": project_ids})
        return dict.fromkeys(project_ids, 0) | {row.project_id: row.length for row in rows}

    async def _between(
        self, caller: Caller, window: Window, query: PreparedQuery, streams: Sequence[object]
    ) -> list[PhoneNumberEvent]:
        """Return the first or the last events of each stream, between the window's cursors."""
        values = events.EVENT_ORDER.parameters(window)
        given = {"project": caller.project_id, "streams": streams, "size": values["size"]}
        for name, cursor in (("beyond", "after_0"), ("until", "before_0")):
            if cursor in values:
                given[name] = values[cursor]
        return await self.database.fetch(query, given)
