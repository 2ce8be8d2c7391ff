"""Statements about webhook deliveries: what is due, its outcome, dead letters and retention."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Connection, delete, exists, select, tuple_, update

from gateway.database.clock import database_now
from gateway.database.events import EVENTS
from gateway.domain.enums import DeliveryStatus, WebhookStatus
from gateway.models.event import PhoneNumberEvent
from gateway.models.pagination import KeysetOrder, SortKey, WindowShape, read_integer
from gateway.models.webhook import WebhookDelivery, WebhookEndpoint
from gateway.webhooks.endpoints import DELIVERIES, ENDPOINTS, DisabledCode, hold
from gateway.webhooks.schedule import Schedule

TURN: Final = 100  # deliveries of an endpoint that are attempted before others have their turn
KEPT_DELIVERED: Final = timedelta(days=3)
KEPT_DEAD: Final = timedelta(days=30)
CHANGED_AT_ONCE: Final = 1000  # rows of one transaction
_D: Final = DELIVERIES.c
_E: Final = ENDPOINTS.c

NEWEST_FIRST: Final = KeysetOrder(
    "webhook_deliveries", [SortKey(_D.position, "position", read_integer)], descending=True
)


class Attempted(NamedTuple):
    """What came of an attempt. *wait* is what the receiver asked for, in seconds."""

    result: str
    succeeded: bool = False
    is_gone: bool = False
    wait: float | None = None


class Settled(NamedTuple):
    """What an attempt changed: the status of the delivery, and why its endpoint was disabled."""

    status: DeliveryStatus
    disabled: DisabledCode | None = None


def due(db: Connection, claimed: WebhookEndpoint) -> list[PhoneNumberEvent]:
    """Return the events whose deliveries are due, those that wait longest first.

    None of them where the claim is not valid any more, or the endpoint was disabled.
    """
    now = database_now(db)
    same = (EVENTS.c.project_id == _D.project_id) & (EVENTS.c.position == _D.position)
    mine = (_E.id == _D.endpoint_id) & (_E.epoch == claimed.epoch)
    joined = DELIVERIES.join(EVENTS, same).join(ENDPOINTS, mine)
    waiting = [_D.endpoint_id == claimed.id, _D.status == DeliveryStatus.DUE, _D.due_at <= now]
    query = select(EVENTS).select_from(joined).where(*waiting, _E.status == WebhookStatus.ENABLED)
    ordered = query.order_by(_D.due_at, _D.position).limit(TURN)
    return cast("list[PhoneNumberEvent]", list(db.execute(ordered)))


def settle(
    db: Connection, claimed: WebhookEndpoint, position: int, attempt: Attempted, schedule: Schedule
) -> Settled | None:
    """Write the outcome of an attempt; None where the claim is not valid any more."""
    endpoint = hold(db, claimed)
    found = select(DELIVERIES).where(*_one(claimed.id, position), _D.status == DeliveryStatus.DUE)
    row = cast("WebhookDelivery | None", db.execute(found).first())
    if endpoint is None or row is None:
        return None
    now = database_now(db)
    values = _outcome(row.attempts + 1, attempt, schedule, now)
    db.execute(update(DELIVERIES).where(*_one(claimed.id, position)).values(**values))
    return Settled(values["status"], _note(db, endpoint, attempt, schedule, now))


def _outcome(
    attempts: int, attempt: Attempted, schedule: Schedule, now: datetime
) -> dict[str, Any]:
    values: dict[str, Any] = {"attempts": attempts, "last_result": attempt.result}
    if attempt.succeeded:
        return values | {"status": DeliveryStatus.DELIVERED, "finished_at": now}
    pause = schedule.pause_after(attempts, attempt.wait)
    if pause is None:
        return values | {"status": DeliveryStatus.DEAD, "finished_at": now}
    return values | {"status": DeliveryStatus.DUE, "due_at": now + pause}


def _note(
    db: Connection, endpoint: WebhookEndpoint, attempt: Attempted, schedule: Schedule, now: datetime
) -> DisabledCode | None:
    """Note since when the endpoint fails; disable it and return why, where it is over."""
    mine = update(ENDPOINTS).where(_E.id == endpoint.id)
    since = None if attempt.succeeded else endpoint.failing_since or now
    if since != endpoint.failing_since:
        db.execute(mine.values(failing_since=since))
    is_over = since is not None and now - since >= schedule.disabled_after
    failing = DisabledCode.NO_SUCCESS if is_over else None
    code = DisabledCode.ENDPOINT_GONE if attempt.is_gone else failing
    if code is None or endpoint.status is not WebhookStatus.ENABLED:
        return None
    db.execute(mine.values(status=WebhookStatus.DISABLED, code=code.value))
    return code


def page(  # noqa: PLR0913, PLR0917  # what a page is selected by
    project: UUID,
    endpoint: UUID,
    status: DeliveryStatus | None,
    shape: WindowShape,
    values: Mapping[str, Any],
    db: Connection,
) -> list[WebhookDelivery]:
    """Return a page of the deliveries of the project's endpoint."""
    query = select(DELIVERIES).where(_D.endpoint_id == endpoint, _D.project_id == project)
    if status is not None:
        query = query.where(_D.status == status)
    found = db.execute(NEWEST_FIRST.paginate(query, shape), values)
    return cast("list[WebhookDelivery]", list(found))


def revive(db: Connection, endpoint: UUID, positions: Sequence[int] | None) -> int:
    """Make dead letters due again, as if they were new; return how many, 1,000 at most."""
    dead = [_D.endpoint_id == endpoint, _D.status == DeliveryStatus.DEAD]
    some = select(_D.position).where(*dead).order_by(_D.position).limit(CHANGED_AT_ONCE)
    wanted = some if positions is None else some.where(_D.position.in_(positions))
    again = update(DELIVERIES).where(_D.endpoint_id == endpoint, _D.position.in_(wanted))
    now = database_now(db)
    values = {"status": DeliveryStatus.DUE, "attempts": 0, "due_at": now, "finished_at": None}
    count = db.execute(again.values(values)).rowcount
    if count:
        db.execute(update(ENDPOINTS).where(_E.id == endpoint).values(due_at=now))
    return count


def delete_of(db: Connection, endpoint: UUID) -> int:
    """Delete deliveries of an endpoint; return how many, 1,000 at most."""
    return _delete(db, _D.endpoint_id == endpoint)


def prune(db: Connection, now: datetime, endpoint: UUID | None = None) -> int:
    """Delete deliveries that are not kept any longer; return how many, 1,000 at most.

    Of one *endpoint*, or of all, and then also those whose endpoint was deleted.
    """
    is_old = _D.finished_at < now - KEPT_DEAD
    is_done = (_D.status == DeliveryStatus.DELIVERED) & (_D.finished_at < now - KEPT_DELIVERED)
    if endpoint is not None:
        return _delete(db, (_D.endpoint_id == endpoint) & (is_old | is_done))
    is_orphan = ~exists().where(_E.id == _D.endpoint_id)
    return _delete(db, is_old | is_done | is_orphan)


def _delete(db: Connection, wanted: Any) -> int:
    key = tuple_(_D.endpoint_id, _D.position)
    some = select(_D.endpoint_id, _D.position).where(wanted).limit(CHANGED_AT_ONCE)
    return db.execute(delete(DELIVERIES).where(key.in_(some))).rowcount


def _one(endpoint: UUID, position: int) -> list[Any]:
    return [_D.endpoint_id == endpoint, _D.position == position]
