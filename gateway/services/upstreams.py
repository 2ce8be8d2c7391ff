"""The service of attachments: which project mirrors which space of the platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from gateway.database import events, phone_numbers
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.domain.commands.upstream import AttachUpstream
from gateway.domain.enums import ConnectionStatus, Scope
from gateway.encryption import hint
from gateway.errors import (
    AlreadyAttached,
    ConnectionRefused,
    NoUpstream,
    SpaceTaken,
    UpstreamDetached,
)
from gateway.models.results import ChangeReport
from gateway.models.upstream import ChangeState, Upstream, UpstreamChange
from gateway.upstream import attachments, changes
from gateway.upstream.outcomes import Denied, Done, Outcome
from gateway.upstream.pending import text_of
from gateway.upstream.platforms import Platforms, secret_place
from gateway.upstream.wanted import restored


@dataclass(frozen=True, slots=True)
class Upstreams:
    """The attachments of all projects."""

    database: Database
    platforms: Platforms

    async def find(self, caller: Caller) -> Upstream | None:
        """Return what the project is attached to, or None."""
        caller.require_scope(Scope.NUMBERS_READ)
        return await self.database.read(lambda db: attachments.find(db, caller.project_id))

    async def attach(self, caller: Caller, command: AttachUpstream) -> Upstream:
        """Attach the project, after one call that tries the token; or renew its token.

        Raises `ConnectionRefused`, `AlreadyAttached`, `SpaceTaken`, `SecretsNotConfigured`.
        """
        caller.require_scope(Scope.UPSTREAM_MANAGE)
        place = secret_place(caller.project_id)
        secret = self.platforms.keyring.encrypt(command.api_token, place)
        await self._check_other(caller, command)
        began = await self.database.read(database_now)
        platform = self.platforms.open(command.space, command.project_id, command.api_token)
        outcome = _verified(await platform.verify())
        offset = (outcome.at - began).total_seconds() if outcome.at else 0.0
        values = _values(command, secret, offset)
        return await self.database.write(partial(_attach, caller, values))

    async def detach(self, caller: Caller) -> str:
        """Detach the project, and return from which space. Raises `NoUpstream`.

        Its numbers stay, and open changes end as they are. What the platform confirmed is
        forgotten: attaching again begins anew.
        """
        caller.require_scope(Scope.UPSTREAM_MANAGE)
        space = await self.database.write(partial(_detach, caller))
        await self._clear_numbers(caller)
        return space

    async def request_sync(self, caller: Caller) -> Upstream:
        """Have all numbers compared with the platform's soon. Raises `NoUpstream`."""
        caller.require_scope(Scope.UPSTREAM_MANAGE)
        return await self.database.write(partial(_make_sync_due, caller))

    async def changes_of(
        self, caller: Caller, numbers: Sequence[UUID]
    ) -> Sequence[ChangeReport | None]:
        """Return the open or refused change of each number, or None: for a data loader."""
        caller.require_scope(Scope.NUMBERS_READ)
        return await self.database.read(partial(_reports, caller, numbers))

    async def _check_other(self, caller: Caller, command: AttachUpstream) -> None:
        """Raise `AlreadyAttached` for another space; forget what an earlier one confirmed."""
        found = await self.find(caller)
        if found is None:
            await self._clear_numbers(caller)
        elif (found.space, found.platform_project) != (command.space, command.project_id):
            raise AlreadyAttached

    async def _clear_numbers(self, caller: Caller) -> None:
        while await self.database.write(
            lambda db: attachments.clear_numbers(db, caller.project_id)
        ):
            pass


def _reports(caller: Caller, numbers: Sequence[UUID], db: Connection) -> list[ChangeReport | None]:
    found = changes.latest(db, caller.project_id, numbers)
    reports = {id_: _report(db, caller, change) for id_, change in found.items()}
    return [reports.get(number) for number in numbers]


def _report(db: Connection, caller: Caller, change: UpstreamChange) -> ChangeReport:
    row, asked = phone_numbers.get_by_id(db, caller, change.number_id), restored(change.wanted)
    requested = events.diff({name: getattr(row, name) for name in asked}, asked)
    message = text_of(change) if change.state is ChangeState.OPEN else change.message
    return ChangeReport(change.code, message, change.asked_at, change.sends, requested)


def _verified(outcome: Outcome) -> Done:
    """Return the outcome of a call that the platform accepted. Raises `ConnectionRefused`."""
    if isinstance(outcome, Done):
        return outcome
    if isinstance(outcome, Denied):
        text = "The platform refused the token, or it lacks the scope Numbers."
        raise ConnectionRefused(text)
    raise ConnectionRefused("The platform did not answer as expected.", retryable=True)


def _values(command: AttachUpstream, secret: str, offset: float) -> dict[str, Any]:
    return {
        "space": command.space,
        "platform_project": command.project_id,
        "secret": secret,
        "secret_hint": hint(command.api_token),
        "status": ConnectionStatus.ACTIVE,
        "code": None,
        "clock_offset": offset,
    }


def _attach(caller: Caller, values: dict[str, Any], db: Connection) -> Upstream:
    now = database_now(db)
    new = {"project_id": caller.project_id, "attached_at": now, "sync_due_at": now, "sync_epoch": 0}
    if not attachments.attach(db, {**new, **values}):
        found = attachments.find(db, caller.project_id)
        if found is None:
            raise SpaceTaken
        attachments.change(db, caller.project_id, sync_due_at=now, **values)
        changes.make_due(db, caller.project_id)
    return _found(db, caller)


def _detach(caller: Caller, db: Connection) -> str:
    space = attachments.detach(db, caller.project_id)
    if space is None:
        raise NoUpstream
    detached = UpstreamDetached
    changes.close_all(db, caller.project_id, detached.code, detached.message)
    return space


def _make_sync_due(caller: Caller, db: Connection) -> Upstream:
    attachments.change(db, caller.project_id, sync_due_at=database_now(db))
    return _found(db, caller)


def _found(db: Connection, caller: Caller) -> Upstream:
    found = attachments.find(db, caller.project_id)
    if found is None:
        raise NoUpstream
    return found
