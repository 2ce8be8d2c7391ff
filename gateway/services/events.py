"""The service of the event log: pages of what happened to a project's numbers, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from gateway.database.database import Database
from gateway.database.events import EVENTS
from gateway.domain.caller import Caller
from gateway.domain.enums import EventType, Scope
from gateway.models.pagination import KeysetOrder, Page, SortKey, Window, read_integer

EVENT_ORDER: Final = KeysetOrder("events", [SortKey(EVENTS.c.position, "position", read_integer)])


@dataclass(frozen=True, slots=True)
class Events:
    """The events of all projects."""

    database: Database

    async def page(
        self,
        caller: Caller,
        window: Window,
        *,
        number_id: UUID | None = None,
        types: Sequence[EventType] | None = None,
    ) -> Page:
        """Return a page of the project's events, oldest first. Raises `InvalidPage`.

        With *number_id* only the events of that number, with *types* only those of these types.
        """
        caller.require_scope(Scope.NUMBERS_READ)
        query = select(EVENTS).where(EVENTS.c.project_id == caller.project_id)
        if number_id is not None:
            query = query.where(EVENTS.c.number_id == number_id)
        if types:
            query = query.where(EVENTS.c.type.in_(types))
        paged = EVENT_ORDER.paginate(query, window.shape)
        values = EVENT_ORDER.parameters(window)
        fetched = await self.database.read(lambda db: db.execute(paged, values).all())
        return Page.of(fetched, EVENT_ORDER, window)
