"""Idempotency: a write with a key runs once; a retry with the same key gets the same result.

The record of a key is written in the transaction of the write itself, so both commit or neither.
Keys are scoped by project, actor (the token's name) and operation, and expire after 24 hours.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, delete, select

from gateway.database import write_batch
from gateway.database.array_statements import ArrayStatement
from gateway.database.locks import try_lock
from gateway.database.statements import PreparedStatement, RowShape
from gateway.domain.caller import Caller
from gateway.domain.commands.writes import WriteCommand
from gateway.errors import IdempotencyConflict, IdempotencyConflictReason
from gateway.models.idempotency_record import IdempotencyRecord
from gateway.models.results import CommandResult

RETENTION: Final = timedelta(hours=24)
_RECORDS: Final = cast("Table", IdempotencyRecord.__table__)  # type: ignore[attr-defined]
_KEY_COLUMNS: Final = [column.name for column in _RECORDS.primary_key]
_RESULT_SHAPE: Final = RowShape(
    _RECORDS.c[name] for name in ("fingerprint", "number_id", "event_position", "change_id")
)


def _select_all(source: str) -> str:
    """Return the SELECT of the records of many keys."""
    shown = ", ".join(f"n.{column.name}" for column in _RESULT_SHAPE.columns)
    same = " AND ".join(f"n.{name} = v.{name}" for name in _KEY_COLUMNS)
    return (
        f"SELECT v.place, {shown} FROM {source} "  # noqa: S608  # constants
        f"JOIN {_RECORDS.name} AS n ON {same} WHERE n.expires_at > v.now"
    )


_SELECT: Final = PreparedStatement(
    lambda _: select(*_RESULT_SHAPE.selected).where(
        *(_RECORDS.c[name] == bindparam(name) for name in _KEY_COLUMNS),
        _RECORDS.c.expires_at > bindparam("now"),
    ),
    arrays=ArrayStatement(
        {column.name: column.type for column in _RECORDS.primary_key}
        | {"now": _RECORDS.c.expires_at.type},
        _select_all,
    ),
    writes=False,
)


def _upsert(insert: Any) -> Any:
    """Return the INSERT of a record, which replaces an expired one of the same key."""
    statement = insert(_RECORDS)
    replaced = {
        c.name: statement.excluded[c.name] for c in _RECORDS.c if c.name not in _KEY_COLUMNS
    }
    return statement.on_conflict_do_update(index_elements=_KEY_COLUMNS, set_=replaced)


_UPSERT: Final = PreparedStatement(_upsert, _RECORDS.c.keys())


def _write(db: Connection, queued: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Write the records, after the events that they name."""
    _UPSERT.run(db, *({**identity, **record, **_position(record)} for identity, record in queued))


def _position(record: Mapping[str, Any]) -> dict[str, Any]:
    event = record["event"]
    return {"event_position": event["position"] if event else None}


_QUEUE: Final = write_batch.Queue(2, _write)


def _identity(caller: Caller, command: WriteCommand) -> dict[str, object]:
    return {
        "project_id": caller.project_id,
        "actor": caller.actor,
        "operation": command.operation,
        "key": command.idempotency_key,
    }


def resource(caller: Caller, command: WriteCommand) -> Hashable:
    """Return what a run of the command locks for its key."""
    return tuple(_identity(caller, command).values())


@dataclass(frozen=True, slots=True)
class StoredResult:
    """The result of the first run: the number it wrote, and its event, if it changed anything."""

    number_id: UUID
    event_position: int | None
    change_id: UUID | None  # of a platform, whose outcome may not be known yet


@dataclass(frozen=True, slots=True)
class IdempotentRun:
    """One run of a command that has a key, at a time *at*."""

    caller: Caller
    command: WriteCommand
    at: datetime

    def find(self, db: Connection) -> StoredResult | None:
        """Return the result of the first run, if there was one. Raises `IdempotencyConflict`.

        It locks the key until the transaction ends, so that two runs cannot both be the first.
        """
        self._lock(db)
        if any(
            identity == self._identity for identity, _ in write_batch.current(db).get(_QUEUE, ())
        ):
            write_batch.flush(db)
        fetched = _SELECT.run(db, self._identity | {"now": self.at})
        record = next(iter(_RESULT_SHAPE.rows(fetched, db.dialect)), None)
        if record and record.fingerprint != self.command.fingerprint():
            raise IdempotencyConflict(IdempotencyConflictReason.PARAMETER_MISMATCH)
        if record is None:
            return None
        return StoredResult(record.number_id, record.event_position, record.change_id)

    def store(self, db: Connection, result: CommandResult) -> None:
        """Store the result of this run under its key, for 24 hours, before the commit."""
        record = {
            "fingerprint": self.command.fingerprint(),
            "number_id": result.row.id,
            "event": result.event,
            "change_id": result.change.id if result.change else None,
            "expires_at": self.at + RETENTION,
        }
        write_batch.current(db).add(_QUEUE, (self._identity, record))

    @property
    def _identity(self) -> dict[str, object]:
        return _identity(self.caller, self.command)

    def _lock(self, db: Connection) -> None:
        """Lock the key until the transaction ends. Raises `IdempotencyConflict`."""
        if not try_lock(db, "/".join(map(str, self._identity.values()))):
            raise IdempotencyConflict(IdempotencyConflictReason.IN_PROGRESS)


def prune(db: Connection, now: datetime) -> int:
    """Delete the expired records; return how many there were."""
    return db.execute(delete(_RECORDS).where(_RECORDS.c.expires_at <= now)).rowcount
