"""Provisioning: writes of numbers that a platform has, from the request to the outcome.

The transaction of the request has opened a change (`open_changes`). It is carried to the platform,
and the request waits a while for its outcome; what takes longer is PENDING.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sqlalchemy import Connection

from gateway.database import events, phone_numbers
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.domain.commands.writes import WriteCommand
from gateway.errors import (
    FieldFailure,
    Invalid,
    NumberTakenUpstream,
    Rejected,
    UpstreamDetached,
    UpstreamGone,
    UpstreamRefused,
    UpstreamUnreadable,
)
from gateway.models.results import CommandResult
from gateway.models.upstream import ChangeState, UpstreamChange
from gateway.services.open_changes import announce
from gateway.upstream import changes

if TYPE_CHECKING:  # it brings an HTTP client, which a command that only reads has no use for
    from gateway.upstream.reconcile import Reconciler
    from gateway.upstream.settlement import Confirmed

_POLL_SECONDS: Final = 0.25


def _awake() -> None:
    """Wake no worker: there is none in this process."""


class Provisioning:
    """Carries the changes of this process's requests, and waits for their outcomes."""

    def __init__(
        self, database: Database, reconciler: "Reconciler", wake: Callable[[], None] = _awake
    ) -> None:
        """Carry changes with *reconciler*; *wake* has a worker look for those that are left."""
        self._database, self._reconciler, self._wake = database, reconciler, wake
        self._carried = set["asyncio.Task[Confirmed | None]"]()

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
        if confirmed := await self._sent(opened):
            return _confirmed(command, opened, confirmed)
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
        while True:
            change = await self._read(opened)
            left = end - time.monotonic()
            if change is None or change.state is not ChangeState.OPEN or left <= 0:
                return change
            if change.lease_until is None and await self._is_due_after(change, left):
                return change
            self._wake()
            await asyncio.sleep(min(_POLL_SECONDS, left))

    async def _sent(self, opened: CommandResult) -> "Confirmed | None":
        """Carry a change that its transaction marked as sent, and wait for its first outcome.

        Return what was confirmed; None where that is not known here.
        """
        if opened.change is None or opened.change.marked_at is None:
            return None
        carry = self._reconciler.carry_opened(opened.change.carried, opened.change.marked_at)
        task = asyncio.create_task(carry)
        self._carried.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait({task}, timeout=self._reconciler.timing.answer_seconds)
        ended = task.done() and not task.cancelled() and not task.exception()
        return task.result() if ended else None

    def _ended(self, task: "asyncio.Task[Confirmed | None]") -> None:
        self._carried.discard(task)
        if not task.cancelled():
            task.exception()  # a change that was not carried is claimed after its lease

    async def _read(self, opened: CommandResult) -> UpstreamChange | None:
        change_id = opened.change.id if opened.change else uuid4()
        return await self._database.read(lambda db: changes.find(db, change_id))

    async def _is_due_after(self, change: UpstreamChange, seconds: float) -> bool:
        now = await self._database.read(database_now)
        return (change.due_at - now).total_seconds() > seconds


def _announced(opened: CommandResult, db: Connection) -> bool:
    """Write the event of a pending change; return whether it is open."""
    change = changes.find(db, opened.change.id) if opened.change else None
    if change is None or change.state is not ChangeState.OPEN:
        return False
    announce(db, change.id, opened.row)
    return True


def _confirmed(
    command: WriteCommand, opened: CommandResult, confirmed: "Confirmed"
) -> CommandResult:
    """Return the result of a change that the platform confirmed to this process."""
    return opened._replace(
        row=confirmed.row,
        notices=command.notices(),
        changes=[*opened.changes, *confirmed.changes],
        event_position=confirmed.event["position"],
        change=None,
    )


def _result(
    caller: Caller,
    command: WriteCommand,
    opened: CommandResult,
    change: UpstreamChange | None,
    db: Connection,
) -> CommandResult:
    """Return the result of a change that was confirmed, from the database."""
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
    failure.code: failure
    for failure in (NumberTakenUpstream, UpstreamGone, UpstreamUnreadable, UpstreamDetached)
}
