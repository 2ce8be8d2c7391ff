"""Statements about webhook endpoints: what the service writes, and the claims of workers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Table,
    delete,
    exists,
    func,
    select,
    update,
)

from gateway.database.clock import database_now
from gateway.database.database import insert
from gateway.database.events import EVENTS, STREAMS
from gateway.database.looks import Moment
from gateway.domain.enums import DeliveryStatus, WebhookStatus
from gateway.models.webhook import WebhookDelivery, WebhookEndpoint

ENDPOINTS: Final = cast("Table", WebhookEndpoint.__table__)  # type: ignore[attr-defined]
DELIVERIES: Final = cast("Table", WebhookDelivery.__table__)  # type: ignore[attr-defined]


class DisabledCode(StrEnum):
    """Why no events are sent to an endpoint."""

    REQUESTED = "requested"
    NO_SUCCESS = "no_success"
    ENDPOINT_GONE = "endpoint_gone"


FAN_OUT: Final = 200  # events of one transaction
_E: Final = ENDPOINTS.c
_D: Final = DELIVERIES.c


def of_project(db: Connection, project: UUID) -> list[WebhookEndpoint]:
    """Return the project's endpoints, the oldest first."""
    query = select(ENDPOINTS).where(_E.project_id == project).order_by(_E.created_at, _E.id)
    return cast("list[WebhookEndpoint]", list(db.execute(query)))


def find_many(db: Connection, project: UUID, ids: Sequence[UUID]) -> dict[UUID, WebhookEndpoint]:
    """Return those of the endpoints that the project has, by their ids."""
    query = select(ENDPOINTS).where(_E.project_id == project, _E.id.in_(ids))
    return {row.id: cast("WebhookEndpoint", row) for row in db.execute(query)}


def create(db: Connection, row: Mapping[str, Any]) -> WebhookEndpoint | None:
    """Insert an endpoint; return None where the project has one with this URL."""
    statement = insert(db)(ENDPOINTS).values(**row).on_conflict_do_nothing()
    return cast("WebhookEndpoint | None", db.execute(statement.returning(*_E)).first())


def change(db: Connection, project: UUID, id_: UUID, **values: Any) -> WebhookEndpoint | None:
    """Set columns of the project's endpoint and return it, or None where there is none."""
    mine = update(ENDPOINTS).where(_E.project_id == project, _E.id == id_)
    return cast("WebhookEndpoint | None", db.execute(mine.values(**values).returning(*_E)).first())


def delete_one(db: Connection, project: UUID, id_: UUID) -> bool:
    """Delete the project's endpoint; return whether there was one."""
    mine = delete(ENDPOINTS).where(_E.project_id == project, _E.id == id_)
    return bool(db.execute(mine).rowcount)


def stream_length(db: Connection, project: UUID) -> int:
    """Return the position of the project's last event."""
    query = select(STREAMS.c.length).where(STREAMS.c.project_id == project)
    return db.scalar(query) or 0


def due(now: Moment) -> Select[Any]:
    """Select the endpoints that may be claimed."""
    return select(_E.id).where(*_claimable(now))


def claim(db: Connection, most: int, lease: timedelta) -> list[WebhookEndpoint]:
    """Lease endpoints that have something to send, those that were served longest ago first."""
    now = database_now(db)
    first = due(now).order_by(_E.lease_until.nulls_first())
    locked = first.limit(most).with_for_update(skip_locked=True)
    claimed = update(ENDPOINTS).where(_E.id.in_(locked))
    values = {"epoch": _E.epoch + 1, "lease_until": now + lease}
    returned = db.execute(claimed.values(values).returning(*_E))
    return cast("list[WebhookEndpoint]", list(returned))


def _claimable(now: Moment) -> list[ColumnElement[bool]]:
    is_free = _E.lease_until.is_(None) | (_E.lease_until <= now)
    same = STREAMS.c.project_id == _E.project_id
    is_behind = exists().where(same, STREAMS.c.length > _E.position)
    return [_E.status == WebhookStatus.ENABLED, is_free, (_E.due_at <= now) | is_behind]


def hold(db: Connection, claimed: WebhookEndpoint) -> WebhookEndpoint | None:
    """Return the claimed endpoint as it is now, held until the transaction ends.

    None where the claim is not valid any more.
    """
    mine = select(ENDPOINTS).where(_E.id == claimed.id, _E.epoch == claimed.epoch)
    return cast("WebhookEndpoint | None", db.execute(mine.with_for_update()).first())


def fan_out(db: Connection, claimed: WebhookEndpoint) -> None:
    """Make deliveries of the events after the endpoint's position, and move the position.

    Both in this transaction: no event is missed, and none becomes two deliveries.
    """
    row = hold(db, claimed)
    if row is None or row.status is not WebhookStatus.ENABLED:
        return
    columns = EVENTS.c.position, EVENTS.c.type
    after = [EVENTS.c.project_id == row.project_id, EVENTS.c.position > row.position]
    query = select(*columns).where(*after).order_by(EVENTS.c.position).limit(FAN_OUT)
    found = db.execute(query).all()
    if not found:
        return
    now = database_now(db)
    wanted = [
        _delivery(row, e.position, now) for e in found if not row.types or e.type in row.types
    ]
    if wanted:
        db.execute(DELIVERIES.insert(), wanted)
    moved = {"position": found[-1].position} | ({"due_at": now} if wanted else {})
    db.execute(update(ENDPOINTS).where(_E.id == row.id).values(moved))


def _delivery(row: WebhookEndpoint, position: int, now: datetime) -> dict[str, Any]:
    return {
        "endpoint_id": row.id,
        "position": position,
        "project_id": row.project_id,
        "status": DeliveryStatus.DUE,
        "attempts": 0,
        "due_at": now,
    }


def release(db: Connection, claimed: WebhookEndpoint) -> None:
    """End the lease, and note when the next delivery is due."""
    mine = (_E.id == claimed.id) & (_E.epoch == claimed.epoch)
    values = {"lease_until": database_now(db), "due_at": next_due(claimed.id)}
    db.execute(update(ENDPOINTS).where(mine).values(values))


def next_due(endpoint: UUID) -> ScalarSelect[datetime]:
    """Return the query for the time of the endpoint's next delivery."""
    waiting = (_D.endpoint_id == endpoint) & (_D.status == DeliveryStatus.DUE)
    return select(func.min(_D.due_at)).where(waiting).scalar_subquery()
