"""Provisioning: writes of numbers that a platform has, from the request to the outcome.

The transaction of the request (T1) validates as without a platform, and opens a change instead of
writing the settings. Then the change is carried to the platform, and the request waits a while for
its outcome; what takes longer is PENDING.

Whether a platform has a number, its row says: `provisioning` is null for all others, so that those
cost no statement more. The INSERT of an import reads in itself whether the project is attached: an
import whose statement began before the attachment was committed is a local number, as if it had
been imported before, and the first sync adopts it if the platform has it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection

from gateway.database import events, phone_numbers
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.domain.commands import ImportNumber, Notice, ReleaseNumber, UpdateNumber, WriteCommand
from gateway.domain.enums import EventType, ProvisioningStatus
from gateway.domain.platform_record import BLANK, SETTINGS
from gateway.errors import (
    ChangePending,
    FieldFailure,
    Invalid,
    NumberTakenUpstream,
    Rejected,
    UpstreamBusy,
    UpstreamDetached,
    UpstreamGone,
    UpstreamRefused,
)
from gateway.models import ChangeKind, ChangeState, PhoneNumber, UpstreamChange
from gateway.models.results import CommandResult, OpenChange
from gateway.upstream import attachments, changes, settlement, wanted
from gateway.upstream.changes import Claim
from gateway.upstream.reconcile import Reconciler

_POLL_SECONDS: Final = 0.25
_FIRST_EPOCH: Final = 1
_PENDING: Final = Notice(
    (),
    "provisioning_pending",
    "The platform has not confirmed this yet. Ask for provisioning, or again with the same key.",
)
Lease = timedelta | None


def _awake() -> None:
    """Wake no worker: there is none in this process."""


class Provisioning:
    """Carries the changes of this process's requests, and waits for their outcomes."""

    def __init__(
        self, database: Database, reconciler: Reconciler, wake: Callable[[], None] = _awake
    ) -> None:
        """Carry changes with *reconciler*; *wake* has a worker look for those that are left."""
        self._database, self._reconciler, self._wake = database, reconciler, wake
        self._carried = set[asyncio.Task[None]]()

    def lease(self, caller: Caller) -> timedelta | None:
        """Return the lease of a change that is sent at once; None leaves it to the workers.

        It is left to them while the circuit breaker is open.
        """
        is_open = self._reconciler.breaker.is_open(caller.project_id)
        return None if is_open else self._reconciler.timing.lease

    async def outcome(
        self, caller: Caller, command: WriteCommand, opened: CommandResult
    ) -> CommandResult:
        """Return what became of the change that *opened* holds. Raises why it was refused.

        A change that is still open after the time that a client waits is announced as pending.
        """
        change = await self._closed(opened)
        if change is not None and change.state is ChangeState.OPEN:
            if await self._database.write(partial(_announced, opened)):
                return opened
            change = await self._read(opened)
        if change is not None and change.state is ChangeState.REFUSED:
            raise _failure(change)
        return await self._database.read(partial(_result, caller, command, opened, change))

    async def close(self, seconds: float) -> None:
        """Give the changes that are under way *seconds*; others carry on what is left."""
        if self._carried:
            _, late = await asyncio.wait(self._carried, timeout=seconds)
            for task in late:
                task.cancel()

    async def _closed(self, opened: CommandResult) -> UpstreamChange | None:
        """Return the change as soon as it is closed, or as it is when waiting makes no sense."""
        end = time.monotonic() + self._reconciler.timing.answer_seconds
        await self._sent(opened)
        while True:
            change = await self._read(opened)
            left = end - time.monotonic()
            if change is None or change.state is not ChangeState.OPEN or left <= 0:
                return change
            if change.lease_until is None and await self._is_due_after(change, left):
                return change
            self._wake()
            await asyncio.sleep(min(_POLL_SECONDS, left))

    async def _sent(self, opened: CommandResult) -> None:
        """Carry a change that T1 marked as sent, and wait for its first outcome."""
        if opened.change is None or opened.change.marked_at is None:
            return
        claimed = Claim(opened.change.id, _FIRST_EPOCH)
        carry = self._reconciler.carry(claimed, marked_at=opened.change.marked_at)
        task = asyncio.create_task(carry)
        self._carried.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait({task}, timeout=self._reconciler.timing.answer_seconds)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._carried.discard(task)
        if not task.cancelled():
            task.exception()  # a change that was not carried is claimed after its lease

    async def _read(self, opened: CommandResult) -> UpstreamChange | None:
        change_id = opened.change.id if opened.change else uuid4()
        return await self._database.read(lambda db: changes.find(db, change_id))

    async def _is_due_after(self, change: UpstreamChange, seconds: float) -> bool:
        now = await self._database.read(database_now)
        return (change.due_at - now).total_seconds() > seconds


# Inside T1. Each returns None where the number is written without a platform. ------------------


