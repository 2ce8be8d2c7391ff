"""Statements about the rows of bulk jobs: as their source has them, and what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, literal, select, update

from gateway.database.bulk_jobs import ROWS, ClaimedChunk
from gateway.database.statements import PreparedStatement
from gateway.domain.enums import RowFate
from gateway.models.bulk_job import BulkJobRow

_R: Final = ROWS.c
_LONGEST_NUMBER: Final = 64
_REMOVED_AT_ONCE: Final = 5000  # rows of one transaction
_INSERT_ROW: Final = PreparedStatement(
    lambda insert: insert(ROWS), ("job_id", "place", "line", "number", "asked", "fate", "detail")
)
_SET_FATE: Final = PreparedStatement(
    lambda _: update(ROWS).where(_R.job_id == bindparam("job"), _R.place == bindparam("at")),
    ("fate", "number_id", "change_id", "detail", "asked"),
)


_SET_FATE_ONLY: Final = PreparedStatement(
    lambda _: update(ROWS).where(_R.job_id == bindparam("job"), _R.place == bindparam("at")),
    ("fate", "number_id", "change_id", "detail"),
)


class AskedRow(NamedTuple):
    """A row as its source has it.

    ``asked`` is what a worker reads later. Without it the row has failed, and ``detail`` says why.
    """

    number: str
    asked: Mapping[str, Any] | None
    line: int | None = None
    detail: Mapping[str, Any] | None = None


class Settled(NamedTuple):
    """What became of a row."""

    place: int
    fate: RowFate
    number_id: UUID | None = None
    change_id: UUID | None = None
    detail: Mapping[str, Any] | None = None


def insert_rows(db: Connection, job_id: UUID, first: int, rows: Sequence[AskedRow]) -> None:
    """Insert rows, whose places begin at *first*."""
    if rows:
        _INSERT_ROW.run(db, *(_new_row(job_id, n, row) for n, row in enumerate(rows, first)))


def _new_row(job_id: UUID, place: int, row: AskedRow) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "place": place,
        "line": row.line,
        "number": row.number.encode(errors="replace").decode()[:_LONGEST_NUMBER],
        "asked": row.asked,
        "fate": RowFate.FAILED if row.asked is None else RowFate.WAITING,
        "detail": row.detail,
    }


def insert_matches(
    db: Connection, job_id: UUID, numbers: Select[Any], values: Mapping[str, Any]
) -> int:
    """Insert a row for each of the *numbers*, by their order of creation; return how many."""
    found = numbers.subquery()
    place = func.row_number().over(order_by=(found.c.created_at, found.c.id))
    rows = select(
        literal(job_id, _R.job_id.type),
        place,
        found.c.number,
        literal(RowFate.WAITING, _R.fate.type),
        found.c.id,
        found.c.version,
    )
    names = ["job_id", "place", "number", "fate", "number_id", "version"]
    return db.execute(insert(ROWS).from_select(names, rows), dict(values)).rowcount


def remove_rows(db: Connection, job_id: UUID) -> bool:
    """Delete some rows of a job; return whether there may be more."""
    some = select(_R.place).where(_R.job_id == job_id).limit(_REMOVED_AT_ONCE)
    deleted = delete(ROWS).where(_R.job_id == job_id, _R.place.in_(some))
    return db.execute(deleted).rowcount == _REMOVED_AT_ONCE


def rows_of(db: Connection, chunk: ClaimedChunk) -> Sequence[BulkJobRow]:
    """Return the rows of a chunk, in their order."""
    end = chunk.first + chunk.size
    within = (_R.job_id == chunk.job_id) & (_R.place >= chunk.first) & (_R.place < end)
    return cast(
        "Sequence[BulkJobRow]", db.execute(select(ROWS).where(within).order_by(_R.place)).all()
    )


def earlier(db: Connection, chunk: ClaimedChunk, numbers: Iterable[str]) -> list[BulkJobRow]:
    """Return the rows before a chunk that are about these numbers, in their order."""
    same = (_R.job_id == chunk.job_id) & _R.number.in_([*numbers]) & (_R.place < chunk.first)
    return cast("list[BulkJobRow]", db.execute(select(ROWS).where(same).order_by(_R.place)).all())


def page_of_rows(
    db: Connection, job_id: UUID, after: int, size: int, fates: Sequence[RowFate]
) -> Sequence[BulkJobRow]:
    """Return rows of a job behind a place, of these fates; of all without any."""
    query = select(ROWS).where(_R.job_id == job_id, _R.place > after).order_by(_R.place)
    if fates:
        query = query.where(_R.fate.in_(fates))
    return cast("Sequence[BulkJobRow]", db.execute(query.limit(size)).all())


def set_fates(
    db: Connection, job_id: UUID, settled: Sequence[Settled], asked: Mapping[str, Any]
) -> None:
    """Write what became of rows."""
    statement = _SET_FATE if asked else _SET_FATE_ONLY
    rows = [
        {
            "job": job_id,
            "at": row.place,
            "fate": row.fate,
            "number_id": row.number_id,
            "change_id": row.change_id,
            "detail": row.detail,
            **asked,
        }
        for row in settled
    ]
    if rows:
        statement.run(db, *rows)
