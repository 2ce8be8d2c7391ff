"""Statements about connections: accounts at providers, and refreshes under leases.

A claim raises the epoch. What a refresh writes names its epoch, so that one whose lease ended, or
whose connection was removed, writes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select, update

from gateway.database.clock import database_now
from gateway.database.database import insert
from gateway.database.looks import Moment
from gateway.encryption import place
from gateway.models.connection import ProviderConnection

CONNECTIONS: Final = cast("Table", ProviderConnection.__table__)  # type: ignore[attr-defined]
LEASE: Final = timedelta(seconds=60)
MOST: Final = 20  # connections of a project
_C: Final = CONNECTIONS.c


def secret_place(project: UUID, connection_id: UUID) -> str:
    """Return the place that a connection's credentials are encrypted for."""
    return place(CONNECTIONS.name, project, connection_id, column="secret")


def find(db: Connection, project: UUID, connection_id: UUID) -> ProviderConnection | None:
    """Return the project's connection with this id, or None."""
    query = select(CONNECTIONS).where(_C.project_id == project, _C.id == connection_id)
    return cast("ProviderConnection | None", db.execute(query).first())


def lock(db: Connection, project: UUID, connection_id: UUID) -> ProviderConnection | None:
    """Return what `find` does, locked until the transaction ends."""
    query = select(CONNECTIONS).where(_C.project_id == project, _C.id == connection_id)
    return cast("ProviderConnection | None", db.execute(query.with_for_update()).first())


def find_all(
    db: Connection, project: UUID, ids: Sequence[UUID] | None = None
) -> list[ProviderConnection]:
    """Return the project's connections, the oldest first: all, or those with these ids."""
    query = select(CONNECTIONS).where(_C.project_id == project)
    if ids is not None:
        query = query.where(_C.id.in_(ids))
    return cast("list[ProviderConnection]", db.execute(query.order_by(_C.created_at, _C.id)).all())


def count(db: Connection, project: UUID) -> int:
    """Return how many connections the project has."""
    query = select(func.count()).select_from(CONNECTIONS).where(_C.project_id == project)
    return cast("int", db.scalar(query))


def add(db: Connection, row: Mapping[str, Any]) -> bool:
    """Insert the row; return False where the project is connected to the account already."""
    statement = insert(db)(CONNECTIONS).values(**row).on_conflict_do_nothing()
    return db.execute(statement.returning(_C.id)).first() is not None


def change(db: Connection, connection_id: UUID, **values: Any) -> None:
    """Set columns of a connection."""
    db.execute(update(CONNECTIONS).where(_C.id == connection_id).values(**values))


def begin_anew(db: Connection, connection_id: UUID, now: datetime) -> None:
    """Make a refresh due; one that is under way with other credentials ends without a word."""
    change(db, connection_id, epoch=_C.epoch + 1, lease_until=None, refresh_due_at=now)


def remove(db: Connection, project: UUID, connection_id: UUID) -> str | None:
    """Delete the project's connection and return its label, or None. A refresh of it ends."""
    removed = delete(CONNECTIONS).where(_C.project_id == project, _C.id == connection_id)
    return db.scalar(removed.returning(_C.label))


def due(now: Moment) -> Select[Any]:
    """Select the connections whose refresh may be claimed."""
    return select(_C.id).where(_C.refresh_due_at <= now, _is_free(now))


def claim(db: Connection, connection_id: UUID | None = None) -> ProviderConnection | None:
    """Lease a refresh and return the row: of this connection, or of the one that waits longest.

    None where nothing is due, or the refresh of the connection is under way.
    """
    now = database_now(db)
    wanted = _C.id == connection_id if connection_id else _C.refresh_due_at <= now
    one = select(_C.id).where(wanted, _is_free(now)).order_by(_C.refresh_due_at).limit(1)
    locked = one.with_for_update(skip_locked=True).scalar_subquery()
    values = {"lease_until": now + LEASE, "epoch": _C.epoch + 1}
    claimed = update(CONNECTIONS).where(_C.id == locked).values(values).returning(*_C)
    return cast("ProviderConnection | None", db.execute(claimed).first())


def write(db: Connection, claimed: ProviderConnection, **values: Any) -> bool:
    """Set columns under the epoch of a claim; return False where that has ended."""
    mine = (_C.id == claimed.id) & (_C.epoch == claimed.epoch)
    return bool(db.execute(update(CONNECTIONS).where(mine).values(**values)).rowcount)


def is_refreshing(row: ProviderConnection, now: datetime) -> bool:
    """Tell whether a refresh is under way."""
    return row.lease_until is not None and row.lease_until >= now


def _is_free(now: Moment) -> ColumnElement[bool]:
    return _C.lease_until.is_(None) | (_C.lease_until < now)
