"""Drift: how a number of the project differs from the number that it was imported from.

Our number stays as it is; an event reports the provider's change. It names each difference once:
the fields that the provider changed since the last event, from our value to the provider's.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from gateway.connections import origins
from gateway.database import events
from gateway.database.clock import database_now
from gateway.database.phone_numbers import ALL_COLUMNS, NUMBERS, fetch_rows, row_shape
from gateway.domain import provider_settings
from gateway.domain.caller import Caller
from gateway.domain.enums import EventType
from gateway.domain.provider_settings import COMPARED
from gateway.models.connection import ProviderConnection
from gateway.models.number_origin import NumberOrigin
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import FieldChange
from gateway.providers.base import Listed

_MISSING: Final = object()


def differences(row: PhoneNumber, settings: Mapping[str, Any]) -> list[FieldChange]:
    """Return the fields in which our number differs, from our value to the provider's."""
    theirs = provider_settings.columns(settings)
    return events.diff({name: getattr(row, name) for name in theirs}, theirs)


def report(db: Connection, connection: ProviderConnection, page: Sequence[Listed]) -> int:
    """Append an event for each imported number of the page that the provider changed.

    Return how many there were.
    """
    found = {listed.external_id: listed for listed in page}
    known = origins.of_account(db, connection.project_id, connection.id, [*found])
    changed = [(o, found[o.external_id]) for o in known if _is_changed(o, found[o.external_id])]
    if not changed:
        return 0
    rows = _rows(db, [origin.number_id for origin, _ in changed])
    caller = Caller(connection.project_id, connection.provider.value, frozenset())
    reported = [_reported(db, rows[o.number_id], o, listed) for o, listed in changed]
    now, drifted = database_now(db), EventType.DRIFT_DETECTED
    new = [(o.number_id, made) for (o, _), made in zip(changed, reported, strict=True) if made]
    for number_id, made in new:
        events.enqueue(db, caller, drifted, rows[number_id], made, at=now)
    return len(new)


def _is_changed(origin: NumberOrigin, listed: Listed) -> bool:
    """Tell whether the origin says anything else of the provider than the list does."""
    is_reported = dict(origin.reported) == dict(listed.settings)
    return not is_reported or origin.fingerprint != listed.fingerprint


def _rows(db: Connection, ids: Sequence[UUID]) -> dict[UUID, PhoneNumber]:
    """Return the rows, locked in the order of their numbers, as all transactions lock them."""
    query = select(*row_shape(ALL_COLUMNS).selected).where(NUMBERS.c.id.in_(ids))
    locked = query.order_by(NUMBERS.c.number).with_for_update()
    return {row.id: row for row in fetch_rows(locked, {}, db, ALL_COLUMNS)}


def _reported(
    db: Connection, row: PhoneNumber, origin: NumberOrigin, listed: Listed
) -> list[FieldChange]:
    """Note that clients know of what is new, and return it."""
    differ = {change.field: change for change in _all_differences(row, origin, listed)}
    values: dict[str, Any] = {"reported": dict(listed.settings)}
    if not differ:  # both have the same again: from here on, a change there is drift again
        values["fingerprint"] = listed.fingerprint
    origins.change(db, origin.number_id, **values)
    return [differ[name] for name in _changed_fields(origin, listed) if name in differ]


def _all_differences(row: PhoneNumber, origin: NumberOrigin, listed: Listed) -> list[FieldChange]:
    """Compare also what the provider had and cannot say any more: it counts as taken away."""
    lost = [name for name in COMPARED if name in origin.reported and name not in listed.settings]
    before: dict[str, Any] = {name: getattr(row, name) for name in lost}
    nothing: dict[str, Any] = dict.fromkeys(lost)
    gone = events.diff(before, nothing)
    return [*differences(row, listed.settings), *gone]


def _changed_fields(origin: NumberOrigin, listed: Listed) -> list[str]:
    before, after = origin.reported, listed.settings
    return [n for n in COMPARED if before.get(n, _MISSING) != after.get(n, _MISSING)]
