"""Gauges of platforms: open changes by age, what the last syncs found, and attachments by status.

They are read from the database at each scrape, so that any process of a server can answer.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, case, func, select

from gateway.database.clock import database_now
from gateway.database.phone_numbers import UPSTREAMS
from gateway.domain.enums import ConnectionStatus
from gateway.models.upstream import ChangeState
from gateway.observability.figures import Figure
from gateway.upstream.changes import CHANGES

_YOUNG, _OLD = timedelta(minutes=1), timedelta(minutes=10)
_AGES: Final = ("under_1m", "under_10m", "over_10m")
_DRIFT: Final = ("changed", "found", "gone", "unreadable")


def figures(db: Connection) -> list[Figure]:
    """Return the gauges of all projects."""
    rows = db.execute(select(UPSTREAMS.c.status, UPSTREAMS.c.last_sync)).all()
    syncs: list[dict[str, int]] = [row.last_sync or {} for row in rows]
    return [
        *_gauge(
            "numbergate_upstream_open_changes",
            "Changes that platforms have not confirmed, by age.",
            "age",
            dict.fromkeys(_AGES, 0) | _open_by_age(db),
        ),
        *_gauge(
            "numbergate_upstream_drift",
            "Numbers that the last sync of each project found changed, new, gone or unreadable.",
            "kind",
            {name: sum(last.get(name, 0) for last in syncs) for name in _DRIFT},
        ),
        *_gauge(
            "numbergate_upstreams",
            "Projects that are attached to a platform, by status.",
            "status",
            dict.fromkeys(ConnectionStatus, 0) | Counter(row.status for row in rows),
        ),
    ]


def _open_by_age(db: Connection) -> dict[str, int]:
    asked, now = CHANGES.c.asked_at, database_now(db)
    young, middle, old = _AGES
    age = case((asked > now - _YOUNG, young), (asked > now - _OLD, middle), else_=old)
    counted = select(age.label("age"), func.count().label("total")).group_by(age)
    found = db.execute(counted.where(CHANGES.c.state == ChangeState.OPEN))
    return {row.age: row.total for row in found}


def _gauge(name: str, help_: str, label: str, values: Mapping[Any, int]) -> Iterator[Figure]:
    for value, total in values.items():
        yield Figure(name, help_, {label: str(value)}, total)
