"""Claimed changes: read, locked and written by the worker whose claim is valid.

These statements run several times for each change, so they are prepared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Dialect, bindparam, select, text, update

from gateway.database.clock import CLOCK, database_now, read_clock
from gateway.database.database import Database
from gateway.database.phone_numbers import ALL_COLUMNS, NUMBERS, UPSTREAMS, row_shape
from gateway.database.statements import PreparedQuery, PreparedStatement, RowShape
from gateway.models.phone_number import PhoneNumber
from gateway.models.upstream import Upstream, UpstreamChange
from gateway.upstream.attachments import UPSTREAM_SHAPE
from gateway.upstream.changes import CHANGE_SHAPE, CHANGES, IS_OPEN, Claim
from gateway.upstream.wanted import restored

_C: Final = CHANGES.c


@dataclass(frozen=True)
class Carried:
    """A claimed change, with the number that it is about, and the platform."""

    change: UpstreamChange
    row: PhoneNumber
    upstream: Upstream
    now: datetime

    @cached_property
    def wanted(self) -> Mapping[str, Any]:
        """The settings that the change asks for."""
        return restored(self.change.wanted)


class _CarriedShape:
    """The columns of a claimed change, its number and its platform side by side, and the time."""

    def __init__(self, *shapes: RowShape) -> None:
        self._shapes = shapes
        self.selected = [column for shape in shapes for column in shape.selected]

    def rows(self, fetched: Iterable[Sequence[Any]], dialect: Dialect) -> list[Any]:
        """Return what was fetched as `Carried`."""
        return [self._carried(values, dialect) for values in fetched]

    def _carried(self, values: Sequence[Any], dialect: Dialect) -> Carried:
        found, start = list[Any](), 0
        for shape in self._shapes:
            end = start + len(shape.columns)
            found += shape.rows([values[start:end]], dialect)
            start = end
        change, row, upstream = found
        return Carried(change, row, upstream, read_clock(values[start]))


def _claimed(*also: ColumnElement[bool]) -> Any:
    joined = (UPSTREAMS.c.project_id == _C.project_id) & (NUMBERS.c.id == _C.number_id)
    return select(*_SHAPE.selected, CLOCK).where(joined, *_MINE, *also)


_MINE: Final[Sequence[ColumnElement[bool]]] = (
    _C.id == bindparam("claimed", type_=_C.id.type),
    _C.epoch == bindparam("claimed_epoch", type_=_C.epoch.type),
    IS_OPEN,
)
_IS_AS_SEEN: Final = (_C.step == bindparam("seen_step")) & (_C.sends == bindparam("seen_sends"))
_SHAPE: Final = _CarriedShape(CHANGE_SHAPE, row_shape(ALL_COLUMNS), UPSTREAM_SHAPE)
_READ: Final = PreparedQuery(cast("RowShape", _SHAPE), _claimed())
# First the platform's row, as in all transactions that hold it and a change: no deadlock.
_HELD: Final = text(
    f"FOR KEY SHARE OF {UPSTREAMS.name} FOR UPDATE OF {CHANGES.name} FOR UPDATE OF {NUMBERS.name}"
)
_LOCK: Final = PreparedStatement(
    lambda _: _claimed(_IS_AS_SEEN).suffix_with(_HELD, dialect="postgresql"), writes=False
)


async def read(database: Database, claimed: Claim) -> Carried | None:
    """Return the change of a claim that is still valid, or None."""
    return next(iter(await database.fetch(_READ, _mine(claimed))), None)


def lock(db: Connection, seen: UpstreamChange) -> Carried | None:
    """Return what `read` does, with everything held until the transaction ends.

    None where it is not as it was *seen* under its claim: at the same step, sent as often.
    """
    values = _mine(seen) | {"seen_step": seen.step, "seen_sends": seen.sends}
    return next(iter(_SHAPE.rows(_LOCK.run(db, values), db.dialect)), None)


def mark(db: Connection, seen: UpstreamChange, lease: timedelta) -> UpstreamChange | None:
    """Note that the request of this step is sent now; return None where that is not ours to do.

    Compare-and-set on the epoch of the claim and on the number of sends.
    """
    values = sent(database_now(db), lease, seen.sends + 1)
    as_seen = {"seen_step": seen.step, "seen_sends": seen.sends}
    statement = _update_statement(frozenset(values), is_as_seen=True)
    return _one(statement, db, {**values, **_mine(seen), **as_seen})


def sent(now: datetime, lease: timedelta, sends: int = 1) -> dict[str, Any]:
    """Return the columns that note a request that is sent now."""
    return {"sends": sends, "sent_at": now, "lease_until": now + lease}


def write(db: Connection, claimed: UpstreamChange, **values: Any) -> UpstreamChange | None:
    """Set columns of the change, and return it; None where the claim is not valid any more."""
    return _one(_update_statement(frozenset(values)), db, {**values, **_mine(claimed)})


def _one(
    statement: PreparedStatement, db: Connection, values: Mapping[str, Any]
) -> UpstreamChange | None:
    return next(iter(CHANGE_SHAPE.rows(statement.run(db, values), db.dialect)), None)


@lru_cache(16)
def _update_statement(names: frozenset[str], *, is_as_seen: bool = False) -> PreparedStatement:
    """Return the UPDATE that sets these columns of a claimed change."""
    conditions = (*_MINE, _IS_AS_SEEN) if is_as_seen else _MINE
    statement: Any = update(CHANGES).where(*conditions)
    returning = statement.returning(*CHANGE_SHAPE.selected)
    return PreparedStatement(lambda _: returning, sorted(names))


def _mine(claimed: Claim | UpstreamChange) -> dict[str, Any]:
    return {"claimed": claimed.id, "claimed_epoch": claimed.epoch}
