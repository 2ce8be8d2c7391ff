"""Statements about origins: which number of the project was imported from which connection."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Connection, String, select, update

from gateway.database.database import insert
from gateway.database.lists import bound_list, is_one_of
from gateway.database.phone_numbers import NUMBERS, ORIGINS
from gateway.domain.losses import Loss
from gateway.models.number_origin import NumberOrigin

_C: Final = ORIGINS.c
_KEPT: Final = ("number_id", "project_id")


class Origin(NamedTuple):
    """Where a number comes from: the account, its settings there, and what did not come along."""

    connection_id: UUID
    external_id: str
    settings: Mapping[str, Any]
    fingerprint: str
    losses: Sequence[Loss]


def record(db: Connection, project: UUID, number_id: UUID, origin: Origin) -> None:
    """Note where a number comes from, in the transaction that imports it."""
    row = {
        "number_id": number_id,
        "project_id": project,
        "connection_id": origin.connection_id,
        "external_id": origin.external_id,
        "fingerprint": origin.fingerprint,
        "reported": dict(origin.settings),
        "losses": [loss.to_stored() for loss in origin.losses],
    }
    statement = insert(db)(ORIGINS).values(**row)
    replaced = {name: statement.excluded[name] for name in row if name not in _KEPT}
    db.execute(statement.on_conflict_do_update(index_elements=["number_id"], set_=replaced))


def of_numbers(db: Connection, project: UUID, numbers: Sequence[UUID]) -> list[NumberOrigin]:
    """Return the origins of those numbers that have one."""
    named = is_one_of(_C.number_id, bound_list("numbers", _C.number_id.type, numbers))
    query = select(ORIGINS).where(_C.project_id == project, named)
    return cast("list[NumberOrigin]", db.execute(query).all())


def of_account(
    db: Connection, project: UUID, connection_id: UUID, external_ids: Sequence[str]
) -> list[NumberOrigin]:
    """Return the origins of live numbers that came from these numbers of the account.

    In the order of the numbers, in which transactions lock them.
    """
    named = is_one_of(_C.external_id, bound_list("external", String(), external_ids))
    query = (
        select(ORIGINS)
        .join(NUMBERS, NUMBERS.c.id == _C.number_id)
        .where(_C.project_id == project, _C.connection_id == connection_id, named)
        .where(NUMBERS.c.released_at.is_(None))
        .order_by(NUMBERS.c.number)
    )
    return cast("list[NumberOrigin]", db.execute(query).all())


def change(db: Connection, number_id: UUID, **values: Any) -> None:
    """Set columns of an origin."""
    db.execute(update(ORIGINS).where(_C.number_id == number_id).values(**values))
