"""Statements about changes: what the platform was asked for, claimed under leases.

A claim raises the epoch. Every later statement about the change names the epoch of its claim, so
that a worker whose lease ended writes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)

from gateway.database import bulk_job_chunks
from gateway.database.clock import database_now
from gateway.database.looks import Moment
from gateway.database.phone_numbers import NUMBERS
from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain.enums import ProvisioningStatus, RowFate
from gateway.models.idempotency_record import IdempotencyRecord
from gateway.models.upstream import ChangeKind, ChangeState, ChangeStep, UpstreamChange

CHANGES: Final = cast("Table", UpstreamChange.__table__)  # type: ignore[attr-defined]
MOST_OPEN: Final = 1000  # changes of a project
# As long as people look into what became of a change: events say the rest, for ever.
RETENTION: Final = timedelta(days=30)
PRUNED_AT_ONCE: Final = 1000  # rows of one transaction
# The first request of each kind of change.
FIRST_STEPS: Final[Mapping[ChangeKind, ChangeStep]] = {
    ChangeKind.IMPORT: ChangeStep.POST,
    ChangeKind.UPDATE: ChangeStep.PUT,
    ChangeKind.RELEASE: ChangeStep.DELETE,
}
_C: Final = CHANGES.c
_OUTCOME: Final = {"code", "message", "problems", "event_position"}
_RECORDS: Final = cast("Table", IdempotencyRecord.__table__)  # type: ignore[attr-defined]
IS_OPEN: Final = _C.state == ChangeState.OPEN
CHANGE_SHAPE: Final = RowShape(CHANGES.c)


class Claim(NamedTuple):
    """A change that one worker may carry on, as long as its lease lasts."""

    id: UUID
    epoch: int


def open_change(db: Connection, change: Mapping[str, Any]) -> UpstreamChange | None:
    """Insert the change and return it; None where the number has an open one."""
    return next(iter(CHANGE_SHAPE.rows(_OPEN.run(db, change), db.dialect)), None)


def _insert(insert: Any) -> Any:
    only = insert(CHANGES).on_conflict_do_nothing(index_elements=["number_id"], index_where=IS_OPEN)
    return only.returning(*CHANGE_SHAPE.selected)


# A change is opened without what its outcome sets.
_OPEN: Final = PreparedStatement(_insert, [c.name for c in _C if c.name not in _OUTCOME])


def is_full(db: Connection, project: UUID, most: int) -> bool:
    """Tell whether the project has *most* open changes or more."""
    [(count,)] = _COUNT.run(db, {"project": project, "most": most})
    return bool(count == most)


def _count(_: Any) -> Any:
    of_project = _C.project_id == bindparam("project", type_=_C.project_id.type)
    some = select(_C.id).where(of_project, IS_OPEN).limit(bindparam("most", type_=Integer()))
    return select(func.count()).select_from(some.subquery())


_COUNT: Final = PreparedStatement(_count, writes=False)


def due(now: Moment) -> Select[Any]:
    """Select the changes that may be claimed."""
    return select(_C.id).where(*_claimable(now))


def claim(db: Connection, most: int, lease: timedelta) -> list[Claim]:
    """Lease the changes that are due, those that wait longest first."""
    now = database_now(db)
    first = due(now).order_by(_C.due_at).limit(most)
    claimed = update(CHANGES).where(_C.id.in_(first.with_for_update(skip_locked=True)))
    values = {"epoch": _C.epoch + 1, "lease_until": now + lease}
    returned = db.execute(claimed.values(values).returning(_C.id, _C.epoch))
    return [Claim(row.id, row.epoch) for row in returned]


def _claimable(now: Moment) -> list[ColumnElement[bool]]:
    free = _C.lease_until.is_(None) | (_C.lease_until < now)
    return [IS_OPEN, _C.due_at <= now, free]


def announce(db: Connection, change_id: UUID) -> UpstreamChange | None:
    """Note that an event reports a pending change; None where that is noted or it is closed."""
    quiet = (_C.id == change_id) & IS_OPEN & _C.announced.is_(False)
    noted = update(CHANGES).where(quiet).values(announced=True).returning(*_C)
    return cast("UpstreamChange | None", db.execute(noted).first())


def find(db: Connection, change_id: UUID) -> UpstreamChange | None:
    """Return a change, open or closed, or None."""
    found = db.execute(select(CHANGES).where(_C.id == change_id)).first()
    return cast("UpstreamChange | None", found)


def latest(db: Connection, project: UUID, numbers: Sequence[UUID]) -> dict[UUID, UpstreamChange]:
    """Return the last change of each number that is open or was refused."""
    wanted = [_C.project_id == project, _C.number_id.in_(numbers), _C.state != ChangeState.DONE]
    query = select(CHANGES).where(*wanted).order_by(_C.asked_at)
    return {row.number_id: cast("UpstreamChange", row) for row in db.execute(query)}


def make_due(db: Connection, project: UUID) -> None:
    """Have the project's open changes tried again now, as after its token was renewed."""
    of_project = (_C.project_id == project) & IS_OPEN
    db.execute(update(CHANGES).where(of_project).values(due_at=database_now(db)))


def close_all(db: Connection, project: UUID, code: str, message: str) -> None:
    """Refuse the project's open changes; claims of them are not valid any more."""
    of_project = (_C.project_id == project) & IS_OPEN
    values = {"state": ChangeState.REFUSED, "code": code, "message": message}
    closed = update(CHANGES).where(of_project).values(values | {"epoch": _C.epoch + 1})
    for change_id in db.scalars(closed.returning(_C.id)).all():
        detail = {"code": code, "message": message}
        bulk_job_chunks.settle_change(db, change_id, RowFate.FAILED, detail)


def prune(db: Connection, now: datetime) -> int:
    """Delete closed changes that no client can read any more; return how many, 1,000 at most.

    These are closed changes older than `RETENTION`, except those that an idempotency key replays
    and those that say why a number has failed or is gone.
    """
    replayed = select(_RECORDS.c.change_id).where(_RECORDS.c.change_id == _C.id)
    explained = select(NUMBERS.c.id).where(
        NUMBERS.c.id == _C.number_id,
        NUMBERS.c.provisioning.in_([ProvisioningStatus.FAILED, ProvisioningStatus.GONE]),
        _C.state == ChangeState.REFUSED,
    )
    old = select(_C.id).where(~IS_OPEN, _C.asked_at < now - RETENTION)
    some = old.where(~replayed.exists(), ~explained.exists()).limit(PRUNED_AT_ONCE)
    return db.execute(delete(CHANGES).where(_C.id.in_(some))).rowcount
