"""What an outcome writes: the change, the number's row and the event, in one transaction.

Every function here takes a change that is held under a valid claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from random import random
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Connection, Table, delete

from gateway.database import events, phone_numbers
from gateway.domain import platform_record
from gateway.domain.caller import Caller
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import ConnectionStatus, EventType, ProvisioningStatus
from gateway.domain.platform_record import SETTINGS
from gateway.errors import NumberTakenUpstream, UpstreamGone, UpstreamRefused, UpstreamUnreadable
from gateway.models.idempotency_record import IdempotencyRecord
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import FieldChange
from gateway.models.upstream import ChangeKind, ChangeState, ChangeStep, UpstreamChange
from gateway.upstream import attachments, changes, claims, closing
from gateway.upstream.claims import Carried
from gateway.upstream.outcomes import (
    CREDENTIALS,
    UNCONFIRMED,
    UNREACHABLE,
    Absent,
    Attempt,
    Denied,
    Done,
    Foreign,
    Refused,
    TooEarly,
    Unknown,
    Unreadable,
    Unsent,
)
from gateway.upstream.timing import Timing
from gateway.upstream.wanted import needs_put

_RECORDS: Final = cast("Table", IdempotencyRecord.__table__)  # type: ignore[attr-defined]
_AT_PLATFORM: Final = ("number_type", "capabilities", *SETTINGS)
# What the event of an import says, as without a platform.
_IMPORTED: Final = tuple(
    name for name in ImportNumber.model_fields if name in {*_AT_PLATFORM, "tags"}
)
_FIRST_PAUSE: Final = 0.3  # seconds
_LONGEST_PAUSE: Final = 60.0


class Next(Enum):
    """What the worker does after an outcome was written."""

    STEP = auto()  # the change goes on with its next request, which is marked as sent
    LOOK = auto()  # the platform has to be looked at before anything is written
    STOP = auto()  # the change is closed, or is due later


class Confirmed(NamedTuple):
    """A change that is done: the number as it is now, what was changed, and the event of it."""

    row: PhoneNumber
    changes: Sequence[FieldChange]
    event: Mapping[str, Any]  # it has its position once the transaction has committed


class Settled(NamedTuple):
    """What was written: what follows, the change for its next request, or what was confirmed."""

    next: Next
    carried: Carried | None = None
    confirmed: Confirmed | None = None


LOOK: Final = Settled(Next.LOOK)
STOP: Final = Settled(Next.STOP)


def settle(db: Connection, carried: Carried, attempt: Attempt, timing: Timing) -> Settled:
    """Write what an attempt means for the change."""
    outcome, change = attempt.outcome, carried.change
    if isinstance(outcome, Unsent | Unknown | Denied | TooEarly):
        return _later(db, carried, attempt, timing)
    if carried.upstream.status is not ConnectionStatus.ACTIVE:
        attachments.set_active(db, change.project_id)
    if isinstance(outcome, Done):
        return _done(db, carried, outcome, timing)
    if isinstance(outcome, Absent):
        return _absent(db, carried, timing)
    if isinstance(outcome, Foreign | Unreadable):
        return refuse(db, carried, _REFUSALS[type(outcome)])
    if change.step is ChangeStep.POST and attempt.sent:
        return LOOK  # perhaps an earlier request of ours is the reason
    return refuse(db, carried, UpstreamRefused.code, outcome)


def refuse(db: Connection, carried: Carried, code: str, refused: Refused | None = None) -> Settled:
    """Close the change as refused; the row says so if an event reported that it is pending."""
    change, row = carried.change, carried.row
    problems = refused.problems if refused else ()
    failures = platform_record.failures(problems, carried.wanted)
    values: dict[str, Any] = {
        "state": ChangeState.REFUSED,
        "code": code,
        "message": platform_record.text_of(problems, refused.status) if refused else _TEXTS[code],
        "problems": [asdict(failure) for failure in failures] or None,
    }
    # What was refused may be asked for again with the same key.
    db.execute(delete(_RECORDS).where(_RECORDS.c.change_id == change.id))
    if change.kind is ChangeKind.IMPORT and row.upstream_id is None:
        phone_numbers.forget_origin(db, row.id)
    if code == UpstreamGone.code:
        event = _event(db, carried, EventType.OTHER, [], _GONE).event
    elif change.kind is ChangeKind.IMPORT and change.step is ChangeStep.PUT:
        made = _import_changes(row, {})
        event = _event(db, carried, EventType.IMPORTED, made, _FAILED).event
    elif change.announced:
        event = _event(db, carried, EventType.OTHER, [], _FAILED).event
    else:
        event = None
        _undo(db, carried)
    closing.close(db, change, event, **values)
    return STOP


def announce(db: Connection, carried: Carried) -> None:
    """Write the event that says that the change is pending, unless it was written before."""
    change = changes.announce(db, carried.change.id)
    if change is not None:
        pend(db, change, carried.row, carried.now)


def pend(db: Connection, change: UpstreamChange, row: PhoneNumber, now: datetime) -> None:
    """Write the event of a row that is pending from now on.

    Before the commit, as other changes of the transaction still lock rows: the stream comes last.
    """
    made = FieldChange("provisioning", change.previous, ProvisioningStatus.PENDING)
    written = phone_numbers.update_number(db, row, {"updated_at": now})
    events.enqueue(db, caller_of(change), EventType.OTHER, written, [made])


def caller_of(change: UpstreamChange) -> Caller:
    """Return who asked for the change: events name them, not the worker."""
    return Caller(change.project_id, change.actor, frozenset(), change.request_id)


def _done(db: Connection, carried: Carried, outcome: Done, timing: Timing) -> Settled:
    change = carried.change
    if change.step is ChangeStep.DELETE:
        released = {"released_at": carried.now}
        return _finish(db, change, _event(db, carried, EventType.RELEASED, [], released))
    columns = _columns(carried, outcome.record)
    if change.step is ChangeStep.POST and needs_put(carried.wanted):
        return _to_put(db, carried, columns, timing)
    if change.kind is ChangeKind.IMPORT:
        made, type_ = _import_changes(carried.row, columns), EventType.IMPORTED
    else:
        before = {name: getattr(carried.row, name) for name in columns}
        made, type_ = events.diff(before, columns), EventType.UPDATED
    return _finish(db, change, _event(db, carried, type_, made, columns))


def _to_put(
    db: Connection, carried: Carried, columns: Mapping[str, Any], timing: Timing
) -> Settled:
    """Keep the id that the platform gave, and mark the request with the settings as sent."""
    values = {**columns, "confirmed_at": carried.now}
    row = phone_numbers.update_number(db, carried.row, values)
    sent = claims.sent(carried.now, timing.lease)
    change = claims.write(db, carried.change, step=ChangeStep.PUT, **sent)
    return Settled(Next.STEP, replace(carried, change=change, row=row)) if change else STOP


def _absent(db: Connection, carried: Carried, timing: Timing) -> Settled:
    if carried.change.step is ChangeStep.DELETE:
        return _done(db, carried, Done({}), timing)
    return refuse(db, carried, UpstreamGone.code)


def _later(db: Connection, carried: Carried, attempt: Attempt, timing: Timing) -> Settled:
    """Give the claim back, and have the change tried again when that makes sense."""
    change, outcome = carried.change, attempt.outcome
    code, due_at = _due(carried, outcome, timing)
    values: dict[str, Any] = {"due_at": due_at, "lease_until": None, "code": code}
    if attempt.sent and change.sends == 1 and isinstance(outcome, Unsent | Denied):
        values |= {"sends": 0, "sent_at": None}  # the only request was not sent: none can land
    if isinstance(outcome, Denied):
        status = _DENIED.get(outcome.status, ConnectionStatus.INVALID_CREDENTIALS)
        attachments.set_status(db, change.project_id, status, code)
    claims.write(db, change, **values)
    if carried.now - change.asked_at >= timedelta(seconds=timing.answer_seconds):
        announce(db, carried)
        if code == UNREACHABLE:
            attachments.set_unreachable(db, change.project_id)
    return STOP


def _due(carried: Carried, outcome: Any, timing: Timing) -> tuple[str, datetime]:
    """Return why the change waits, and until when."""
    if isinstance(outcome, TooEarly):
        return UNCONFIRMED, outcome.until
    if isinstance(outcome, Denied):
        return CREDENTIALS, carried.now + timing.denied
    pause = outcome.retry_after if isinstance(outcome, Unsent) else _backoff(carried.change.sends)
    jittered = timedelta(seconds=pause * (0.5 + random()))  # noqa: S311  # no secret
    return outcome.code, carried.now + jittered


def _backoff(sends: int) -> float:
    return min(_FIRST_PAUSE * 2.0 ** min(sends - 1, 10), _LONGEST_PAUSE)


def _event(
    db: Connection,
    carried: Carried,
    type_: EventType,
    made: list[FieldChange],
    columns: Mapping[str, Any],
) -> Confirmed:
    """Write the number's next version, and the event of it before the commit."""
    change = carried.change
    status = columns.get("provisioning", ProvisioningStatus.ACTIVE)
    values = {"provisioning": status, "confirmed_at": carried.now, **columns}
    if status is ProvisioningStatus.FAILED:
        del values["confirmed_at"]
    row = phone_numbers.write_version(db, carried.row, values, carried.now)
    if change.announced or type_ is EventType.OTHER:
        before = ProvisioningStatus.PENDING if change.announced else change.previous
        made = [*made, FieldChange("provisioning", before, status)]
    return Confirmed(row, made, events.enqueue(db, caller_of(change), type_, row, made))


