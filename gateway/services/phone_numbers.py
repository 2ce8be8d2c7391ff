"""Phone number service: import, update and release numbers, and read them as `NumberReads` does.

A write takes a validated command and runs it in one transaction: the number's row, its labels, its
event and the idempotency record commit together.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from gateway.clock import utc_now
from gateway.database import events, phone_numbers
from gateway.database.database import Work
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import AmendNumber, ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.writes import WriteCommand
from gateway.domain.enums import EventType, Scope
from gateway.errors import (
    Invalid,
    NumberNotFound,
    NumberTaken,
    ReleaseProtected,
    VersionConflict,
)
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import CommandResult, ImportCheck, OpenChange
from gateway.services import idempotency, imports, open_changes
from gateway.services.idempotency import IdempotentRun, StoredResult
from gateway.services.imports import OpenedOutcome
from gateway.services.number_reads import NumberReads
from gateway.services.provisioning import Provisioning

C = TypeVar("C", bound=WriteCommand)


@dataclass(frozen=True, slots=True)
class PhoneNumbers(NumberReads):
    """The phone numbers of all projects."""

    now: Callable[[], datetime] = utc_now
    # Sends changes to platforms and waits for them. Without it they are left to the workers.
    provisioning: Provisioning | None = None

    async def import_number(self, caller: Caller, command: ImportNumber) -> CommandResult:
        """Add a number to the project. Raises `NumberTaken`, `IdempotencyConflict`."""
        caller.require_scope(Scope.NUMBERS_WRITE)
        return await self._run(caller, command, self._import, command.number)

    async def import_all(
        self, caller: Caller, commands: Sequence[ImportNumber]
    ) -> list[OpenedOutcome]:
        """Add several numbers in one transaction; one that is refused does not stop the others.

        The results are in the order of the commands: a number that the project has is
        `NumberTaken`, one that would exceed the open changes of a project is `UpstreamBusy`, and
        one that is being changed is `ChangePending`. A platform is not waited for: see `outcome`.
        Idempotency keys are not used: an import that is repeated gives `NumberTaken`.
        """
        caller.require_scope(Scope.NUMBERS_WRITE)
        now = self.now()
        work = partial(imports.import_or_open, caller=caller, commands=commands, now=now)
        return await self.database.write(work)

    async def outcome(
        self, caller: Caller, command: WriteCommand, result: CommandResult
    ) -> CommandResult:
        """Wait a while for the platform, where *result* asked one. Raises why it refused."""
        if result.change is None or self.provisioning is None:
            return result
        return await self.provisioning.outcome(caller, command, result)

    async def update(self, caller: Caller, command: UpdateNumber) -> CommandResult:
        """Set the command's fields. Raises `NumberNotFound`, `VersionConflict`, `Invalid`.

        Also `IdempotencyConflict`. An update that changes no value writes nothing.
        """
        caller.require_scope(Scope.NUMBERS_WRITE)
        return await self._run(caller, command, self.update_within, command.id)

    async def amend(self, caller: Caller, command: AmendNumber) -> CommandResult:
        """Run the update that the command makes of the locked row. Raises what `update` raises."""
        caller.require_scope(Scope.NUMBERS_WRITE)
        return await self._run(caller, command, self._amend, command.id)

    async def release(self, caller: Caller, command: ReleaseNumber) -> CommandResult:
        """Release a number. Raises `NumberNotFound`, `VersionConflict`, `ReleaseProtected`.

        Also `IdempotencyConflict`.
        """
        caller.require_scope(Scope.NUMBERS_WRITE)
        return await self._run(caller, command, self._release, command.id)

    async def check_import(self, caller: Caller, build: Callable[[], ImportNumber]) -> ImportCheck:
        """Dry run: validate the command that *build* returns, and look its number up."""
        caller.require_scope(Scope.NUMBERS_READ)
        try:
            command = build()
        except Invalid as invalid:
            return ImportCheck(failures=invalid.failures)
        existing = await self.find(caller, command.number)
        return ImportCheck(notices=command.notices(), command=command, existing=existing)

    async def _run(
        self,
        caller: Caller,
        command: C,
        run: Callable[[Caller, C, Connection], CommandResult],
        row: UUID | str,
    ) -> CommandResult:
        """Run the command, and wait a while for the platform where one was asked.

        *row* names the only row that is written, beside the record of a key.
        """
        work = self._idempotent(caller, command, run)
        locked: list[Hashable] = [row]
        if command.idempotency_key:
            locked.append(idempotency.resource(caller, command))
        result = await self.database.write(work, caller.project_id, locked)
        return await self.outcome(caller, command, result)

    # Inside the transaction -------------------------------------------------------------------

    def _idempotent(
        self, caller: Caller, command: C, run: Callable[[Caller, C, Connection], CommandResult]
    ) -> Work[CommandResult]:
        """Return the unit of work: run the command, or replay the result of its key."""
        if command.idempotency_key is None:
            return partial(run, caller, command)

        def work(db: Connection) -> CommandResult:
            idempotent = IdempotentRun(caller, command, self.now())
            if stored := idempotent.find(db):
                return _replayed(db, caller, command, stored)
            result = run(caller, command, db)
            idempotent.store(db, result)
            return result

        return work

    def _import(self, caller: Caller, command: ImportNumber, db: Connection) -> CommandResult:
        row, lease = imports.insert(db, caller, command, self.now()), self._lease(caller)
        try:
            return self._imported(db, caller, command, row, lease)
        except NumberTaken as taken:
            again = open_changes.open_again(db, caller, command, taken.existing, lease=lease)
            if again is None:
                raise
            return again

    def _imported(
        self,
        db: Connection,
        caller: Caller,
        command: ImportNumber,
        row: PhoneNumber | None,
        lease: timedelta | None,
    ) -> CommandResult:
        """Write the inserted row's labels and event. None: the project has the number already."""
        if row is None:
            return imports.existing(db, caller, command) or self._import(caller, command, db)
        result = imports.opened(db, caller, command, row, lease)
        if isinstance(result, CommandResult):
            return result
        return imports.written(db, caller, command, result)

    def _amend(self, caller: Caller, command: AmendNumber, db: Connection) -> CommandResult:
        row = _lock(db, caller, command)
        return self._update(caller, command.make_update(row), row, db)

    def update_within(self, caller: Caller, command: UpdateNumber, db: Connection) -> CommandResult:
        """Do what `update` does, in a transaction of the caller's."""
        return self._update(caller, command, _lock(db, caller, command), db)

    def _update(
        self, caller: Caller, command: UpdateNumber, row: PhoneNumber, db: Connection
    ) -> CommandResult:
        """Update the locked row."""
        command.check(row.capabilities)
        patch = command.patch()
        changes = events.diff({name: getattr(row, name) for name in patch}, patch)
        if not changes:
            return CommandResult(row, command.notices())
        if row.provisioning:
            lease = self._lease(caller)
            if opened := open_changes.open_update(db, caller, command, row, lease=lease):
                return opened
        updated = self._write(db, row, patch)
        event = events.enqueue(db, caller, EventType.UPDATED, updated, changes)
        return CommandResult(updated, command.notices(), changes, event=event)

    def _release(self, caller: Caller, command: ReleaseNumber, db: Connection) -> CommandResult:
        row = _lock(db, caller, command)
        if row.release_protected:
            raise ReleaseProtected
        if row.provisioning:
            lease = self._lease(caller)
            if opened := open_changes.open_release(db, caller, command, row, lease=lease):
                return opened
        released = self._write(db, row, {"released_at": self.now()})
        event = events.enqueue(db, caller, EventType.RELEASED, released, [])
        return CommandResult(released, event=event)

    def _lease(self, caller: Caller) -> timedelta | None:
        return self.provisioning.lease(caller) if self.provisioning else None

    def _write(self, db: Connection, row: PhoneNumber, values: Mapping[str, Any]) -> PhoneNumber:
        """Set columns of the locked row, and increment its version."""
        return phone_numbers.write_version(db, row, values, self.now())


def _replayed(
    db: Connection, caller: Caller, command: WriteCommand, stored: StoredResult
) -> CommandResult:
    """Return the result of the first run; its change, where a platform was asked for one."""
    row = phone_numbers.get_by_id(db, caller, stored.number_id)
    if stored.change_id:
        notices = open_changes.pending_notices(command)
        opened = OpenChange(stored.change_id, None)
        return CommandResult(row, notices, (), stored.event_position, replayed=True, change=opened)
    changes = events.changes_at(db, caller, stored.event_position)
    return CommandResult(row, command.notices(), changes, replayed=True)


def _lock(
    db: Connection, caller: Caller, command: UpdateNumber | AmendNumber | ReleaseNumber
) -> PhoneNumber:
    """Return the row, locked until the transaction ends, if it has the expected version."""
    row = phone_numbers.lock_number(db, caller, command.id)
    if row is None:
        raise NumberNotFound(command.id)
    if command.expected_version is not None and command.expected_version != row.version:
        raise VersionConflict(command.expected_version, row)
    return row
