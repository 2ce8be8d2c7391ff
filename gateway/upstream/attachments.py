"""Statements about the platform that a project is attached to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Case, Connection, Select, case, delete, select, update

from gateway.database.clock import CLOCK, database_now, read_clock
from gateway.database.database import insert
from gateway.database.looks import Moment
from gateway.database.phone_numbers import NUMBERS, PROJECT, UPSTREAMS
from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain.enums import ConnectionStatus
from gateway.models.upstream import Upstream
from gateway.upstream.outcomes import UNREACHABLE

SYNC_LEASE: Final = timedelta(seconds=60)
_CLEARED_AT_ONCE: Final = 1000  # rows of one transaction


def find(db: Connection, project: UUID) -> Upstream | None:
    """Return what the project is attached to, or None."""
    query = select(UPSTREAMS).where(UPSTREAMS.c.project_id == project)
    return cast("Upstream | None", db.execute(query).first())


class Held(NamedTuple):
    """An attachment that is held until the transaction ends, and the time by the database."""

    upstream: Upstream
    now: datetime


def hold(db: Connection, project: UUID) -> Held | None:
    """Return what `find` does, held until the transaction ends: it cannot be detached meanwhile.

    Many transactions hold it at once, and others may still update columns that are no key.
    """
    held = next(iter(_HOLD.run(db, {"project": project})), None)
    if held is None:
        return None
    [upstream] = UPSTREAM_SHAPE.rows([held[:-1]], db.dialect)
    return Held(upstream, read_clock(held[-1]))


UPSTREAM_SHAPE: Final = RowShape(UPSTREAMS.c)
_HOLD: Final = PreparedStatement(
    lambda _: (
        select(*UPSTREAM_SHAPE.selected, CLOCK)
        .where(UPSTREAMS.c.project_id == PROJECT)
        .with_for_update(read=True, key_share=True)
    ),
    writes=False,
)


def attach(db: Connection, row: Mapping[str, Any]) -> bool:
    """Insert the row; return False where the project or the space is attached already."""
    statement = insert(db)(UPSTREAMS).values(**row).on_conflict_do_nothing()
    return db.execute(statement.returning(UPSTREAMS.c.project_id)).first() is not None


def change(db: Connection, project: UUID, **values: Any) -> None:
    """Set columns of the project's row."""
    db.execute(update(UPSTREAMS).where(UPSTREAMS.c.project_id == project).values(**values))


def set_status(
    db: Connection, project: UUID, status: ConnectionStatus, code: str | None = None
) -> None:
    """Note whether the platform accepted the token, unless that is what the row says already."""
    differs = (UPSTREAMS.c.project_id == project) & (UPSTREAMS.c.status != status)
    db.execute(update(UPSTREAMS).where(differs).values(status=status, code=code))


def set_active(db: Connection, project: UUID) -> None:
    """Note that the platform answers, unless a sync or another outcome holds the row to say so.

    A sync locks rows of numbers after it: who holds one of those must not wait for it.
    """
    differs = (UPSTREAMS.c.project_id == project) & (UPSTREAMS.c.status != ConnectionStatus.ACTIVE)
    free = select(UPSTREAMS.c.project_id).where(differs)
    held = free.with_for_update(key_share=True, skip_locked=True).scalar_subquery()
    active = update(UPSTREAMS).where(UPSTREAMS.c.project_id == held)
    db.execute(active.values(status=ConnectionStatus.ACTIVE, code=None))


def set_unreachable(db: Connection, project: UUID) -> None:
    """Note that the platform cannot be reached; what it said of the token stays."""
    active = (UPSTREAMS.c.project_id == project) & (UPSTREAMS.c.status == ConnectionStatus.ACTIVE)
    values = {"status": ConnectionStatus.UNREACHABLE, "code": UNREACHABLE}
    db.execute(update(UPSTREAMS).where(active).values(values))


def detach(db: Connection, project: UUID) -> str | None:
    """Delete the row; return its space, or None where there was none."""
    deleted = delete(UPSTREAMS).where(UPSTREAMS.c.project_id == project)
    return db.scalar(deleted.returning(UPSTREAMS.c.space))


def clear_numbers(db: Connection, project: UUID) -> bool:
    """Forget what a platform confirmed of some numbers; return whether there may be more."""
    of_project = NUMBERS.c.project_id == project
    named = NUMBERS.c.upstream_id.is_not(None) | NUMBERS.c.provisioning.is_not(None)
    some = select(NUMBERS.c.id).where(of_project, named).limit(_CLEARED_AT_ONCE)
    cleared = update(NUMBERS).where(NUMBERS.c.id.in_(some))
    nothing = {"upstream_id": None, "provisioning": None, "confirmed_at": None}
    return db.execute(cleared.values(nothing)).rowcount == _CLEARED_AT_ONCE


def claim_sync(db: Connection, project: UUID | None = None) -> Upstream | None:
    """Lease a sync and return the row: of the *project*, or of one whose sync is due.

    None where there is no such project, or the sync of it is under way.
    """
    now = database_now(db)
    free = UPSTREAMS.c.sync_lease_until.is_(None) | (UPSTREAMS.c.sync_lease_until < now)
    wanted = UPSTREAMS.c.project_id == project if project else UPSTREAMS.c.sync_due_at <= now
    one = select(UPSTREAMS.c.project_id).where(wanted, free).limit(1)
    locked = one.with_for_update(skip_locked=True).scalar_subquery()
    claimed = update(UPSTREAMS).where(UPSTREAMS.c.project_id == locked)
    values = {"sync_lease_until": now + SYNC_LEASE, "sync_epoch": UPSTREAMS.c.sync_epoch + 1}
    returned = db.execute(claimed.values(values).returning(*UPSTREAMS.c)).first()
    return cast("Upstream | None", returned)


def unless_requested(claimed: Upstream, due_at: datetime) -> Case[datetime]:
    """Return when the next sync is due, for the row of a *claimed* one that has ended.

    A sync that was requested meanwhile is due still: the platform may have changed what was read.
    """
    is_as_claimed = UPSTREAMS.c.sync_due_at == claimed.sync_due_at
    return case((is_as_claimed, due_at), else_=UPSTREAMS.c.sync_due_at)


def sync_due(now: Moment) -> Select[Any]:
    """Select the projects whose sync may be claimed."""
    free = UPSTREAMS.c.sync_lease_until.is_(None) | (UPSTREAMS.c.sync_lease_until < now)
    return select(UPSTREAMS.c.project_id).where(UPSTREAMS.c.sync_due_at <= now, free)


def change_sync(db: Connection, project: UUID, epoch: int, values: Mapping[str, Any]) -> bool:
    """Set columns under the epoch of a claimed sync; return False where that has ended."""
    mine = (UPSTREAMS.c.project_id == project) & (UPSTREAMS.c.sync_epoch == epoch)
    return bool(db.execute(update(UPSTREAMS).where(mine).values(**values)).rowcount)
