"""What happened: one event for each change, appended in the transaction of the change.

Positions follow the commits. Whoever appends holds the row of the project's stream until its
transaction ends, so a position becomes visible only after all positions before it: a reader
that remembers the last position it saw misses nothing, however late a transaction commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection, Table, select

from gateway.database.database import Database
from gateway.database.statements import PreparedStatement
from gateway.domain.caller import Caller
from gateway.domain.enums import EventType, Scope
from gateway.domain.handler import Handler
from gateway.models import EventStream, PhoneNumber, PhoneNumberEvent
from gateway.models.pagination import Order, Page, SortKey, Window, whole
from gateway.models.results import Change

EVENTS: Final = cast("Table", PhoneNumberEvent.__table__)  # type: ignore[attr-defined]
STREAMS: Final = cast("Table", EventStream.__table__)  # type: ignore[attr-defined]
_INSERT: Final = PreparedStatement(lambda insert: insert(EVENTS), EVENTS.c.keys())
_LENGTHEN: Final = PreparedStatement(
    lambda insert: (
        insert(STREAMS)
        .on_conflict_do_update(index_elements=["project_id"], set_={"length": STREAMS.c.length + 1})
        .returning(STREAMS.c.length)
    ),
    STREAMS.c.keys(),
)
IN_ORDER: Final = Order("events", [SortKey(EVENTS.c.position, "position", whole)])


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what differs, in the order of *after*."""
    return [
        Change(field, _shown(before.get(field)), _shown(value))
        for field, value in after.items()
        if before.get(field) != value
    ]


def _shown(value: Any) -> Any:
    return value.masked().stored() if isinstance(value, Handler) else value


def append(
    db: Connection, caller: Caller, type_: EventType, row: PhoneNumber, made: Sequence[Change]
) -> int:
    """Append an event about *row*, which was written just now; return its position."""
    position = _next_position(db, caller)
    event = {
        "project_id": caller.project_id,
        "position": position,
        "number_id": row.id,
        "number": row.number,
        "type": type_,
        "occurred_at": row.updated_at,
        "actor": caller.actor,
        "request_id": caller.request_id,
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in made],
    }
    _INSERT.run(db, event)
    return position


def _next_position(db: Connection, caller: Caller) -> int:
    """Take the stream's next position; other writers of the project wait for our commit."""
    [(length,)] = _LENGTHEN.run(db, {"project_id": caller.project_id, "length": 1})
    return cast("int", length)


def changes_at(db: Connection, caller: Caller, position: int | None) -> list[Change]:
    """Return the changes of the event at *position*; none for no event."""
    at = (EVENTS.c.project_id == caller.project_id) & (EVENTS.c.position == position)
    found = db.execute(select(EVENTS.c.changes).where(at)).scalar_one_or_none()
    return [Change(**change) for change in found or ()]


@dataclass(frozen=True, slots=True)
class Events:
    """The events of every project."""

    database: Database

    async def page(
        self,
        caller: Caller,
        window: Window,
        *,
        number_id: UUID | None = None,
        types: Sequence[EventType] | None = None,
    ) -> Page:
        """Return events in the order they happened. Raises `InvalidPage`."""
        caller.demand(Scope.NUMBERS_READ)
        query = select(EVENTS).where(EVENTS.c.project_id == caller.project_id)
        if number_id is not None:
            query = query.where(EVENTS.c.number_id == number_id)
        if types:
            query = query.where(EVENTS.c.type.in_(types))
        paged, values = IN_ORDER.select(query, window.form), IN_ORDER.values(window)
        found = await self.database.read(lambda db: db.execute(paged, values).all())
        return Page.of(found, IN_ORDER, window)
