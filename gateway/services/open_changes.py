"""Opening a change: the part of a write's transaction that asks a platform for something.

The transaction validates as without a platform, and inserts a change instead of writing the
settings. Each function returns None where the number is written without a platform.

Whether a platform has a number, its row says: `provisioning` is null for all others, so that those
cost no statement more. The INSERT of an import reads in itself whether the project is attached: an
import whose statement began before the attachment was committed is a local number, as if it had
been imported before, and the first sync adopts it if the platform has it.
"""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection

from gateway.database import events, phone_numbers
from gateway.database.clock import database_now
from gateway.database.locks import lock
from gateway.domain.caller import Caller
from gateway.domain.commands.base import Notice
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.writes import WriteCommand
from gateway.domain.enums import EventType, ProvisioningStatus
from gateway.domain.platform_record import BLANK, SETTINGS
from gateway.errors import ChangePending, UpstreamBusy, UpstreamGone
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import CommandResult, OpenChange
from gateway.models.upstream import ChangeKind, ChangeState, Upstream
from gateway.upstream import attachments, changes, settlement, wanted
from gateway.upstream.claims import Carried

_FIRST_EPOCH: Final = 1
_PENDING: Final = Notice(
    (),
    "provisioning_pending",
    "The platform has not confirmed this yet. Ask for provisioning, or again with the same key.",
)
Lease = timedelta | None


class _Held(NamedTuple):
    """The project's attachment, the time by the database, and by `time.monotonic` before that."""

    upstream: Upstream
    now: datetime
    began: float


class _Opening(NamedTuple):
    """What a platform is asked for, and the lease under which this process asks at once."""

    kind: ChangeKind
    values: Mapping[str, Any]
    lease: Lease
    held: _Held
    is_new: bool = False  # the row was inserted by this transaction

    def change(self, caller: Caller, row: PhoneNumber) -> dict[str, Any]:
        """Return the row of the change."""
        now = self.held.now
        return {
            "id": uuid4(),
            "project_id": caller.project_id,
            "number_id": row.id,
            "number": row.number,
            "kind": self.kind,
            "wanted": wanted.stored(self.values),
            "state": ChangeState.OPEN,
            "step": changes.FIRST_STEPS[self.kind],
            "asked_at": now,
            "epoch": _FIRST_EPOCH,
            "due_at": now,
            "announced": False,
            "previous": None if self.is_new else row.provisioning,
            "actor": caller.actor,
            "request_id": caller.request_id,
            **self._sent(now),
        }

    def pending(self) -> dict[str, Any]:
        """Return what the number's row says until the platform has confirmed the change."""
        status = {"provisioning": ProvisioningStatus.PENDING}
        return {**BLANK, **status} if self.is_new else {**status}

    def _sent(self, now: datetime) -> dict[str, Any]:
        if self.lease is None:
            return {"sends": 0, "sent_at": None, "lease_until": None}
        return {"sends": 1, "sent_at": now, "lease_until": now + self.lease}


def open_import(
    db: Connection, caller: Caller, command: ImportNumber, row: PhoneNumber, *, lease: Lease
) -> CommandResult | None:
    """Open the import of the row that was inserted just now, or is not at the platform any more."""
    held = _hold(db, caller)
    if held is None:
        return None  # it was detached since
    fields = ("number_type", "capabilities", *SETTINGS)
    values = {name: getattr(command, name) for name in fields}
    is_new = row.provisioning is ProvisioningStatus.PENDING  # inserted just now
    opening = _Opening(ChangeKind.IMPORT, values, lease, held, is_new)
    opened = _open(db, caller, command, row, opening)
    if is_new:
        phone_numbers.write_labels(db, opened.row)
    return opened


def open_again(
    db: Connection, caller: Caller, command: ImportNumber, number: PhoneNumber, *, lease: Lease
) -> CommandResult | None:
    """Open another import of a number that the platform refused, or does not have any more."""
    if number.provisioning is None:
        return None
    if number.provisioning is ProvisioningStatus.PENDING and number.upstream_id is None:
        raise ChangePending
    row = phone_numbers.lock_number(db, caller, number.id)
    if row is None or not is_missing(row):
        return None
    if row.tags != command.tags:
        row = phone_numbers.write_version(db, row, {"tags": command.tags}, database_now(db))
    return open_import(db, caller, command, row, lease=lease)


