"""Event log: one event for each write of a number, appended in the same transaction.

Positions are in the order of the commits. A writer locks the row of its project's stream until its
transaction ends, so a position becomes visible after all positions before it. A consumer that
stores the last position it read misses no event, even when transactions commit late.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import Connection, Table, select

from gateway.database.statements import PreparedStatement
from gateway.domain.caller import Caller
from gateway.domain.enums import EventType
from gateway.domain.handler import Handler
from gateway.models import EventStream, PhoneNumber, PhoneNumberEvent
from gateway.models.results import FieldChange

EVENTS: Final = cast("Table", PhoneNumberEvent.__table__)  # type: ignore[attr-defined]
STREAMS: Final = cast("Table", EventStream.__table__)  # type: ignore[attr-defined]
_INSERT: Final = PreparedStatement(lambda insert: insert(EVENTS), EVENTS.c.keys())
_NEXT_POSITION: Final = PreparedStatement(
    lambda insert: (
        insert(STREAMS)
        .on_conflict_do_update(index_elements=["project_id"], set_={"length": STREAMS.c.length + 1})
        .returning(STREAMS.c.length)
    ),
    STREAMS.c.keys(),
)


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """Return the fields of *after* whose value differs from *before*, in their order."""
    return [
        FieldChange(field, _event_value(before.get(field)), _event_value(value))
        for field, value in after.items()
        if before.get(field) != value
    ]


def _event_value(value: Any) -> Any:
    """Return *value* as events store it: handlers in their stored form, with passwords masked."""
    return value.masked().to_stored() if isinstance(value, Handler) else value


def append(
    db: Connection,
    caller: Caller,
    type_: EventType,
    row: PhoneNumber,
    changes: Sequence[FieldChange],
) -> int:
    """Append an event about the *row* that this transaction wrote; return its position."""
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
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in changes],
    }
    _INSERT.run(db, event)
    return position


def _next_position(db: Connection, caller: Caller) -> int:
    """Increment the stream's length, which locks it: the project's other writers wait."""
    [(length,)] = _NEXT_POSITION.run(db, {"project_id": caller.project_id, "length": 1})
    return cast("int", length)


def changes_at(db: Connection, caller: Caller, position: int | None) -> list[FieldChange]:
    """Return the changes of the project's event at *position*; an empty list for None."""
    at = (EVENTS.c.project_id == caller.project_id) & (EVENTS.c.position == position)
    changes = db.execute(select(EVENTS.c.changes).where(at)).scalar_one_or_none()
    return [FieldChange(**change) for change in changes or ()]
