"""Event log: one event for each write of a number, appended in the same transaction.

Positions are in the order of the commits. A writer locks the row of its project's stream until its
transaction ends, so a position becomes visible after all positions before it. A consumer that
stores the last position it read misses no event, even when transactions commit late.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import NoneType
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    Connection,
    Integer,
    String,
    Table,
    TextClause,
    bindparam,
    select,
    text,
)

from gateway.database import array_statements, write_batch
from gateway.database import changes as notifications
from gateway.database.lists import bound_list, is_one_of
from gateway.database.statements import PreparedQuery, PreparedStatement, RowShape, run_together
from gateway.domain.caller import Caller
from gateway.domain.enums import EventType
from gateway.domain.handler import Handler
from gateway.models.event import EventStream, PhoneNumberEvent
from gateway.models.pagination import MAX_BIGINT, KeysetOrder, SortKey, WindowShape, read_integer
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import FieldChange

# No handlers: whether a value is one is a function of Python's to ask.
_PLAIN: Final = (str, list, bool, int, UUID, NoneType)
EVENTS: Final = cast("Table", PhoneNumberEvent.__table__)  # type: ignore[attr-defined]
STREAMS: Final = cast("Table", EventStream.__table__)  # type: ignore[attr-defined]
_INSERT: Final = PreparedStatement(lambda insert: insert(EVENTS), EVENTS.c.keys())


def _lengthen(insert: Any) -> Any:
    """Return the statement that adds a length to a stream's, and returns the sum."""
    statement = insert(STREAMS)
    total = STREAMS.c.length + statement.excluded.length
    lengthened = statement.on_conflict_do_update(
        index_elements=["project_id"], set_={"length": total}
    )
    return lengthened.returning(STREAMS.c.length)


_LENGTHEN: Final = PreparedStatement(_lengthen, STREAMS.c.keys())
_APPEND: Final = array_statements.append(EVENTS, STREAMS)  # does both on PostgreSQL

EVENT_ORDER: Final = KeysetOrder("events", [SortKey(EVENTS.c.position, "position", read_integer)])
_SHAPE: Final = RowShape(column for column in EVENTS.c if column.name != "project_id")
_PROJECT: Final = bindparam("project", type_=EVENTS.c.project_id.type)
# SQLite has no LATERAL; its CROSS JOIN is not reordered. By an equality PostgreSQL might read all
# events in order to find a few of a rare type; only the stream's index has the order of a range.
_FIRST_OF_EACH: Final = {
    "sqlite": """
        SELECT {columns}
        FROM json_each(:streams) AS asked CROSS JOIN phone_number_event AS event
        WHERE event.project_id = :project AND event.position IN (
            SELECT position FROM phone_number_event
            WHERE project_id = :project AND {stream} = asked.value
                AND position > :beyond AND position < :until
            ORDER BY position {direction} LIMIT :size
        )
        ORDER BY event.position {direction} {limit}
    """,
    "postgresql": """
        SELECT {columns}
        FROM unnest(:streams) AS asked(value) CROSS JOIN LATERAL (
            SELECT * FROM phone_number_event
            WHERE project_id = :project
                AND ({stream}, position) > (asked.value, :beyond)
                AND ({stream}, position) < (asked.value, :until)
            ORDER BY {stream} {direction}, position {direction} LIMIT :size
        ) AS event
        ORDER BY event.position {direction} {limit}
    """,
}


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """Return the fields of *after* whose value differs from *before*, in their order."""
    return [
        FieldChange(field, _event_value(before.get(field)), _event_value(value))
        for field, value in after.items()
        if before.get(field) != value
    ]


def created(values: Iterable[tuple[str, Any]]) -> list[FieldChange]:
    """Return the fields of a new row that have a value: what `diff` returns beside nothing."""
    return [FieldChange(f, None, _event_value(v)) for f, v in values if v is not None]


def _event_value(value: Any) -> Any:
    """Return *value* as events store it: handlers in their stored form, with secrets masked."""
    if isinstance(value, _PLAIN) or not isinstance(value, Handler):
        return cast("Any", value)
    return value.masked().to_stored()


def append(
    db: Connection,
    caller: Caller,
    type_: EventType,
    row: PhoneNumber,
    changes: Sequence[FieldChange],
) -> int:
    """Append an event about the *row* that this transaction wrote; return its position."""
    event = enqueue(db, caller, type_, row, changes)
    write_batch.flush(db)
    return cast("int", event["position"])


