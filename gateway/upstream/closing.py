"""Closing a change whose outcome is known, once the transaction's events have their positions."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Connection, Table, bindparam, update

from gateway.database import bulk_job_chunks, write_batch
from gateway.database.statements import PreparedStatement
from gateway.domain.enums import RowFate
from gateway.exhaustive import exhaustive
from gateway.models.idempotency_record import IdempotencyRecord
from gateway.models.upstream import ChangeKind, ChangeState, UpstreamChange
from gateway.upstream import claims

_RECORDS: Final = cast("Table", IdempotencyRecord.__table__)  # type: ignore[attr-defined]


class _Closed(NamedTuple):
    """A change whose outcome is known, and the event of it."""

    change: UpstreamChange
    values: Mapping[str, Any]
    event: Mapping[str, Any] | None


def close(
    db: Connection, change: UpstreamChange, event: Mapping[str, Any] | None, **values: Any
) -> None:
    """Close the change before the commit, once its event has a position."""
    write_batch.current(db).add(_CLOSED, _Closed(change, values, event))


def _write_closed(db: Connection, queued: Sequence[_Closed]) -> None:
    for closed in queued:
        _write_one(db, closed)


def _write_one(db: Connection, closed: _Closed) -> None:
    change, values = closed.change, closed.values
    position = closed.event["position"] if closed.event else None
    claims.write(db, change, lease_until=None, event_position=position, **values)
    if values["state"] is ChangeState.DONE:
        bulk_job_chunks.settle_change(db, change.id, _FATES[change.kind])
        _REPLAY.run(db, {"change": change.id, "event_position": position})
    else:
        detail = {name: values[name] for name in ("code", "message")}
        failures = {"failures": values["problems"]} if values["problems"] else {}
        bulk_job_chunks.settle_change(db, change.id, RowFate.FAILED, detail | failures)


# After the events, whose positions they name, and after the records of idempotency keys.
_CLOSED: Final = write_batch.Queue(3, _write_closed)
_REPLAY: Final = PreparedStatement(
    lambda _: update(_RECORDS).where(
        _RECORDS.c.change_id == bindparam("change", type_=_RECORDS.c.change_id.type)
    ),
    ["event_position"],
)
# What a row of a bulk job becomes whose change is done. No job releases numbers.
_FATES: Final = exhaustive(
    "Fates of confirmed changes",
    {
        ChangeKind.IMPORT: RowFate.IMPORTED,
        ChangeKind.UPDATE: RowFate.UPDATED,
        ChangeKind.RELEASE: RowFate.OTHER,
    },
    [*ChangeKind],
)
