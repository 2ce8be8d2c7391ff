"""Queries of phone numbers: select, insert, lock and update rows, and maintain their labels.

Rows are read through the table, not as ORM entities: they have an attribute for each column and no
identity map or unit of work.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    Connection,
    Executable,
    Select,
    Table,
    bindparam,
    delete,
    literal_column,
    select,
    update,
)

from gateway.database import array_statements, write_batch
from gateway.database.lists import without_index
from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain import urls
from gateway.domain.caller import Caller
from gateway.models.number_origin import NumberOrigin
from gateway.models.phone_number import LIVE, LabelKind, PhoneNumber, PhoneNumberLabel
from gateway.models.upstream import Upstream

NUMBERS: Final = cast("Table", PhoneNumber.__table__)  # type: ignore[attr-defined]
UPSTREAMS: Final = cast("Table", Upstream.__table__)  # type: ignore[attr-defined]
ORIGINS: Final = cast("Table", NumberOrigin.__table__)  # type: ignore[attr-defined]
LABELS: Final = cast("Table", PhoneNumberLabel.__table__)  # type: ignore[attr-defined]

ALL_COLUMNS: Final = frozenset(NUMBERS.c.keys())
# The columns that clients can read: of their own project, and of numbers that are not released.
PUBLIC_COLUMNS: Final = ALL_COLUMNS - {"project_id", "released_at"}
# The columns that labels are derived from.
_LABEL_SOURCES: Final = {"tags", "call_handler", "message_handler", "released_at"}
_SHAPE_CACHE_SIZE: Final = 256  # clients choose the columns
# The bind parameter of the caller's project. Every query has it.
PROJECT: Final = bindparam("project", type_=NUMBERS.c.project_id.type)


@lru_cache(_SHAPE_CACHE_SIZE)
def row_shape(names: frozenset[str] = PUBLIC_COLUMNS) -> RowShape:
    """Return the shape of rows with these columns."""
    return RowShape(column for column in NUMBERS.c if column.name in names)


_ID: Final = bindparam("key", type_=NUMBERS.c.id.type)
_NUMBER: Final = bindparam("key", type_=NUMBERS.c.number.type)
_INSERT_LABEL: Final = PreparedStatement(
    lambda insert: insert(LABELS), LABELS.c.keys(), together=array_statements.insert_all(LABELS)
)
_DELETE_LABELS: Final = PreparedStatement(
    lambda _: delete(LABELS).where(LABELS.c.number_id == bindparam("key", type_=NUMBERS.c.id.type))
)
_SELECT_FOR_UPDATE: Final = PreparedStatement(
    lambda _: select_live(ALL_COLUMNS, by_ids=True).where(NUMBERS.c.id == _ID).with_for_update(),
    arrays=array_statements.lock(NUMBERS, str(LIVE)),
    writes=False,
)
_SELECT_BY_NUMBER: Final = PreparedStatement(
    lambda _: select_live(ALL_COLUMNS).where(NUMBERS.c.number == _NUMBER)
)


_PENDING_IF_ATTACHED: Final = (
    select(literal_column("'pending'", NUMBERS.c.provisioning.type))
    .where(UPSTREAMS.c.project_id == PROJECT)
    .scalar_subquery()
)


@lru_cache(64)
def _insert_statement(names: frozenset[str]) -> PreparedStatement:
    """Return the INSERT of a number with these columns; the others get their defaults.

    A number of a project that is attached to a platform is pending: the statement itself looks.
    """
    return PreparedStatement(
        lambda insert: (
            insert(NUMBERS)
            .values(provisioning=_PENDING_IF_ATTACHED)
            .on_conflict_do_nothing(index_elements=["project_id", "number"], index_where=LIVE)
            .returning(*row_shape(ALL_COLUMNS).selected)
        ),
        sorted(names),
        arrays=array_statements.insert(
            NUMBERS,
            sorted(names),
            f"(project_id, number) WHERE {LIVE}",
            "provisioning=(SELECT 'pending' FROM upstream AS u WHERE u.project_id = v.project_id)",
        ),
    )


@lru_cache(64)
def _update_statement(names: frozenset[str]) -> PreparedStatement:
    """Return the UPDATE that sets these columns of a number."""
    statement: Any = update(NUMBERS).where(NUMBERS.c.id == _ID)
    returning = statement.returning(*row_shape(ALL_COLUMNS).selected)
    arrays = array_statements.update(NUMBERS, sorted(names))
    return PreparedStatement(lambda _: returning, sorted(names), arrays=arrays)


def select_live(columns: frozenset[str] = PUBLIC_COLUMNS, *, by_ids: bool = False) -> Select[Any]:
    """Return the SELECT of the project's live numbers: those that are not released.

    *by_ids*: ids are among the conditions, by which the rows are to be found.
    """
    query = cast("Select[Any]", select(*row_shape(columns).selected))
    is_live = (NUMBERS.c.project_id == PROJECT) & NUMBERS.c.released_at.is_(None)
    return query.where(without_index(is_live) if by_ids else is_live)


def fetch_rows(
    statement: Executable,
    values: Mapping[str, Any],
    db: Connection,
    columns: frozenset[str] = PUBLIC_COLUMNS,
) -> list[PhoneNumber]:
    """Run a SELECT of these *columns* with its bind parameters, and return its rows."""
    return row_shape(columns).rows(db.execute(statement, values), db.dialect)


def insert_number(db: Connection, row: Mapping[str, Any]) -> PhoneNumber | None:
    """Insert a row and return it, or None if the project has the number already.

    The conflict target is the unique index of live numbers; any other violation raises.
    """
    values = {**row, "project": row["project_id"]}
    returned = _insert_statement(frozenset(row)).run(db, values)
    return next(iter(row_shape(ALL_COLUMNS).rows(returned, db.dialect)), None)


def insert_numbers(
    db: Connection, rows: Sequence[Mapping[str, Any]]
) -> Iterator[PhoneNumber | None]:
    """Do as `insert_number` for rows with the same columns, on PostgreSQL by one statement."""
    values = [{**row, "project": row["project_id"]} for row in rows]
    statement = _insert_statement(frozenset(rows[0]))
    for returned in statement.run_many(db, values):
        yield next(iter(row_shape(ALL_COLUMNS).rows(returned, db.dialect)), None)


def update_number(db: Connection, row: PhoneNumber, values: Mapping[str, Any]) -> PhoneNumber:
    """Set columns of *row* to *values*, and return the new row."""
    returned = _update_statement(frozenset(values)).run(db, {**values, "key": row.id})
    return cast("PhoneNumber", row_shape(ALL_COLUMNS).rows(returned, db.dialect)[0])


def write_version(
    db: Connection, row: PhoneNumber, values: Mapping[str, Any], at: datetime
) -> PhoneNumber:
    """Set columns of the locked row as its next version, with its labels; return the new row."""
    written = update_number(db, row, {**values, "version": row.version + 1, "updated_at": at})
    if not _LABEL_SOURCES.isdisjoint(values):
        write_labels(db, written, replace=True)
    return written


def lock_number(db: Connection, caller: Caller, number_id: UUID) -> PhoneNumber | None:
    """Return the project's live row, locked until the transaction ends, or None.

    By SELECT FOR UPDATE; on SQLite the write transaction is the lock.
    """
    return _select_one(_SELECT_FOR_UPDATE, db, caller, number_id)


def find_by_number(db: Connection, caller: Caller, number: str) -> PhoneNumber | None:
    """Return the project's live row with this E.164 number, or None."""
    return _select_one(_SELECT_BY_NUMBER, db, caller, number)