def enqueue(  # noqa: PLR0913  # what an event is
    db: Connection,
    caller: Caller,
    type_: EventType,
    row: PhoneNumber,
    changes: Sequence[FieldChange],
    *,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Append an event before the commit; return it. It gets its `position` then.

    *at* is its time, where the row was not written.
    """
    event = {
        "project_id": caller.project_id,
        "number_id": row.id,
        "number": row.number,
        "type": type_,
        "occurred_at": at or row.updated_at,
        "actor": caller.actor,
        "request_id": caller.request_id,
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in changes],
    }
    write_batch.current(db).add(_QUEUE, event)
    return event


def _append_all(db: Connection, queued: Sequence[dict[str, Any]]) -> None:
    """Number the events and insert them, each in the stream of its project."""
    append = _append_to_stream if db.dialect.name == "sqlite" else _append_at_once
    for project in sorted({event["project_id"] for event in queued}):
        notifications.touch(db, project)
        append(db, project, [event for event in queued if event["project_id"] == project])


def _append_to_stream(db: Connection, project: UUID, queued: Sequence[dict[str, Any]]) -> None:
    [(length,)] = _LENGTHEN.run(db, {"project_id": project, "length": len(queued)})
    _number(queued, length - len(queued))
    _INSERT.run(db, *queued)


def _append_at_once(db: Connection, project: UUID, queued: Sequence[dict[str, Any]]) -> None:
    """Do as on SQLite, by one statement, so that the stream is locked for less time."""
    _number(queued, 0)
    [(length,)] = run_together(_APPEND, db, queued, project, len(queued))
    _number(queued, length - len(queued))


def _number(queued: Sequence[dict[str, Any]], before: int) -> None:
    for position, event in enumerate(queued, before + 1):
        event["position"] = position


_QUEUE: Final = write_batch.Queue(1, _append_all)


def changes_at(db: Connection, caller: Caller, position: int | None) -> list[FieldChange]:
    """Return the changes of the project's event at *position*; an empty list for None."""
    at = (EVENTS.c.project_id == caller.project_id) & (EVENTS.c.position == position)
    changes = db.execute(select(EVENTS.c.changes).where(at)).scalar_one_or_none()
    return [FieldChange(**change) for change in changes or ()]


@lru_cache(len(WindowShape._fields) ** 2)
def page_query(shape: WindowShape) -> PreparedQuery:
    """Return the query for a page of all events of a project."""
    query: Any = select(*_SHAPE.selected).where(EVENTS.c.project_id == _PROJECT)
    return PreparedQuery(_SHAPE, EVENT_ORDER.paginate(query, shape))


def _first_of_each(stream: str, limit: str = "", direction: str = "ASC") -> PreparedQuery:
    """Return the query for the first `size` events between two positions of each of the `streams`.

    A stream is what the column *stream* has one value for. In the direction DESC they are the last.
    """
    columns = ", ".join(f"event.{column.name}" for column in _SHAPE.columns)
    parts = {"columns": columns, "stream": stream, "limit": limit, "direction": direction}
    written = {
        name: _bound(text(sql.format(**parts)), stream) for name, sql in _FIRST_OF_EACH.items()
    }
    return PreparedQuery(_SHAPE, written["sqlite"], postgresql=written["postgresql"], is_scan=True)


def _bound(sql: TextClause, stream: str) -> Any:
    item = EVENTS.c[stream].type
    return sql.bindparams(
        _PROJECT,
        bound_list("streams", String() if stream == "type" else item),
        bindparam("beyond", 0, type_=EVENTS.c.position.type),
        bindparam("until", MAX_BIGINT, type_=EVENTS.c.position.type),
        bindparam("size", type_=Integer()),
    )


OF_EACH_NUMBER: Final = _first_of_each("number_id")
OF_NUMBERS: Final = _first_of_each("number_id", "LIMIT :size")
OF_TYPES: Final = _first_of_each("type", "LIMIT :size")
LAST_OF_EACH_NUMBER: Final = _first_of_each("number_id", direction="DESC")
LAST_OF_TYPES: Final = _first_of_each("type", "LIMIT :size", "DESC")

# The lengths of the streams of these projects; one without an event has no row.
_LENGTHS: Final = RowShape(STREAMS.c)
_OF_PROJECTS: Final = bound_list("projects", STREAMS.c.project_id.type)
_SELECT_LENGTHS: Any = select(*_LENGTHS.selected).where(
    is_one_of(STREAMS.c.project_id, _OF_PROJECTS)
)
LENGTHS: Final = PreparedQuery(_LENGTHS, _SELECT_LENGTHS)
