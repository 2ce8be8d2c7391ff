"""Statements about the numbers of providers: pages that were fetched, and what they are to ours.

The state of a number is not stored. It follows from the row, from the live number of the project
with the same digits, and from its origin.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    Uuid,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.types import NullType

from gateway.database.database import insert
from gateway.database.lists import bound_list, is_one_of
from gateway.database.phone_numbers import NUMBERS, ORIGINS
from gateway.database.statements import PreparedQuery, RowShape
from gateway.domain.enums import ProviderNumberState
from gateway.models.column_types import EnumString
from gateway.models.connection import ProviderConnection, ProviderNumber
from gateway.models.pagination import KeysetOrder, SortKey, WindowShape, read_text
from gateway.providers.base import Listed

INVENTORY: Final = cast("Table", ProviderNumber.__table__)  # type: ignore[attr-defined]
AT_ONCE: Final = 1000  # rows of one transaction
_C: Final = INVENTORY.c
_KEY: Final = ("connection_id", "external_id")
_STATE: Final = EnumString(ProviderNumberState, ProviderNumberState.OTHER)
_UNTYPED: Final = NullType()  # SQLAlchemy does not convert it: a `RowShape` does

# The live number of the project with the same digits, and its origin, if that is this very number.
_OURS: Final = and_(
    NUMBERS.c.project_id == _C.project_id,
    NUMBERS.c.number == _C.number,
    NUMBERS.c.released_at.is_(None),
)
_IS_ORIGIN: Final = and_(
    ORIGINS.c.number_id == NUMBERS.c.id,
    ORIGINS.c.connection_id == _C.connection_id,
    ORIGINS.c.external_id == _C.external_id,
)


def _state() -> ColumnElement[str]:
    """Return the state as SQL. A number that came from elsewhere has nothing to drift from."""
    states = ProviderNumberState
    return case(
        (_C.is_gone, states.GONE.value),
        (~_C.is_supported, states.UNSUPPORTED.value),
        (NUMBERS.c.id.is_(None), states.NEW.value),
        (ORIGINS.c.fingerprint != _C.fingerprint, states.DRIFTED.value),
        else_=states.IMPORTED.value,
    )


_SHOWN: Final = ("external_id", "number", "settings", "losses", "fingerprint")
_SHAPE: Final = RowShape(
    [
        *(_C[name] for name in _SHOWN),
        Column("number_id", Uuid),
        Column("state", _STATE),
    ]
)
ORDER: Final = KeysetOrder(
    "provider numbers",
    [
        SortKey(_C.number, "number", read_text),
        SortKey(_C.external_id, "external_id", read_text),
    ],
)


def _selected() -> Select[Any]:
    """Return the SELECT of a connection's numbers in some states."""
    columns = [type_coerce(_C[name], _UNTYPED).label(name) for name in _SHOWN]
    ours = type_coerce(NUMBERS.c.id, _UNTYPED).label("number_id")
    joined = INVENTORY.outerjoin(NUMBERS, _OURS).outerjoin(ORIGINS, _IS_ORIGIN)
    selected: Any = select(*columns, ours, type_coerce(_state(), _UNTYPED).label("state"))
    return cast(
        "Select[Any]",
        selected.select_from(joined).where(
            _C.project_id == bindparam("project", type_=_C.project_id.type),
            _C.connection_id == bindparam("connection", type_=_C.connection_id.type),
            is_one_of(_state(), bound_list("states", String())),
        ),
    )


@lru_cache(8)
def page_query(shape: WindowShape) -> PreparedQuery:
    """Return the query of a page of a connection's numbers."""
    return PreparedQuery(_SHAPE, ORDER.paginate(_selected(), shape), is_scan=True)


def _named_query() -> PreparedQuery:
    named = is_one_of(_C.external_id, bound_list("external_ids", String()))
    return PreparedQuery(_SHAPE, _selected().where(named))


BY_ID: Final = _named_query()


def count_by_state(db: Connection, project: UUID, connection_id: UUID) -> dict[str, int]:
    """Return how many numbers of the connection are in each state."""
    state = _state()
    counted = (
        select(state, func.count())
        .select_from(INVENTORY.outerjoin(NUMBERS, _OURS).outerjoin(ORIGINS, _IS_ORIGIN))
        .where(_C.project_id == project, _C.connection_id == connection_id)
        .group_by(state)
    )
    return {str(name): number for name, number in db.execute(counted)}


def write(db: Connection, connection: ProviderConnection, page: Sequence[Listed]) -> None:
    """Write the numbers of a page, as this refresh found them."""
    if not page:
        return
    statement = insert(db)(INVENTORY)
    replaced = {c.name: statement.excluded[c.name] for c in _C if c.name not in _KEY}
    upsert = statement.on_conflict_do_update(index_elements=[*_KEY], set_=replaced)
    rows = sorted(page, key=lambda listed: listed.external_id)
    db.execute(upsert, [_row(connection, listed) for listed in rows])


def _row(connection: ProviderConnection, listed: Listed) -> dict[str, Any]:
    return {
        "connection_id": connection.id,
        "external_id": listed.external_id,
        "project_id": connection.project_id,
        "number": listed.number,
        "settings": dict(listed.settings),
        "losses": [loss.to_stored() for loss in listed.losses],
        "is_supported": listed.is_supported,
        "fingerprint": listed.fingerprint,
        "epoch": connection.epoch,
        "is_gone": False,
    }


def drop_unseen(db: Connection, connection: ProviderConnection) -> bool:
    """Delete numbers that a complete refresh did not see, if no live number came from them.

    Return whether there may be more.
    """
    unseen = select(_C.external_id).where(*_unseen(connection), ~_has_come()).limit(AT_ONCE)
    return _deleted(db, connection.id, unseen)


def mark_gone(db: Connection, connection: ProviderConnection) -> None:
    """Mark numbers that a complete refresh did not see, and that live numbers came from."""
    gone = [*_unseen(connection), ~_C.is_gone, _has_come()]
    db.execute(update(INVENTORY).where(*gone).values(is_gone=True))


def drop_all(db: Connection, connection_id: UUID) -> bool:
    """Delete numbers of a removed connection; return whether there may be more."""
    some = select(_C.external_id).where(_C.connection_id == connection_id).limit(AT_ONCE)
    return _deleted(db, connection_id, some)


def _deleted(db: Connection, connection_id: UUID, some: Select[Any]) -> bool:
    mine = (_C.connection_id == connection_id) & _C.external_id.in_(some)
    return db.execute(delete(INVENTORY).where(mine)).rowcount == AT_ONCE


def _unseen(connection: ProviderConnection) -> list[ColumnElement[bool]]:
    return [_C.connection_id == connection.id, _C.epoch < connection.epoch]


def _has_come() -> ColumnElement[bool]:
    """Tell whether a live number came from this one."""
    return exists(
        select(1)
        .select_from(ORIGINS.join(NUMBERS, NUMBERS.c.id == ORIGINS.c.number_id))
        .where(
            ORIGINS.c.project_id == _C.project_id,
            ORIGINS.c.connection_id == _C.connection_id,
            ORIGINS.c.external_id == _C.external_id,
            NUMBERS.c.released_at.is_(None),
        )
        .correlate(INVENTORY)
    )