def _select_one(
    statement: PreparedStatement, db: Connection, caller: Caller, key: object
) -> PhoneNumber | None:
    fetched = statement.run(db, {"project": caller.project_id, "key": key})
    return next(iter(row_shape(ALL_COLUMNS).rows(fetched, db.dialect)), None)


def get_by_id(db: Connection, caller: Caller, number_id: UUID) -> PhoneNumber:
    """Return the project's row with this id, which must exist; it may be released."""
    query = select(*row_shape(ALL_COLUMNS).selected).where(
        NUMBERS.c.project_id == caller.project_id, NUMBERS.c.id == number_id
    )
    return fetch_rows(query, {}, db, ALL_COLUMNS)[0]


def delete_number(db: Connection, row: PhoneNumber) -> None:
    """Delete a row that no client has seen. Its labels must not have been written."""
    db.execute(delete(NUMBERS).where(NUMBERS.c.id == row.id))


def delete_labels(db: Connection, row: PhoneNumber) -> None:
    """Delete the labels of a row that is deleted next, and those that are still to be written."""
    batch = write_batch.current(db)
    batch[_LABELS] = [labels for labels in batch.get(_LABELS, ()) if labels.number_id != row.id]
    _DELETE_LABELS.run(db, {"key": row.id})


def forget_origin(db: Connection, number_id: UUID) -> None:
    """Forget where a number came from: it did not come."""
    db.execute(delete(ORIGINS).where(ORIGINS.c.number_id == number_id))


def write_labels(db: Connection, row: PhoneNumber, *, replace: bool = False) -> None:
    """Insert the labels of *row* before the commit; with *replace*, delete its present ones."""
    labels = _Labels(row.id, list(labels_of(row)), replace)
    if labels.rows or replace:
        write_batch.current(db).add(_LABELS, labels)


class _Labels(NamedTuple):
    """The labels that a number shall have."""

    number_id: UUID
    rows: Sequence[Mapping[str, Any]]
    replace: bool


def _write_labels(db: Connection, written: Sequence[_Labels]) -> None:
    """Write the labels of several numbers: those that were written last, where it was twice."""
    last = {labels.number_id: labels for labels in written}
    twice = len(last) < len(written)
    if replaced := [{"key": key} for key, labels in last.items() if labels.replace or twice]:
        _DELETE_LABELS.run(db, *replaced)
    if rows := [row for labels in last.values() for row in labels.rows]:
        _INSERT_LABEL.run(db, *rows)


_LABELS: Final = write_batch.Queue(0, _write_labels)


def labels_of(row: PhoneNumber) -> Iterator[dict[str, Any]]:
    """Yield the label rows of *row*: its tags and URL hosts. A released number has none."""
    if row.released_at:
        return
    shared = {"project_id": row.project_id, "created_at": row.created_at, "number_id": row.id}
    for tag in row.tags:
        yield shared | {"kind": LabelKind.TAG, "value": tag}
    for host in sorted(_url_hosts(row)):
        yield shared | {"kind": LabelKind.HOST, "value": host}


def _url_hosts(row: PhoneNumber) -> set[str]:
    handlers = [handler for handler in (row.call_handler, row.message_handler) if handler]
    hosts = {urls.host(url) for handler in handlers for url in handler.urls().values()}
    return {host for host in hosts if host}
