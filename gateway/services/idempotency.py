"""Asking twice, happening once: what was done with which key.

The record is written in the transaction of the change itself, so that both exist or neither.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, delete, select

from gateway.database.locks import try_lock
from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain.caller import Caller
from gateway.domain.commands import Change
from gateway.errors import IdempotencyConflict, IdempotencyConflictReason
from gateway.models import IdempotencyRecord

KEPT: Final = timedelta(hours=24)
_RECORDS: Final = cast("Table", IdempotencyRecord.__table__)  # type: ignore[attr-defined]
_IDENTITY: Final = [column.name for column in _RECORDS.primary_key]
_DONE: Final = RowShape(_RECORDS.c[name] for name in ("fingerprint", "number_id", "event_position"))
_FIND: Final = PreparedStatement(
    lambda _: select(*_DONE.selected).where(
        *(_RECORDS.c[name] == bindparam(name) for name in _IDENTITY),
        _RECORDS.c.expires_at > bindparam("now"),
    )
)


def _remembering(insert: Any) -> Any:
    """Write over an expired record, if there is one."""
    new = insert(_RECORDS)
    changed = {c.name: new.excluded[c.name] for c in _RECORDS.c if c.name not in _IDENTITY}
    return new.on_conflict_do_update(index_elements=_IDENTITY, set_=changed)


_REMEMBER: Final = PreparedStatement(_remembering, _RECORDS.c.keys())


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the first attempt was about, and which event it made."""

    number_id: UUID
    event_position: int | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A command that is about to run. Without a key every attempt is the first."""

    caller: Caller
    command: Change
    at: datetime

    def earlier(self, db: Connection) -> Earlier | None:
        """Return what the first attempt did, if there was one; raise `IdempotencyConflict`."""
        if self.command.idempotency_key is None:
            return None
        self._lock(db)
        read = _FIND.run(db, self._identity | {"now": self.at})
        found = next(iter(_DONE.rows(read, db.dialect)), None)
        if found and found.fingerprint != self.command.fingerprint():
            raise IdempotencyConflict(IdempotencyConflictReason.PARAMETER_MISMATCH)
        return Earlier(found.number_id, found.event_position) if found else None

    def remember(self, db: Connection, number_id: UUID, event_position: int | None) -> None:
        """Record what was done, over an expired record if there is one."""
        if self.command.idempotency_key is None:
            return
        outcome = {
            "fingerprint": self.command.fingerprint(),
            "number_id": number_id,
            "event_position": event_position,
            "expires_at": self.at + KEPT,
        }
        _REMEMBER.run(db, self._identity | outcome)

    @property
    def _identity(self) -> dict[str, object]:
        return {
            "project_id": self.caller.project_id,
            "actor": self.caller.actor,
            "operation": self.command.operation,
            "key": self.command.idempotency_key,
        }

    def _lock(self, db: Connection) -> None:
        """Hold the key until the transaction ends. Raises `IdempotencyConflict`."""
        if not try_lock(db, "/".join(map(str, self._identity.values()))):
            raise IdempotencyConflict(IdempotencyConflictReason.IN_PROGRESS)


def prune(db: Connection, now: datetime) -> int:
    """Forget the records that expired; return how many there were."""
    return db.execute(delete(_RECORDS).where(_RECORDS.c.expires_at <= now)).rowcount
