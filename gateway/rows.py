"""The rows of phone numbers: how they are found, and what is derived from them.

Rows are read through the table and not as entities: an attribute for each column, and no
bookkeeping. The service and the events stand on these few statements.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection, Select, Table, delete, select

from gateway import urls
from gateway.commands import Caller
from gateway.models import LabelKind, PhoneNumber, PhoneNumberLabel
from gateway.store import insert

NUMBERS: Final = cast("Table", PhoneNumber.__table__)  # type: ignore[attr-defined]
LABELS: Final = cast("Table", PhoneNumberLabel.__table__)  # type: ignore[attr-defined]


# What a reader is shown. The project is the reader's, and no released number is shown.
SHOWN: Final = [column for column in NUMBERS.c if column.name not in {"project_id", "released_at"}]


def live(caller: Caller) -> Select[Any]:
    """Select the numbers that the caller's project has; released ones are gone for it."""
    return select(*SHOWN).where(
        NUMBERS.c.project_id == caller.project_id, NUMBERS.c.released_at.is_(None)
    )


def first(
    query: Select[Any], db: Connection, asked: Mapping[str, Any] | None = None
) -> PhoneNumber | None:
    """Return the first row, or nothing; *asked* are the values that the query leaves open."""
    return cast("PhoneNumber | None", db.execute(query, asked).first())


def every(query: Select[Any], db: Connection) -> Sequence[PhoneNumber]:
    """Return all rows."""
    return cast("Sequence[PhoneNumber]", db.execute(query).all())


def by_id(db: Connection, caller: Caller, number_id: UUID) -> PhoneNumber:
    """Return the project's row, released or not."""
    found = (NUMBERS.c.project_id == caller.project_id) & (NUMBERS.c.id == number_id)
    return cast("PhoneNumber", db.execute(select(NUMBERS).where(found)).one())


def label(db: Connection, row: PhoneNumber, *, again: bool = False) -> None:
    """Write what lists look *row* up by; *again* where labels may be there already."""
    if again:
        db.execute(delete(LABELS).where(LABELS.c.number_id == row.id))
    if found := list(labels(row)):
        db.execute(insert(db)(LABELS), found)


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