def _finish(db: Connection, change: UpstreamChange, confirmed: Confirmed) -> Settled:
    closing.close(db, change, confirmed.event, state=ChangeState.DONE, code=None)
    return Settled(Next.STOP, confirmed=confirmed)


def _undo(db: Connection, carried: Carried) -> None:
    """Leave the row as it was before the change; an import that no client knows of has no row."""
    change, row = carried.change, carried.row
    if change.previous is not None:
        phone_numbers.update_number(db, row, {"provisioning": change.previous})
        return
    phone_numbers.delete_labels(db, row)
    phone_numbers.delete_number(db, row)


def _columns(carried: Carried, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the platform's record says of the row."""
    row, wanted = carried.row, carried.wanted
    known = {name: wanted.get(name, getattr(row, name)) for name in _AT_PLATFORM}
    return platform_record.read(record, known) | {"upstream_id": record["id"]}


def _import_changes(row: PhoneNumber, columns: Mapping[str, Any]) -> list[FieldChange]:
    shown = {name: columns.get(name, getattr(row, name)) for name in _IMPORTED}
    return events.diff({}, shown)


_DENIED: Final = {403: ConnectionStatus.INSUFFICIENT_SCOPE}  # a missing scope may be 401 too
# What no request can change any more.
_REFUSALS: Final[Mapping[type[Foreign | Unreadable], str]] = {
    Foreign: NumberTakenUpstream.code,
    Unreadable: UpstreamUnreadable.code,
}
_FAILED: Final = {"provisioning": ProvisioningStatus.FAILED}
_GONE: Final = {"provisioning": ProvisioningStatus.GONE}
_TEXTS: Final = {
    NumberTakenUpstream.code: NumberTakenUpstream.message,
    UpstreamGone.code: UpstreamGone.message,
    UpstreamUnreadable.code: UpstreamUnreadable.message,
}
