"""The rows of phone numbers: how they are found, and what is derived from them.

Rows are read through the table and not as entities: an attribute for each column, and no
bookkeeping. The service and the events stand on these few statements.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection, Executable, Select, Table, bindparam, delete, select, update

from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain import urls
from gateway.domain.caller import Caller
from gateway.models import LIVE, LabelKind, PhoneNumber, PhoneNumberLabel

NUMBERS: Final = cast("Table", PhoneNumber.__table__)  # type: ignore[attr-defined]
LABELS: Final = cast("Table", PhoneNumberLabel.__table__)  # type: ignore[attr-defined]


# What a reader is shown. The project is the reader's, and no released number is shown.
SHOWN: Final = frozenset(NUMBERS.c.keys()) - {"project_id", "released_at"}
WHOLE: Final = frozenset(NUMBERS.c.keys())
# Whose numbers; every query leaves it open.
PROJECT: Final = bindparam("project", type_=NUMBERS.c.project_id.type)


@cache
def shape(names: frozenset[str] = SHOWN) -> RowShape:
    """Return the shape of rows with these columns."""
    return RowShape(column for column in NUMBERS.c if column.name in names)


_KEY: Final = bindparam("key", type_=NUMBERS.c.id.type)
_INSERT_LABEL: Final = PreparedStatement(lambda insert: insert(LABELS), LABELS.c.keys())
_NUMBER: Final = bindparam("key", type_=NUMBERS.c.number.type)
_LOCK: Final = PreparedStatement(
    lambda _: live(WHOLE).where(NUMBERS.c.id == _KEY).with_for_update()
)
_BY_NUMBER: Final = PreparedStatement(lambda _: live(WHOLE).where(NUMBERS.c.number == _NUMBER))


@lru_cache(64)
def _update(names: frozenset[str]) -> PreparedStatement:
    """Return the statement that writes these columns of a number."""
    statement: Any = update(NUMBERS).where(NUMBERS.c.id == _KEY)
    return PreparedStatement(lambda _: statement.returning(*shape(WHOLE).selected), sorted(names))


@lru_cache(64)
def _insert(names: frozenset[str]) -> PreparedStatement:
    """Return the statement that inserts a number with these columns, unless it is taken."""
    return PreparedStatement(
        lambda insert: (
            insert(NUMBERS)
            .on_conflict_do_nothing(index_elements=["project_id", "number"], index_where=LIVE)
            .returning(*shape(WHOLE).selected)
        ),
        sorted(names),
    )


def live(columns: frozenset[str] = SHOWN) -> Select[Any]:
    """Select the numbers that a project has; released ones are gone for it."""
    query = cast("Select[Any]", select(*shape(columns).selected))
    return query.where(NUMBERS.c.project_id == PROJECT, NUMBERS.c.released_at.is_(None))


def found(
    statement: Executable,
    values: Mapping[str, Any],
    db: Connection,
    columns: frozenset[str] = SHOWN,
) -> list[PhoneNumber]:
    """Return the rows that a statement gives, with these *columns*.

    *values* are those that the statement leaves open.
    """
    return shape(columns).rows(db.execute(statement, values), db.dialect)


def inserted(db: Connection, row: Mapping[str, Any]) -> PhoneNumber | None:
    """Insert a row and return it; nothing where the project has the number.

    The unique index of live numbers says so, and no other constraint is forgiven.
    """
    return next(iter(shape(WHOLE).rows(_insert(frozenset(row)).run(db, row), db.dialect)), None)


def updated(db: Connection, row: PhoneNumber, values: Mapping[str, Any]) -> PhoneNumber:
    """Write *values* over *row* and return it as it is then."""
    written = _update(frozenset(values)).run(db, {**values, "key": row.id})
    return cast("PhoneNumber", shape(WHOLE).rows(written, db.dialect)[0])


def locked(db: Connection, caller: Caller, number_id: UUID) -> PhoneNumber | None:
    """Return the project's row, if there is one, held until the transaction ends.

    SQLite's one writer holds all rows.
    """
    return _first(_LOCK, db, caller, number_id)


def by_number(db: Connection, caller: Caller, number: str) -> PhoneNumber | None:
    """Return the project's row with this number, if it has one."""
    return _first(_BY_NUMBER, db, caller, number)


def _first(
    one: PreparedStatement, db: Connection, caller: Caller, key: object
) -> PhoneNumber | None:
    held = one.run(db, {"project": caller.project_id, "key": key})
    return next(iter(shape(WHOLE).rows(held, db.dialect)), None)


def by_id(db: Connection, caller: Caller, number_id: UUID) -> PhoneNumber:
    """Return the project's row, released or not."""
    query = select(*shape(WHOLE).selected).where(
        NUMBERS.c.project_id == caller.project_id, NUMBERS.c.id == number_id
    )
    return found(query, {}, db, WHOLE)[0]


def label(db: Connection, row: PhoneNumber, *, again: bool = False) -> None:
    """Write what lists look *row* up by; *again* where labels may be there already."""
    if again:
        db.execute(delete(LABELS).where(LABELS.c.number_id == row.id))
    if found := list(labels(row)):
        _INSERT_LABEL.run(db, *found)


def labels(row: PhoneNumber) -> Iterator[dict[str, Any]]:
    """Yield the labels of *row*; a released number has none."""
    if row.released_at:
        return
    about = {"project_id": row.project_id, "created_at": row.created_at, "number_id": row.id}
    for tag in row.tags:
        yield about | {"kind": LabelKind.TAG, "value": tag}
    for host in sorted(_hosts(row)):
        yield about | {"kind": LabelKind.HOST, "value": host}


def _hosts(row: PhoneNumber) -> set[str]:
    handlers = [handler for handler in (row.call_handler, row.message_handler) if handler]
    found = {urls.host(url) for handler in handlers for url in handler.urls().values()}
    return {host for host in found if host}