def open_import(
    db: Connection, caller: Caller, command: ImportNumber, row: PhoneNumber, *, lease: Lease
) -> CommandResult | None:
    """Open the import of the row that was inserted just now, or is not at the platform any more."""
    if attachments.hold(db, caller.project_id) is None:
        return None  # it was detached since
    fields = ("number_type", "capabilities", *SETTINGS)
    values = {name: getattr(command, name) for name in fields}
    if row.provisioning is ProvisioningStatus.PENDING:  # inserted just now
        row = phone_numbers.update_number(db, row, {**BLANK, "provisioning": None})
        phone_numbers.write_labels(db, row)
    return _open(db, caller, command, row, kind=ChangeKind.IMPORT, values=values, lease=lease)


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
    if not theirs or attachments.hold(db, caller.project_id) is None:
        return None
    _check_free(row)
    if is_missing(row):
        raise UpstreamGone
    ours = {name: value for name, value in patch.items() if name not in theirs}
    made = events.diff({name: getattr(row, name) for name in ours}, ours)
    if ours:
        row = phone_numbers.write_version(db, row, ours, database_now(db))
        events.append(db, caller, EventType.UPDATED, row, made)
    opened = _open(db, caller, command, row, kind=ChangeKind.UPDATE, values=theirs, lease=lease)
    return opened._replace(changes=made)


def open_release(
    db: Connection, caller: Caller, command: ReleaseNumber, row: PhoneNumber, *, lease: Lease
) -> CommandResult | None:
    """Open the release; a number that the platform does not have is released at once."""
    _check_free(row)
    if is_missing(row) or attachments.hold(db, caller.project_id) is None:
        return None
    return _open(db, caller, command, row, kind=ChangeKind.RELEASE, values={}, lease=lease)


def is_missing(row: PhoneNumber) -> bool:
    """Tell whether the platform does not have the number, although it was asked for it."""
    gone = row.provisioning is ProvisioningStatus.GONE
    return gone or (row.provisioning is ProvisioningStatus.FAILED and row.upstream_id is None)


def _check_free(row: PhoneNumber) -> None:
    """Raise `ChangePending` while the number has an open change."""
    if row.provisioning is ProvisioningStatus.PENDING:
        raise ChangePending


def _open(  # noqa: PLR0913  # what a change is
    db: Connection,
    caller: Caller,
    command: WriteCommand,
    row: PhoneNumber,
    *,
    kind: ChangeKind,
    values: Mapping[str, Any],
    lease: Lease,
) -> CommandResult:
    """Open a change of the locked row. Raises `ChangePending`, `UpstreamBusy`.

    With a *lease* its first request counts as sent now, by this process. Without one the change is
    left to the workers, and clients are told at once that it is pending.
    """
    if changes.is_full(db, caller.project_id):
        raise UpstreamBusy
    marked_at, now, change_id = time.monotonic(), database_now(db), uuid4()
    change = {
        "id": change_id,
        "project_id": caller.project_id,
        "number_id": row.id,
        "number": row.number,
        "kind": kind,
        "wanted": wanted.stored(values),
        "state": ChangeState.OPEN,
        "step": changes.FIRST_STEPS[kind],
        "sends": 1 if lease else 0,
        "sent_at": now if lease else None,
        "asked_at": now,
        "epoch": _FIRST_EPOCH,
        "lease_until": now + lease if lease else None,
        "due_at": now,
        "announced": False,
        "previous": row.provisioning,
        "actor": caller.actor,
        "request_id": caller.request_id,
    }
    if not changes.open_change(db, change):
        raise ChangePending
    row = phone_numbers.update_number(db, row, {"provisioning": ProvisioningStatus.PENDING})
    if not lease:
        _announce(db, change_id, row)
    opened = OpenChange(change_id, marked_at if lease else None)
    return CommandResult(row, pending_notices(command), change=opened)


def pending_notices(command: WriteCommand) -> list[Notice]:
    """Return the command's notices, and that the platform has not confirmed it."""
    return [*command.notices(), _PENDING]


def _announce(db: Connection, change_id: UUID, row: PhoneNumber) -> None:
    if told := changes.announce(db, change_id):
        settlement.pend(db, told, row, database_now(db))


def _announced(opened: CommandResult, db: Connection) -> bool:
    """Write the event of a pending change; return whether it is open."""
    change = changes.find(db, opened.change.id) if opened.change else None
    if change is None or change.state is not ChangeState.OPEN:
        return False
    _announce(db, change.id, opened.row)
    return True


def _result(
    caller: Caller,
    command: WriteCommand,
    opened: CommandResult,
    change: UpstreamChange | None,
    db: Connection,
) -> CommandResult:
    """Return the result of a change that the platform confirmed."""
    row = phone_numbers.get_by_id(db, caller, opened.row.id)
    position = change.event_position if change else opened.event_position
    made = events.changes_at(db, caller, position)
    return opened._replace(
        row=row,
        notices=command.notices(),
        changes=[*opened.changes, *made],
        event_position=position,
        change=None,
    )


def _failure(change: UpstreamChange) -> Exception:
    """Return why the platform refused: of our fields where it named them."""
    if change.problems:
        return Invalid(*(_field_failure(p) for p in change.problems))
    if change.code in _FAILURES:
        return _FAILURES[change.code]()
    return UpstreamRefused(change.message or "The platform refused.")


def _field_failure(problem: Mapping[str, Any]) -> FieldFailure:
    values: dict[str, Any] = {**problem, "path": tuple(problem["path"])}
    return FieldFailure(**values)


_FAILURES: Final[Mapping[str | None, type[Rejected]]] = {
    failure.code: failure for failure in (NumberTakenUpstream, UpstreamGone, UpstreamDetached)
}