def open_update(
    db: Connection,
    caller: Caller,
    command: UpdateNumber,
    row: PhoneNumber,
    *,
    lease: Lease,
) -> CommandResult | None:
    """Open the update of what the platform keeps; write at once what is ours alone."""
    patch = {n: v for n, v in command.patch().items() if getattr(row, n) != v}
    theirs = {name: value for name, value in patch.items() if name in SETTINGS}
    held = _hold(db, caller) if theirs else None
    if held is None:
        return None
    _check_free(row)
    if is_missing(row):
        raise UpstreamGone
    ours = {name: value for name, value in patch.items() if name not in theirs}
    made = events.diff({name: getattr(row, name) for name in ours}, ours)
    if ours:
        row = phone_numbers.write_version(db, row, ours, database_now(db))
        events.enqueue(db, caller, EventType.UPDATED, row, made)
    opening = _Opening(ChangeKind.UPDATE, theirs, lease, held)
    opened = _open(db, caller, command, row, opening)
    return opened._replace(changes=made)


def open_release(
    db: Connection, caller: Caller, command: ReleaseNumber, row: PhoneNumber, *, lease: Lease
) -> CommandResult | None:
    """Open the release; a number that the platform does not have is released at once."""
    held = _hold(db, caller)
    if held is None:
        return None
    _check_free(row)
    if is_missing(row):
        return None
    return _open(db, caller, command, row, _Opening(ChangeKind.RELEASE, {}, lease, held))


def is_missing(row: PhoneNumber) -> bool:
    """Tell whether the platform does not have the number, although it was asked for it."""
    gone = row.provisioning is ProvisioningStatus.GONE
    return gone or (row.provisioning is ProvisioningStatus.FAILED and row.upstream_id is None)


def _hold(db: Connection, caller: Caller) -> _Held | None:
    """Hold the project's attachment until the transaction ends; None where there is none.

    Transactions that open changes of a project are counted in turn, so that its limit is exact. The
    lock is taken before any event is written, whose stream is a lock too.
    """
    began, held = time.monotonic(), attachments.hold(db, caller.project_id)
    if held is None:
        return None
    lock(db, f"open_changes/{caller.project_id}")
    return _Held(*held, began)


def _check_free(row: PhoneNumber) -> None:
    """Raise `ChangePending` while the number has an open change."""
    if row.provisioning is ProvisioningStatus.PENDING:
        raise ChangePending


def _open(
    db: Connection, caller: Caller, command: WriteCommand, row: PhoneNumber, opening: _Opening
) -> CommandResult:
    """Open a change of the locked row. Raises `ChangePending`, `UpstreamBusy`.

    With a lease its first request counts as sent now, by this process. Without one the change is
    left to the workers, and an event reports at once that it is pending.
    """
    if changes.is_full(db, caller.project_id, changes.MOST_OPEN):
        raise UpstreamBusy
    change = changes.open_change(db, opening.change(caller, row))
    if change is None:
        raise ChangePending
    row = phone_numbers.update_number(db, row, opening.pending())
    if not opening.lease:
        announce(db, change.id, row)
    held = opening.held
    carried = Carried(change, row, held.upstream, held.now)
    opened = OpenChange(change.id, held.began if opening.lease else None, carried)
    return CommandResult(row, pending_notices(command), change=opened)


def pending_notices(command: WriteCommand) -> list[Notice]:
    """Return the command's notices, and that the platform has not confirmed it."""
    return [*command.notices(), _PENDING]


def announce(db: Connection, change_id: UUID, row: PhoneNumber) -> None:
    """Write the event that the change is pending, unless there is one."""
    if announced := changes.announce(db, change_id):
        settlement.pend(db, announced, row, database_now(db))
